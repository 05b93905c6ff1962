// The key or token of whoever sits here. It lives as long as this tab, and goes nowhere but to the host that the page is from.

import { button, el, field, fill } from './dom.js';
import { openDialog } from './dialog.js';

const name = 'stator.credential';
let asking = null;
let changed = () => {};

export function onCredentialChange(listener) {
  changed = listener;
}

/** What a request says about its caller. */
export function credentialHeaders() {
  const credential = sessionStorage.getItem(name);
  return credential === null ? {}
    : credential.startsWith('sk_') ? { 'X-Api-Key': credential }
    : { Authorization: `Bearer ${credential}` };
}

/** Asks for a key, and resolves to whether one was given. Requests that are refused together ask once. */
export function askForCredential(problem, sentHeaders) {
  // Another request was refused before this one, and the answer to that came meanwhile.
  if (JSON.stringify(sentHeaders) !== JSON.stringify(credentialHeaders())) {
    return Promise.resolve(true);
  }

  asking ??= ask(problem).finally(() => asking = null);
  return asking;
}

/** The corner of the page that says whether there is a key, and takes it away. */
export function showCredential(place) {
  const credential = sessionStorage.getItem(name);
  fill(place, credential === null ? [] : [
    el('span', { class: 'who', title: 'Sent with each request, kept in this tab only' }, credential.startsWith('sk_') ? `Key ${credential.slice(0, 9)}…` : 'With a token'),
    button('Forget', forget, { class: 'small', 'aria-label': 'Forget the key' }),
  ]);
}

function forget() {
  sessionStorage.removeItem(name);
  changed();
}

async function ask(problem) {
  const had = sessionStorage.getItem(name) !== null;
  sessionStorage.removeItem(name);
  const input = el('input', { type: 'password', autocomplete: 'off', required: true, spellcheck: 'false', name: 'credential' });
  const given = await openDialog('This host wants to know who calls', [
    el('p', {}, had ? 'The key that was sent is not good here.' : 'Give an API key (sk_…) or a token.', ' ', problem.detail),
    field('API key or token', input, 'Kept in this tab only, until it is closed or you press Forget.'),
  ], 'Use it', () => {
    const text = input.value.trim();
    if (!/^[\x21-\x7e]+$/.test(text)) {
      throw new Error('A key or token is one word of plain characters.');
    }

    sessionStorage.setItem(name, text);
  });
  if (given || had) {
    changed(given);
  }

  return given;
}
