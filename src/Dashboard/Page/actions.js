// What can be done with an instance: send it an event, edit its context, dispose of it.

import { change, named, path } from './api.js';
import { askForWord } from './dialog.js';
import { button, el, field, fill } from './dom.js';
import { checked } from './exact.js';
import { doing, tell } from './problem.js';

/** A form to send events. Its `offer` is told which events the machine takes now, and which it knows at all. */
export function sendForm(machine, key) {
  const type = el('input', { type: 'text', name: 'event-type', list: 'event-types', maxlength: 1024, required: true, spellcheck: 'false', autocomplete: 'off' });
  const members = el('textarea', { name: 'event-members', rows: 2, spellcheck: 'false', placeholder: '{"amount": 30}' });
  const known = el('datalist', { id: 'event-types' });
  const chips = el('div', { class: 'chips', role: 'group', 'aria-label': 'Events it takes now' });
  let offered = null;
  const form = submitForm('Send', 'POST', `${path('machines', machine, key)}/events`, () => {
    if (type.value === '') {
      throw new Error('An event has a type: its name in the machine.');
    }

    const rest = checked(members.value, 'What goes along', true);
    if (rest !== null && 'type' in JSON.parse(rest)) {
      throw new Error("The type goes into its own field, not into what goes along.");
    }

    // The members go out as they were typed, so that their numbers stay what they are.
    const inner = (rest ?? '{}').slice(1, -1).trim();
    return `{"type": ${JSON.stringify(type.value)}${inner === '' ? '' : `, ${inner}`}}`;
  }, receipt => receipt.duplicate ? 'It was applied before; nothing was applied now.'
    : receipt.changed ? `Turn ${receipt.sequence} is committed.` : `Turn ${receipt.sequence} is committed; nothing in the machine took the event.`,
  [chips, field('Type', type), known, field('What goes along', members, 'JSON members beside the type, or nothing')]);
  return {
    element: form,
    offer(accepted, all) {
      const text = JSON.stringify([accepted, all]);
      if (text !== offered) {
        offered = text;
        fill(known, all.map(name => el('option', { value: name })));
        fill(chips, accepted.map(name => button(name, () => {
          type.value = name;
          members.focus();
        }, { class: 'chip long' })));
      }
    },
  };
}

/** A form to change keys of the context by hand. */
export function editForm(machine, key) {
  const patch = el('textarea', { name: 'patch', rows: 3, spellcheck: 'false', required: true, placeholder: '{"paid": 30}' });
  const reason = el('input', { type: 'text', name: 'edit-reason', maxlength: 1000, required: true });
  return submitForm('Change the context', 'PATCH', `${path('machines', machine, key)}/context`, () => {
    const text = checked(patch.value, 'What is to be set', true);
    if (text === null) {
      throw new Error('Say what is to be set: {"name": value}.');
    }

    return `{"patch": ${text}, "reason": ${JSON.stringify(reason.value)}}`;
  }, receipt => `The context is changed, as turn ${receipt.sequence}.`,
  [field('Set', patch, 'The keys that are named are set, all others stay'), field('Reason', reason, 'Goes into the history')]);
}

/** A button to dispose of the instance, once its key has been typed. */
export function disposeButton(machine, key, onDone) {
  return button('Dispose of it…', async () => {
    const isGone = await askForWord('Dispose of this instance?', 'Its timers and services are stopped and it is not there any more. Only its history stays for a while.', key, 'Dispose of it',
      () => change('DELETE', path('machines', machine, key)));
    if (isGone) {
      tell(`${machine}/${key} is disposed of.`);
      onDone();
    }
  }, { class: 'danger' });
}

/** A form whose submission is a named request. */
function submitForm(verb, method, where, bodyOf, say, content) {
  const answer = el('div', { 'aria-live': 'polite' });
  const submit = el('button', { type: 'submit', class: 'primary' }, verb);
  const send = named();
  return el('form', {
    onsubmit: e => {
      e.preventDefault();
      doing(submit, answer, async () => fill(answer, el('p', { class: 'done' }, say(await send(method, where, bodyOf())))));
    },
  }, content, answer, el('div', { class: 'actions' }, submit));
}
