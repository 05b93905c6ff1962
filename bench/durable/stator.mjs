// Our side: the tool as it is shipped, with the store it is told to use.
import { rmSync } from 'node:fs';
import { end, freePort, path, start, untilServing } from './processes.mjs';

export class Stator {
  /** @param store the arguments that name the store; @param pids whose processor time counts besides, such as the database's. */
  static async start(folder, store, { pids = [], clean = async () => {} } = {}) {
    const host = new Stator();
    host.target = `127.0.0.1:${await freePort()}`;
    host.clean = clean;
    const began = performance.now();
    host.server = start(
      'dotnet', [path('../src/Cli/bin/Release/net10.0/stator.dll'), 'serve', ...store, '--definitions', path('machines'), '--urls', `http://${host.target}`],
      { log: `${folder}/stator.log` });
    host.pids = [host.server.pid, ...pids];
    await untilServing(host.server, `http://${host.target}/health/ready`, { everyMs: 10 });
    host.readyMs = performance.now() - began;
    return host;
  }

  static async onPostgres(folder, postgres) {
    const database = await postgres.database();
    return Stator.start(
      folder, ['--store', 'postgres', '--connection', database.connection], { pids: [postgres.pid], clean: () => postgres.drop(database) });
  }

  static onSqlite(folder) {
    const data = `${folder}/sqlite`;
    return Stator.start(folder, ['--data', data], { clean: async () => rmSync(data, { recursive: true, force: true }) });
  }

  async stop() {
    await end(this.server);
    await this.clean();
  }
}
