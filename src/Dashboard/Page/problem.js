// Refusals, and how they are shown: with the code to look up and the words of the host.

import { el, fill } from './dom.js';

/** A problem document (RFC 9457) of the host. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail);
    this.status = status;
    this.code = body.code;
    this.detail = body.detail;
    this.place = body.place;
    this.diagnostics = body.diagnostics ?? [];
  }
}

/** No answer that could be understood: the host is gone, or something in between answered. */
export class Unreachable extends Error {}

/** An error as an element. One that is neither of the host nor of the network is a fault of this page, and is shown as well. */
export function showError(error) {
  if (!(error instanceof Problem)) {
    return el('div', { class: 'problem', role: 'alert' }, el('p', {}, error.message));
  }

  return el('div', { class: 'problem', role: 'alert' },
    el('p', {}, el('code', {}, error.code), ` ${error.status}`, error.place && [' at ', el('code', { class: 'long' }, error.place)]),
    el('p', {}, error.detail),
    error.diagnostics.length > 0 && el('ul', {}, error.diagnostics.map(d => el('li', {}, el('code', {}, d.code), ` ${d.message} ${d.remedy ?? ''}`))));
}

/** Tells of something that was done, for a few seconds. */
export function tell(text) {
  const notice = el('div', { class: 'notice' }, text);
  document.getElementById('notices').append(notice);
  setTimeout(() => notice.remove(), 6000);
}

/** Does something for a button: it is off meanwhile, and what goes wrong is shown in `place`. */
export async function doing(control, place, act) {
  control.disabled = true;
  fill(place);
  try {
    await act();
  } catch (e) {
    if (e.name !== 'AbortError') {
      fill(place, showError(e));
    }
  } finally {
    control.disabled = false;
  }
}
