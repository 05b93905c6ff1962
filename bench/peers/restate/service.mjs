// The counter behind Restate: the same machine file, with `assign` as the function an XState user would write.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http2';
import { createEndpointHandler } from '@restatedev/restate-sdk';
import { xstate } from '@restatedev/xstate';
import { assign, createMachine } from 'xstate';

const config = JSON.parse(readFileSync(new URL('../../machines/counter.machine.json', import.meta.url)));
config.states.counting.on.INC.actions = assign({ count: ({ context }) => context.count + 1 });

// On loopback only; `listen` of the SDK opens the port on every address.
const server = createServer(createEndpointHandler({ services: [xstate('counter', createMachine(config))] }));
server.listen(Number(process.argv[2]), '127.0.0.1');
