// Views by the part of the address behind '#', so that what is on the screen can be bookmarked and sent to somebody.

import { query } from './api.js';

/** A link to a view: `link(['instances', machine, key], { at: 3 })`. */
export function link(parts, parameters = {}) {
  return query(`#/${parts.map(encodeURIComponent).join('/')}`, parameters);
}

/** The view that the address names: its parts, and its parameters in order. */
export function current() {
  const [way, search = ''] = location.hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  return { parts: way.split('/').filter(part => part !== '').map(decode), parameters: new URLSearchParams(search) };
}

/** Changes the address without going anywhere. */
export function remember(parts, parameters) {
  history.replaceState(null, '', link(parts, parameters));
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch (e) {
    if (e instanceof URIError) {
      return part;
    }

    throw e;
  }
}
