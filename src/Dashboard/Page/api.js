// The HTTP interface, as docs/http-api.md describes it. Addresses are relative to the page, so that it works under any prefix.

import { askForCredential, credentialHeaders } from './credential.js';
import { parse } from './exact.js';
import { Problem, Unreachable } from './problem.js';

const root = new URL('../', document.baseURI);

/** A path of parts, each escaped. */
export function path(...parts) {
  return parts.map(encodeURIComponent).join('/');
}

/** A path with those query parameters that are given. */
export function query(of, parameters) {
  const given = new URLSearchParams();
  for (const [name, value] of Array.isArray(parameters) ? parameters : Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') {
      given.append(name, value);
    }
  }

  return given.size === 0 ? of : `${of}?${given}`;
}

export const get = (where, signal) => call('GET', where, { signal });

export const getText = async (where, signal) => (await send('GET', where, { signal })).text();

/** A request that changes something. `eventId` names it: the same request under the same name is applied once. */
export const change = (method, where, body, eventId) => call(method, where, { body, eventId });

/** The answer to a request as soon as it begins, for those that go on. */
export const open = (where, headers, signal) => send('GET', where, { headers, signal });

/**
 * Sends requests of one form, each under a name. The name stays while the same content has not been answered with a receipt: sent again after a lost
 * answer it is applied once, and once answered the same content sent again is a new request.
 */
export function named() {
  let pending = null;
  return async (method, where, body) => {
    const content = JSON.stringify([method, where, body]);
    if (pending?.content !== content) {
      pending = { content, eventId: newEventId() };
    }

    const receipt = await change(method, where, body, pending.eventId);
    pending = null;
    return receipt;
  };
}

/** Whether the host can serve; it answers that to everybody. */
export async function readiness(signal) {
  try {
    await call('GET', 'health/ready', { signal });
    return { isReady: true, why: 'ready' };
  } catch (e) {
    if (e instanceof Problem || e instanceof Unreachable) {
      return { isReady: false, why: e.message };
    }

    throw e;
  }
}

/** Without TLS a browser has no randomUUID but on this machine. */
function newEventId() {
  return crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}

async function call(method, where, options) {
  const response = await send(method, where, options);
  const text = await response.text();
  return text === '' ? null : parse(text);
}

/** Sends, and asks for a key where the host wants one; a request that was refused for that has changed nothing, and is sent again. */
async function send(method, where, { body, eventId, headers, signal }) {
  while (true) {
    const credential = credentialHeaders();
    const response = await reach(new URL(where, root), {
      method,
      body,
      signal,
      cache: 'no-store',
      headers: { ...headers, ...credential, ...(eventId ? { 'Idempotency-Key': eventId } : {}) },
    });
    if (response.ok) {
      return response;
    }

    const problem = await problemOf(response);
    if (response.status !== 401 || !await askForCredential(problem, credential)) {
      throw problem;
    }
  }
}

async function reach(url, request) {
  try {
    return await fetch(url, request);
  } catch (e) {
    if (e.name === 'AbortError') {
      throw e;
    }

    throw new Unreachable(`The host cannot be reached (${e.message}). What was sent may have been applied or not; sent again from here it applies once.`);
  }
}

async function problemOf(response) {
  const text = await response.text();
  try {
    const body = JSON.parse(text);
    if (typeof body.code === 'string' && typeof body.detail === 'string') {
      return new Problem(response.status, body);
    }
  } catch (e) {
    if (!(e instanceof SyntaxError)) {
      throw e;
    }
  }

  return new Unreachable(`The answer is not of a Stator host: ${response.status} ${response.statusText}. ${text.slice(0, 300)}`);
}
