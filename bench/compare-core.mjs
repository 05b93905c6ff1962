// Runs Stator and XState in turn, three times each, so that both see the same weather; the median of each figure counts.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const rounds = 3;
const runs = { stator: [], xstate: [] };
for (let i = 0; i < rounds; i++) {
  runs.stator.push(JSON.parse(execFileSync(path('../stator'), ['bench', 'core', '--json'])));
  runs.xstate.push(JSON.parse(execFileSync(process.execPath, [path('peers/xstate/core.mjs')])));
}

const median = (side, machine, way) => runs[side].map((r) => r[machine][way]).sort((a, b) => a - b)[Math.floor(rounds / 2)];
const count = (n) => Math.round(n).toLocaleString('en-US');

console.log('| machine | way | Stator, events/s | XState, events/s | ratio |');
console.log('| --- | --- | ---: | ---: | ---: |');
for (const [machine, ways] of Object.entries(runs.xstate[0])) {
  for (const way of Object.keys(ways)) {
    const [ours, theirs] = [median('stator', machine, way), median('xstate', machine, way)];
    console.log(`| ${machine} | ${way} | ${count(ours)} | ${count(theirs)} | ${(ours / theirs).toFixed(0)}× |`);
  }
}
