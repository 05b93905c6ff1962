// One version of a machine: its picture, its document, and the way to its instances.

import { get, getText, path } from './api.js';
import { frame, loadDiagram } from './diagram.js';
import { badge, el, heading, select, time } from './dom.js';
import { showError } from './problem.js';
import { link } from './router.js';

export async function showDefinition({ parts: [, machine, version], signal }) {
  const [document, { versions }, picture] = await Promise.all([
    getText(path('definitions', machine, version), signal),
    get(path('definitions', machine), signal),
    drawing(machine, version, signal),
  ]);
  const said = versions.find(v => v.version === version);
  const others = versions.length > 1 && el('label', { class: 'inline' }, 'Version ', select(
    versions.map(v => [v.version, v.version]), version,
    { onchange: e => location.hash = link(['definitions', machine, e.target.value]) }));
  return [
    heading(el('span', { class: 'long' }, machine), others || el('span', { class: 'soft' }, `Version ${version}`),
      el('a', { class: 'button', href: link(['instances'], { machine, version }) }, 'Instances'),
      el('a', { class: 'button primary', href: link(['instances'], { machine, version, create: 'true' }) }, 'New instance')),
    el('dl', { class: 'facts' },
      el('div', {}, el('dt', {}, 'Published'), el('dd', {}, said ? time(said.publishedAt) : 'unknown')),
      el('div', {}, el('dt', {}, 'Instances'), el('dd', {}, Object.entries(said?.instances ?? {}).map(([status, count]) => [`${count} `, badge(status), ' ']),
        Object.keys(said?.instances ?? {}).length === 0 && 'none')),
      el('div', {}, el('dt', {}, 'Hash'), el('dd', {}, el('code', { class: 'long' }, said?.hash ?? 'unknown')))),
    el('section', { class: 'card' }, el('h2', {}, 'Diagram'), picture),
    el('section', { class: 'card' }, el('h2', {}, 'Document'), el('pre', { class: 'document', tabindex: 0 }, indented(document))),
  ];
}

async function drawing(machine, version, signal) {
  try {
    return frame(await loadDiagram(machine, version, signal), `Diagram of ${machine}`);
  } catch (e) {
    if (e.name === 'AbortError') {
      throw e;
    }

    return showError(e);
  }
}

/** One that is written by people is shown as they wrote it. */
function indented(text) {
  return text.includes('\n') ? text : JSON.stringify(JSON.parse(text), null, 2);
}
