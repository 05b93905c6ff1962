// A PostgreSQL of our own: a new cluster with the defaults it is born with (fsync on), on this machine only.
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { end, freePort, run, start } from './processes.mjs';

export class Postgres {
  #process;
  #databases = 0;

  static async start(folder) {
    const server = new Postgres();
    server.data = `${folder}/cluster`;
    server.port = await freePort();
    mkdirSync(server.data);
    if (process.getuid() === 0) chownSync(server.data, ...idsOfPostgres());
    await run(...asPostgres(program('initdb'), '-D', server.data, '-A', 'trust', '-U', 'postgres'));
    server.#process = start(
      ...commandOf(asPostgres(
        program('postgres'), '-D', server.data, '-p', String(server.port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${server.data}`)),
      { log: `${folder}/postgres.log` });
    await server.#untilReady();
    return server;
  }

  get pid() { return this.#process.pid; }

  /** A new, empty database; what a program needs to connect to it. */
  async database() {
    const name = `bench${++this.#databases}`;
    await this.sql(`CREATE DATABASE ${name}`, 'postgres');
    return { name, connection: `Host=127.0.0.1;Port=${this.port};Username=postgres;Database=${name}` };
  }

  sql(text, database) {
    return run(program('psql'), ['-h', '127.0.0.1', '-p', this.port, '-U', 'postgres', '-d', database, '-v', 'ON_ERROR_STOP=1', '-Atc', text]);
  }

  async drop({ name }) {
    await this.sql(`DROP DATABASE ${name} WITH (FORCE)`, 'postgres');
  }

  /** Writes what is dirty now, so that it is not written while something else is measured. */
  settle() { return this.sql('CHECKPOINT', 'postgres'); }

  stop() { return end(this.#process, 'SIGINT'); }

  async #untilReady() {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.sql('SELECT 1', 'postgres');
        return;
      } catch (e) {
        if (attempt > 300) throw e;
        await pause(100);
      }
    }
  }
}

const commandOf = ([command, args]) => [command, args];

/** The server does not run as root. */
const asPostgres = (command, ...args) => process.getuid() === 0
  ? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', command, ...args]]
  : [command, args];

const idsOfPostgres = () => ['-u', '-g'].map((kind) => Number(execFileSync('id', [kind, 'postgres'])));

/** Where Debian puts the server's programs, newest first; else they must be on PATH. */
function program(name) {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => b - a) : [];
  return versions.map((v) => `${root}/${v}/bin/${name}`).find(existsSync) ?? name;
}
