// The turns of an instance as a line to go back and forth on.

import { button, el } from './dom.js';

/** `look` is called with a sequence, or with null for as it is now. */
export function timeline(count, look) {
  const slider = el('input', { type: 'range', min: 1, max: count, value: String(count), step: 1, 'aria-label': 'Turn', oninput: () => look(Number(slider.value)) });
  const label = el('output', {});
  const first = button('First', () => look(1));
  const previous = button('Previous', () => look(Number(slider.value) - 1));
  const next = button('Next', () => look(Number(slider.value) + 1));
  const now = button('Now', () => look(null));
  const set = (at, last) => {
    slider.max = String(last);
    slider.value = String(at ?? last);
    slider.disabled = last === 1;
    label.textContent = at === null ? `Turn ${last}, now` : `Turn ${at} of ${last}`;
    first.disabled = previous.disabled = (at ?? last) <= 1;
    next.disabled = now.disabled = at === null;
  };
  set(null, count);
  return { element: el('div', { class: 'timeline' }, slider, el('div', { class: 'steps' }, label, first, previous, next, now)), set };
}
