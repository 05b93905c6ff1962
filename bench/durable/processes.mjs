// Starting programs, waiting until they serve, and ending them. Everything started here is ended by `endAll`, whatever happened between.
import { execFile, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));

const running = new Set();

/** Starts a program that goes on by itself; what it says goes into a file. */
export function start(command, args, { log, env = {}, cwd } = {}) {
  const file = openSync(log, 'a');
  const child = spawn(command, args, { stdio: ['ignore', file, file], env: { ...process.env, ...env }, cwd });
  running.add(child);
  child.log = log;
  child.once('exit', () => running.delete(child));
  return child;
}

/** Runs a program to its end and gives what it printed. */
export async function run(command, args) {
  const { stdout } = await promisify(execFile)(command, args, { maxBuffer: 1 << 26, cwd: '/' });
  return stdout;
}

/** Runs one of our measuring programs, whose last line is JSON. */
export async function measure(project, args) {
  const dll = path(`${project}/bin/Release/net10.0/${project.toLowerCase()}.dll`);
  return JSON.parse((await run('dotnet', [dll, ...args.map(String)])).trim().split('\n').at(-1));
}

/** Asks until the answer is a success; how long that took, in milliseconds. */
export async function untilServing(child, url, { everyMs = 20, limitMs = 120_000 } = {}) {
  const began = performance.now();
  for (;;) {
    if (child.exitCode !== null) throw new Error(`it ended at once: ${readFileSync(child.log, 'utf8')}`);
    // Refused is what a port says that nobody listens on yet.
    const answer = await fetch(url).catch((e) => ({ ok: false, reason: e }));
    await answer.body?.cancel();
    if (answer.ok) return performance.now() - began;
    if (performance.now() - began > limitMs) throw new Error(`${url} does not answer: ${answer.reason ?? answer.status}\n${readFileSync(child.log, 'utf8')}`);
    await pause(everyMs);
  }
}

/** Asks it to end, and sees to it that it does. */
export async function end(child, signal = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  const overdue = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(overdue);
}

export const endAll = () => Promise.all([...running].map((child) => end(child)));

/** A port that is free now. */
export const freePort = () => new Promise((resolve, reject) => {
  const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** A figure of a process in MiB: VmRSS is its memory now, VmHWM the most it ever was. */
export const memoryOf = (pid, name) => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${name}:\\s+(\\d+) kB`))[1]) / 1024;
