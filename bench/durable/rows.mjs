// The table of what is compared with what. A figure is `side.shape.field`; a ratio is ours to theirs, or theirs to ours where less is better.
import { callsPerSecond, mib, micros, ms, perSecond } from './figures.mjs';

export const durable = [
  {
    name: 'throughput', what: '1,000 instances, 64 connections, HTTP, PostgreSQL', reach: '25× Restate',
    ours: 'postgres.thousand.eventsPerSecond', theirs: 'restate.thousand.eventsPerSecond', show: perSecond,
  },
  {
    name: 'in-process', what: '1,000 instances, 64 senders, in process, PostgreSQL', reach: '0.8× a bare program with the same rows and batches',
    ours: 'process.send.eventsPerSecond', theirs: 'process.bare.eventsPerSecond', show: perSecond,
  },
  {
    name: 'in-process', what: 'the same, beside a bare program that has two transactions under way, as Stator has', reach: '',
    ours: 'process.send.eventsPerSecond', theirs: 'process.bareTwo.eventsPerSecond', show: perSecond,
  },
  {
    name: 'sqlite', what: '1,000 instances, 64 connections, HTTP, SQLite', reach: '1× PostgreSQL',
    ours: 'sqlite.thousand.eventsPerSecond', theirs: 'postgres.thousand.eventsPerSecond', show: perSecond,
  },
  {
    name: 'one-instance', what: '1 instance, 64 senders, HTTP, PostgreSQL', reach: '50× Restate',
    ours: 'postgres.one.eventsPerSecond', theirs: 'restate.one.eventsPerSecond', show: perSecond,
  },
  {
    name: 'one-sender', what: '1 instance, 1 sender, HTTP: p50', reach: 'at most 2 bare single-row commits',
    ours: 'lone.single.p50Ms', theirs: 'lone.commit.p50Ms', show: ms,
  },
  {
    name: 'one-sender', what: 'the same, in process: p50', reach: 'at most 2 bare single-row commits',
    ours: 'process.single.p50Ms', theirs: 'process.commit.p50Ms', show: ms,
  },
  { name: 'timers', what: '100,000 timers due within 60 s: p99 lateness', reach: 'under 50 ms', ours: 'process.timers.p99Ms', show: ms },
  { name: 'burst', what: '1,000 timers due at one instant: from the first to the last', reach: 'under 50 ms', ours: 'process.burst.spanMs', show: ms },
  { name: 'burst', what: 'the same: p99 lateness', reach: 'under 50 ms', ours: 'process.burst.p99Ms', show: ms },
  { name: 'start', what: 'start with 1,000,000 instances, 100,000 timers: ready after', reach: '5 s', ours: 'start.million.readyMs', show: ms },
  { name: 'start', what: 'the same: memory at most', reach: '300 MB', ours: 'start.million.memoryMiB', show: mib },
  { name: 'start', what: 'start with 100,000 instances, 100,000 timers', reach: '', ours: 'start.hundredThousand.readyMs', show: ms },
  { name: 'start', what: 'start with 1,000,000 instances, 1,000 timers', reach: '', ours: 'start.fewTimers.readyMs', show: ms },
  {
    name: 'cpu', what: 'CPU per event over HTTP, host and database', reach: '1/15 of Restate with its service',
    ours: 'postgres.thousand.cpuMicrosPerEvent', theirs: 'restate.thousand.cpuMicrosPerEvent', show: micros,
  },
];

/** One silo, 1,000 grains, 64 senders in its process. */
export const cluster = [
  {
    name: 'stock', what: "events, Orleans' ADO.NET grain storage", reach: '0.9× a bare grain that writes 500 bytes there',
    ours: 'cluster.stock.perSecond', theirs: 'cluster.bareWrite.perSecond', show: perSecond,
  },
  {
    name: 'rows', what: 'events, AddStatorGrainStorage', reach: '8× that bare grain',
    ours: 'cluster.rows.perSecond', theirs: 'cluster.bareWrite.perSecond', show: perSecond,
  },
  {
    name: 'reads', what: 'snapshots read', reach: '0.8× a call of a bare grain',
    ours: 'cluster.read.perSecond', theirs: 'cluster.bareRead.perSecond', show: callsPerSecond,
  },
];
