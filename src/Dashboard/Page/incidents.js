// What went wrong with nobody there to be told: tried again or given up from here.

import { change, get, query } from './api.js';
import { askForReason } from './dialog.js';
import { button, el, empty, fill, heading, table, time } from './dom.js';
import { doing, tell } from './problem.js';
import { link } from './router.js';

const perPage = 50;

export async function showIncidents({ parameters, signal, again }) {
  const page = await loadIncidents({ machine: parameters.get('machine'), key: parameters.get('key'), after: parameters.get('after') }, signal);
  const search = [...parameters].filter(([name]) => name !== 'after');
  const of = parameters.get('machine');
  return [
    heading('Incidents', of && el('span', { class: 'soft long' }, `Of ${of}${parameters.has('key') ? `/${parameters.get('key')}` : ''}`),
      of && el('a', { class: 'button', href: link(['incidents']) }, 'All'), button('Refresh', again)),
    page.incidents.length === 0
      ? empty(el('p', {}, parameters.has('after') ? 'No further incidents.' : 'No open incidents. Nothing waits for an operator.'))
      : incidentTable(page.incidents, again),
    (parameters.has('after') || page.next !== null) && el('nav', { class: 'pages', 'aria-label': 'Pages' },
      parameters.has('after') && el('a', { class: 'button', href: link(['incidents'], search) }, 'First page'),
      page.next !== null && el('a', { class: 'button', href: link(['incidents'], [...search, ['after', page.next]]) }, 'Next page')),
  ];
}

export function loadIncidents(which, signal) {
  return get(query('incidents', { ...which, limit: perPage }), signal);
}

/** The incidents with what can be done about each; `again` shows what is left. */
export function incidentTable(incidents, again, withInstance = true) {
  const headings = ['No.', ...withInstance ? ['Instance'] : [], 'Kind', 'What happened', 'Tried', 'Last', 'Do'];
  return table(`${incidents.length} ${incidents.length === 1 ? 'incident' : 'incidents'}`, headings, incidents.map(incident => {
    const cells = [
      String(incident.number),
      el('a', { href: link(['instances', incident.machine, incident.key]), class: 'long' }, `${incident.machine}/${incident.key}`),
      el('span', {}, incident.kind, el('small', { class: 'soft long' }, ` ${incident.subject}`)),
      el('div', { class: 'long' }, el('code', {}, incident.fault.code), ' ', incident.fault.detail, incident.fault.place && [' at ', el('code', {}, incident.fault.place)]),
      `${incident.attempts}×`,
      el('span', {}, time(incident.lastAt)),
      remedies(incident, again),
    ];
    return withInstance ? cells : cells.toSpliced(1, 1);
  }));
}

function remedies({ number, machine, key }, again) {
  const said = el('div', { 'aria-live': 'polite' });
  const retry = button('Retry', () => doing(retry, said, async () => {
    const outcome = await change('POST', `incidents/${number}:retry`);
    if (outcome.settled) {
      tell(`Incident ${number} is settled.`);
      again();
    } else {
      fill(said, el('p', { class: 'problem' }, el('code', {}, outcome.incident.fault.code), ` It failed again: ${outcome.incident.fault.detail}`));
    }
  }), { class: 'small', 'aria-label': `Retry incident ${number}` });
  const skip = button('Skip', async () => {
    const isSkipped = await askForReason(`Skip incident ${number}?`,
      `What failed in ${machine}/${key} is given up: a timer or an outcome is dropped, a delivery is not made. It cannot be taken back.`, 'Skip it',
      reason => change('POST', `incidents/${number}:skip`, JSON.stringify({ reason })));
    if (isSkipped) {
      tell(`Incident ${number} is skipped.`);
      again();
    }
  }, { class: 'small danger', 'aria-label': `Skip incident ${number}` });
  return el('div', { class: 'remedies' }, retry, skip, said);
}
