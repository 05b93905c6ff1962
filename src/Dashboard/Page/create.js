// A new instance: of which machine, under which key, with which input.

import { named, path } from './api.js';
import { button, el, field, fill, select } from './dom.js';
import { checked } from './exact.js';
import { doing, tell } from './problem.js';
import { link } from './router.js';

/** The form, closed at first; `show` opens it. */
export function createForm(definitions, machine, version, isOpen) {
  const machines = [...new Set(definitions.map(d => d.machine))];
  const of = select(machines.map(name => [name, name]), machine, { name: 'new-machine' });
  const pinned = el('select', { name: 'new-version' });
  const key = el('input', { type: 'text', name: 'new-key', maxlength: 256, required: true, spellcheck: 'false', autocomplete: 'off' });
  const input = el('textarea', { name: 'new-input', rows: 3, spellcheck: 'false', placeholder: '{"total": 30}' });
  const refusal = el('div', {});
  const submit = el('button', { type: 'submit', class: 'primary' }, 'Create');
  const offer = chosen => pinned.replaceChildren(...select(
    [['', 'the newest'], ...definitions.filter(d => d.machine === of.value).map(d => [d.version, d.version])], chosen).children);
  of.addEventListener('change', () => offer(''));
  offer(version ?? '');
  const send = named();
  const element = el('form', {
    class: 'card', hidden: !isOpen, 'aria-label': 'New instance',
    onsubmit: e => {
      e.preventDefault();
      doing(submit, refusal, async () => {
        const body = bodyOf(input.value, pinned.value);
        const where = path('machines', of.value, key.value);
        if (key.value === '') {
          throw new Error('Give the instance a key: its name, unique within its machine.');
        }

        await send('POST', where, body);
        tell(`${of.value}/${key.value} is created.`);
        location.hash = link(['instances', of.value, key.value]);
      });
    },
  },
  el('h2', {}, 'New instance'),
  machines.length === 0 ? el('p', { class: 'empty' }, 'No machine is published yet.') : [
    el('div', { class: 'fields' }, field('Machine', of), field('Key', key, 'You choose it; it cannot be changed'), field('Version', pinned)),
    field('Input', input, 'JSON, or nothing'),
  ],
  refusal,
  el('div', { class: 'actions' }, button('Cancel', () => {
    element.hidden = true;
    fill(refusal);
  }), machines.length > 0 && submit));
  return {
    element,
    show() {
      element.hidden = false;
      (machines.length > 0 ? key : element).focus();
    },
  };
}

/** The input goes out as it was typed, so that its numbers stay what they are. */
function bodyOf(input, version) {
  const members = [];
  const text = checked(input, 'The input', false);
  if (text !== null) {
    members.push(`"input": ${text}`);
  }

  if (version !== '') {
    members.push(`"version": ${JSON.stringify(version)}`);
  }

  return members.length === 0 ? undefined : `{${members.join(', ')}}`;
}
