// What there is: machines with their versions and how many instances they have, open incidents, and whether the host serves.

import { get, path, readiness } from './api.js';
import { badge, button, el, empty, heading, table, time } from './dom.js';
import { showError } from './problem.js';
import { link } from './router.js';

/** How many questions are under way at the same time. */
const atOnce = 4;
const order = ['active', 'done', 'error', 'stopped'];

export async function showOverview({ signal, again }) {
  const [host, { definitions }, incidents] = await Promise.all([
    readiness(signal),
    get('definitions', signal),
    get('incidents?limit=1000', signal),
  ]);
  const machines = [...new Set(definitions.map(d => d.machine))];
  const counted = await eachOf(machines, machine => countsOf(machine, signal));
  return [
    heading('Overview', button('Refresh', again)),
    el('div', { class: 'tiles' },
      tile('Host', host.isReady ? 'Ready' : 'Not ready', host.isReady ? 'It serves requests' : host.why, host.isReady ? 'good' : 'bad'),
      tile('Machines', machines.length, `${definitions.length} ${definitions.length === 1 ? 'version' : 'versions'} published`),
      tile('Active instances', sum(counted, 'active'), 'of all versions', null, link(['instances'], { status: 'active' })),
      tile('Open incidents', `${incidents.incidents.length}${incidents.next === null ? '' : '+'}`,
        incidents.incidents.length === 0 ? 'Nothing waits for an operator' : 'Somebody has to look', incidents.incidents.length === 0 ? 'good' : 'bad', link(['incidents']))),
    counted.filter(c => c.error).map(c => showError(c.error)),
    machines.length === 0 ? howToPublish() : table('Machines', ['Machine', 'Version', 'Instances', 'Published'], counted.flatMap(c => c.versions).map(row)),
  ];
}

function tile(label, figure, said, tone = null, href = null) {
  const content = [el('span', { class: 'label' }, label), el('strong', {}, figure), el('span', { class: 'said' }, said)];
  return href ? el('a', { class: `tile ${tone ?? ''}`, href }, content) : el('div', { class: `tile ${tone ?? ''}` }, content);
}

function row({ machine, version, publishedAt, instances }) {
  const counts = [...order.filter(status => status in instances), ...Object.keys(instances).filter(status => !order.includes(status))];
  return [
    el('a', { href: link(['definitions', machine, version]), class: 'long' }, machine),
    el('span', { class: 'long' }, version),
    counts.length === 0
      ? el('span', { class: 'soft' }, 'none')
      : el('span', { class: 'counts' }, counts.map(status =>
        el('a', { href: link(['instances'], { machine, version, status }), class: 'count' }, String(instances[status]), ' ', badge(status)))),
    time(publishedAt),
  ];
}

function howToPublish() {
  const url = new URL('../definitions/door', document.baseURI);
  return empty(
    el('p', {}, 'No machine is published yet. Publish one:'),
    el('pre', { tabindex: 0 }, `curl -X PUT ${url} -d '{"id": "door", "initial": "shut", "states": {"shut": {"on": {"OPEN": "open"}}, "open": {"on": {"SHUT": "shut"}}}}'`));
}

/** One machine that cannot be counted does not hide the others. */
async function countsOf(machine, signal) {
  try {
    return await get(path('definitions', machine), signal);
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }

    return { machine, versions: [], error };
  }
}

async function eachOf(items, ask) {
  const answers = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const i = next++;
      answers[i] = await ask(items[i]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return answers;
}

function sum(counted, status) {
  return counted.flatMap(c => c.versions).reduce((all, version) => all + (version.instances[status] ?? 0), 0);
}
