// Elements out of data. Whatever comes from the host becomes text or the value of an attribute here, and never markup.

const properties = new Set(['value', 'checked', 'disabled', 'open', 'hidden', 'className', 'htmlFor', 'required', 'selected']);

/** An element: `el('a', { href, onclick }, 'text', child)`. Children that are null or false are left out. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false && !properties.has(key)) {
      continue;
    }

    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (properties.has(key)) {
      element[key] = value;
    } else {
      element.setAttribute(key, value === true ? '' : String(value));
    }
  }

  append(element, children);
  return element;
}

export function append(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      parent.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
  }
}

/** Puts these children in the place of what is there. */
export function fill(parent, ...children) {
  const fragment = document.createDocumentFragment();
  append(fragment, children);
  parent.replaceChildren(fragment);
  return parent;
}

let fields = 0;

/** A control under its label, with a line that says what is meant. */
export function field(label, control, hint = null) {
  control.id ||= `field-${++fields}`;
  const said = hint && el('small', { id: `${control.id}-hint` }, hint);
  if (said) {
    control.setAttribute('aria-describedby', said.id);
  }

  return el('div', { class: 'field' }, el('label', { htmlFor: control.id }, label), control, said);
}

export function select(options, chosen, attributes = {}) {
  return el('select', attributes, options.map(([value, text]) => el('option', { value, selected: value === chosen }, text)));
}

export function button(text, onclick, attributes = {}) {
  return el('button', { type: 'button', onclick, ...attributes }, text);
}

/**
 * A table whose cells know the heading of their column, for narrow screens where each row becomes a card. Roles are said out loud, as browsers
 * take what is not laid out as a table for none.
 */
export function table(caption, headings, rows) {
  return el('div', { class: 'scroll' }, el('table', { role: 'table' },
    el('caption', {}, caption),
    el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, headings.map(heading => el('th', { scope: 'col', role: 'columnheader' }, heading)))),
    el('tbody', { role: 'rowgroup' }, rows.map(cells =>
      el('tr', { role: 'row' }, cells.map((cell, i) => el('td', { role: 'cell', 'data-label': headings[i] }, cell)))))));
}

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** A time as it is here; the title has it as the host said it, in UTC. */
export function time(text) {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? el('span', {}, text) : el('time', { datetime: text, title: text }, moment.format(at));
}

const statuses = new Set(['active', 'done', 'error', 'stopped']);

export function badge(status) {
  return el('span', { class: `badge ${statuses.has(status) ? status : 'other'}` }, status);
}

/** A state value in one line: `fulfilment.ready`, `review.(legal.reading, finance.satisfied)`. */
export function stateText(value) {
  if (typeof value === 'string') {
    return value;
  }

  const parts = Object.entries(value ?? {}).map(([key, inner]) => {
    const below = stateText(inner);
    return below === '' ? key : Object.keys(inner).length > 1 && typeof inner !== 'string' ? `${key}.(${below})` : `${key}.${below}`;
  });
  return parts.join(', ');
}

export function loading(what) {
  return el('p', { class: 'loading', role: 'status' }, `Loading ${what}…`);
}

export function empty(...children) {
  return el('div', { class: 'empty' }, children);
}

export function heading(title, ...beside) {
  return el('div', { class: 'heading' }, el('h1', {}, title), el('div', { class: 'beside' }, beside));
}
