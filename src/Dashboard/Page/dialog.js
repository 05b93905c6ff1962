// Dialogs: a question, what is to be filled in, and a button that does it. What goes wrong is said in the dialog, which stays open.

import { button, el, field, fill } from './dom.js';
import { showError } from './problem.js';

let dialogs = 0;

/** Opens one and resolves to true once `act` went well, to false where it was left. */
export function openDialog(title, content, verb, act, attributes = {}) {
  return new Promise(resolve => {
    let isDone = false;
    const refusal = el('div', { 'aria-live': 'assertive' });
    const submit = el('button', { type: 'submit', class: attributes.danger ? 'danger' : 'primary' }, verb);
    const head = el('h2', { id: `dialog-${++dialogs}` }, title);
    const dialog = el('dialog', { 'aria-labelledby': head.id },
      el('form', {
        novalidate: true,
        onsubmit: async submission => {
          submission.preventDefault();
          submit.disabled = true;
          fill(refusal);
          try {
            await act();
            isDone = true;
            dialog.close();
          } catch (e) {
            fill(refusal, showError(e));
          } finally {
            submit.disabled = false;
          }
        },
      }, head, content, refusal, el('div', { class: 'actions' }, button('Cancel', () => dialog.close()), submit)));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(isDone);
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector('input, textarea, select')?.focus();
  });
}

/** Asks for a reason, which goes into the history. */
export function askForReason(title, explanation, verb, act) {
  const reason = el('input', { type: 'text', maxlength: 1000, name: 'reason', required: true });
  return openDialog(title, [el('p', {}, explanation), field('Reason', reason, 'Goes into the history, for whoever reads it later.')], verb, () => {
    if (reason.value.trim() === '') {
      throw new Error('Say why, for whoever reads the history later.');
    }

    return act(reason.value.trim());
  }, { danger: true });
}

/** Asks for a word to be typed before something is done that cannot be taken back. */
export function askForWord(title, explanation, word, verb, act) {
  const typed = el('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', name: 'word', required: true });
  return openDialog(title, [el('p', {}, explanation), el('p', {}, el('code', { class: 'long' }, word)), field('Type it here to confirm', typed)], verb, () => {
    if (typed.value !== word) {
      throw new Error('That is not what is to be typed.');
    }

    return act();
  }, { danger: true });
}
