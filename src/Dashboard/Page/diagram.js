// The picture of a version, drawn by the host and put into the page element by element: only shapes and texts come through, so nothing in it can run.

import { getText, path } from './api.js';
import { el } from './dom.js';

const shapes = new Set(['svg', 'g', 'rect', 'path', 'circle', 'text', 'tspan', 'title']);
const namespace = 'http://www.w3.org/2000/svg';
const aspects = new Set([
  'class', 'role', 'aria-label', 'width', 'height', 'viewBox', 'data-id', 'x', 'y', 'rx', 'ry', 'cx', 'cy', 'r', 'd', 'dy', 'dx', 'text-anchor', 'transform', 'points',
]);
let style = null;

export async function loadDiagram(machine, version, signal) {
  const text = await getText(`${path('definitions', machine, version)}/diagram`, signal);

  // Taken out before it is parsed: a parser in this page holds a style element to be one of this page, which allows none.
  const [, before, sheet, after] = /^(.*?)<style>(.*?)<\/style>(.*)$/s.exec(text) ?? [null, text, '', ''];
  const drawn = new DOMParser().parseFromString(before + after, 'image/svg+xml');
  if (drawn.documentElement.localName !== 'svg') {
    throw new Error('The host sent a diagram that is no SVG.');
  }

  adoptStyle(sheet);
  return copy(drawn.documentElement);
}

/** A picture in a frame that scrolls where it is too wide, or is made to fit. */
export function frame(picture, label) {
  const around = el('div', { class: 'diagram', tabindex: 0, role: 'group', 'aria-label': label }, picture);
  const fit = el('input', { type: 'checkbox', checked: true, onchange: () => around.classList.toggle('fits', fit.checked) });
  around.classList.add('fits');
  return el('div', {}, around, el('label', { class: 'fit' }, fit, ' Fit to the page'));
}

/** Marks these states and no others. */
export function highlight(picture, ids) {
  for (const state of picture.querySelectorAll('g[data-id]')) {
    state.classList.toggle('active', ids.has(state.dataset.id));
  }
}

/** All pictures have the same style. As a sheet made by this page it needs no leave for styles within the document. */
function adoptStyle(text) {
  if (style === null) {
    style = new CSSStyleSheet();
    style.replaceSync(text);
    document.adoptedStyleSheets.push(style);
  }
}

function copy(element) {
  const made = document.createElementNS(namespace, element.localName);
  for (const { name, value } of element.attributes) {
    if (aspects.has(name)) {
      made.setAttribute(name, value);
    }
  }

  for (const child of element.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      made.append(child.data);
    } else if (child.nodeType === Node.ELEMENT_NODE && child.namespaceURI === namespace && shapes.has(child.localName)) {
      made.append(copy(child));
    }
  }

  return made;
}
