// One function for each side. It brings the side up, measures what the rows ask of it, and takes it down again, so that nothing that
// idles beside costs what is measured. The same program sends the same requests to all of them.
import { setTimeout as pause } from 'node:timers/promises';
import { end, measure, memoryOf } from './processes.mjs';
import { Restate } from './restate.mjs';
import { Stator } from './stator.mjs';

const shapes = {
  thousand: ['--keys', 1000, '--connections', 64],
  one: ['--keys', 1, '--connections', 64],
  single: ['--keys', 1, '--connections', 1],
};

async function overHttp(side, wanted, { seconds }) {
  try {
    const results = {};
    for (const shape of Object.keys(shapes).filter((s) => wanted.includes(s))) {
      results[shape] = await measure('Load', [
        '--target', side.target, '--prefix', `${shape}-`, ...shapes[shape], '--warmup', 8, '--seconds', seconds, '--cpu', side.pids.join(',')]);
    }
    return results;
  } finally {
    await side.stop();
  }
}

export const restate = async (wanted, context) => overHttp(await Restate.start(context.folder), wanted, context);

export const sqlite = async (wanted, context) => overHttp(await Stator.onSqlite(context.folder), wanted, context);

export async function postgres(wanted, context) {
  await context.postgres.settle();
  return overHttp(await Stator.onPostgres(context.folder, context.postgres), wanted, context);
}

/** A sender that is alone, on a host and in a database that have nothing else to do: no vacuum after the load before. */
export async function lone(wanted, context) {
  const results = await postgres(wanted, context);
  return wanted.includes('commit') ? { ...results, commit: await onDatabase(context, 'Durable', bareCommits(context)) } : results;
}

/** What one commit takes now: a disk that others use too is another one a minute later. */
const bareCommits = ({ seconds }) => (connection) => ['bare-commits', '--connection', connection, '--seconds', seconds];

/** What a program measures on a database of its own, with nothing left to be written beside. */
async function onDatabase(context, program, argumentsFor) {
  const database = await context.postgres.database();
  await context.postgres.settle();
  const result = await measure(program, argumentsFor(database.connection));
  await context.postgres.drop(database);
  return result;
}

/** Stator as a library in a program of its own, and bare programs that write the same into the same kind of tables. */
export async function process(wanted, context) {
  const results = {};
  const batches = `${context.folder}/batches`;
  const tasks = {
    send: (connection) => ['send', '--connection', connection, '--keys', 1000, '--senders', 64, '--seconds', context.seconds, '--batches', batches],
    bare: (connection) => ['bare-batches', '--connection', connection, '--keys', 1000, '--seconds', context.seconds, '--batches', batches],
    bareTwo: (connection) => ['bare-batches', '--writers', 2, '--connection', connection, '--keys', 1000, '--seconds', context.seconds, '--batches', batches],
    single: (connection) => ['send', '--connection', connection, '--keys', 1, '--senders', 1, '--seconds', context.seconds],
    commit: bareCommits(context),
    timers: (connection) => ['timers', '--connection', connection, '--timers', 100_000, '--within', 60],
    burst: (connection) => ['timers', '--connection', connection, '--timers', 1000, '--within', 0],
  };
  for (const task of Object.keys(tasks).filter((t) => wanted.includes(t))) {
    results[task] = await onDatabase(context, 'Durable', tasks[task]);
  }
  return results;
}

/** A silo in a program of its own, with instances or with bare grains. */
export async function cluster(wanted, context) {
  const results = {};
  const tasks = {
    bareWrite: ['bare-write'], stock: ['write', '--storage', 'adonet'], rows: ['write', '--storage', 'rows'], bareRead: ['bare-read'], read: ['read', '--storage', 'rows'],
  };
  for (const task of Object.keys(tasks).filter((t) => wanted.includes(t))) {
    results[task] = await onDatabase(context, 'Cluster', (connection) => [...tasks[task], '--connection', connection, '--seconds', context.seconds]);
  }
  return results;
}

/** How long the tool takes until it is ready, and its memory then, with so many instances and pending timers in the store. */
export async function start(wanted, context) {
  const sizes = { million: [1_000_000, 100_000], hundredThousand: [100_000, 100_000], fewTimers: [1_000_000, 1_000] };
  const results = {};
  for (const size of Object.keys(sizes).filter((s) => wanted.includes(s))) {
    const [instances, timers] = sizes[size];
    const database = context.seeded[size] ??= await seed(context, instances, timers);
    await bringNear(context, database);
    const host = await Stator.start(
      context.folder, ['--store', 'postgres', '--connection', database.connection], { pids: [context.postgres.pid] });
    await pause(3000);
    results[size] = { readyMs: host.readyMs, memoryMiB: memoryOf(host.server.pid, 'VmHWM') };
    await end(host.server);
  }
  return results;
}

/** All pending timers fall due in the ten minutes that a host holds in memory: the most there is to do at its start. */
async function bringNear({ postgres }, { name }) {
  await postgres.sql('UPDATE stator.timers SET due = (extract(epoch FROM now()) * 1000 + 60000 + random() * 530000)::bigint', name);
  await postgres.settle();
}

async function seed(context, instances, timers) {
  const database = await context.postgres.database();
  await measure('Durable', ['seed', '--connection', database.connection, '--instances', instances, '--timers', timers]);
  await context.postgres.settle();
  return database;
}
