// A JSON value as a tree that opens and closes. Branches are made when they are opened, so that a large context costs nothing.

import { button, el } from './dom.js';
import { ExactNumber, stringify } from './exact.js';

const step = 100;
const openBelow = 12;

/** The tree of a value, with its text to copy. */
export function jsonTree(value, label) {
  return el('div', { class: 'json', role: 'group', 'aria-label': label }, isBranch(value) ? members(value, 0) : leaf(value));
}

export function copyButton(value) {
  const copy = button('Copy', async () => {
    try {
      await navigator.clipboard.writeText(stringify(value));
      copy.textContent = 'Copied';
    } catch (e) {
      copy.textContent = 'Not allowed';
      copy.title = e.message;
    }
  }, { class: 'small' });
  return navigator.clipboard ? copy : null;
}

function members(value, depth) {
  const all = Array.isArray(value) ? value.map((item, i) => [String(i), item]) : Object.entries(value);
  const list = el('ul', {});
  let shown = 0;
  const more = button('', () => show(), { class: 'small' });
  const show = () => {
    more.parentElement?.remove();
    for (const [key, item] of all.slice(shown, shown += step)) {
      list.append(el('li', {}, member(key, item, depth)));
    }

    if (shown < all.length) {
      more.textContent = `${all.length - shown} more`;
      list.append(el('li', {}, more));
    }
  };
  show();
  return all.length === 0 ? el('span', { class: 'soft' }, Array.isArray(value) ? '[ ] empty' : '{ } empty') : list;
}

function member(key, value, depth) {
  const name = el('span', { class: 'key' }, key);
  if (!isBranch(value) || size(value) === 0) {
    return el('div', { class: 'pair' }, name, ': ', isBranch(value) ? el('span', { class: 'soft' }, Array.isArray(value) ? '[ ]' : '{ }') : leaf(value));
  }

  const details = el('details', {}, el('summary', {}, name, ' ', el('span', { class: 'soft' }, Array.isArray(value) ? `[${size(value)}]` : `{${size(value)}}`)));
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) {
      details.append(members(value, depth + 1));
    }
  });
  details.open = depth < 2 && size(value) <= openBelow;
  return details;
}

function leaf(value) {
  return value === null ? el('span', { class: 'null' }, 'null')
    : value instanceof ExactNumber || typeof value === 'number' ? el('span', { class: 'number' }, String(value))
    : typeof value === 'boolean' ? el('span', { class: 'number' }, String(value))
    : el('span', { class: 'string' }, JSON.stringify(value));
}

function isBranch(value) {
  return typeof value === 'object' && value !== null && !(value instanceof ExactNumber);
}

function size(value) {
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}
