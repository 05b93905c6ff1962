// XState's side of `stator bench core`: the same three machines, the same three ways, the same way of timing.
import { readFileSync } from 'node:fs';
import { createMachine, createActor, transition, initialTransition, assign } from 'xstate';

const machinesDir = new URL('../../machines/', import.meta.url);
const T = { type: 'T' };

// The machine files say guards and assigns as data; here they become the functions an XState user would write.
function twin(name) {
  const config = JSON.parse(readFileSync(new URL(`${name}.machine.json`, machinesDir)));
  const rewrite = (state) => {
    for (const [event, t] of Object.entries(state.on ?? {})) {
      if (typeof t === 'object') {
        state.on[event] = {
          target: t.target,
          guard: ({ context }) => context.n >= 0,
          actions: assign({ n: ({ context }) => context.n + 1 }),
        };
      }
    }
    Object.values(state.states ?? {}).forEach(rewrite);
  };
  rewrite(config);
  return createMachine(config);
}

function send(machine) {
  const actor = createActor(machine).start();
  return (count) => { for (let i = 0; i < count; i++) actor.send(T); };
}

function step(machine) {
  let [snapshot] = initialTransition(machine);
  return (count) => { for (let i = 0; i < count; i++) [snapshot] = transition(machine, snapshot, T); };
}

function restore(machine) {
  let text = JSON.stringify(createActor(machine).start().getPersistedSnapshot());
  return (count) => {
    for (let i = 0; i < count; i++) {
      const actor = createActor(machine, { snapshot: JSON.parse(text) }).start();
      actor.send(T);
      text = JSON.stringify(actor.getPersistedSnapshot());
    }
  };
}

function measure(loop) {
  const runFor = (ms) => {
    const started = performance.now();
    let events = 0;
    while (performance.now() - started < ms) { loop(2000); events += 2000; }
    return events / ((performance.now() - started) / 1000);
  };
  runFor(400);
  let best = 0;
  for (let i = 0; i < 5; i++) best = Math.max(best, runFor(300));
  return Math.round(best);
}

const results = {};
for (const name of ['toggle', 'hierarchy', 'parallel']) {
  const machine = twin(name);
  results[name] = { send: measure(send(machine)), step: measure(step(machine)), restore: measure(restore(machine)) };
}
console.log(JSON.stringify(results));
