// Instances, found by what they are and what stands in their context. The filters are the address, so a search can be sent to somebody.

import { get, query } from './api.js';
import { createForm } from './create.js';
import { badge, button, el, empty, field, heading, select, stateText, table, time } from './dom.js';
import { link } from './router.js';

const plain = ['machine', 'version', 'status', 'state', 'tag'];
const times = ['updatedAfter', 'updatedBefore'];
const perPage = 50;

/** The cursors of the pages up to the next one, by search: the interface only knows the way forward. */
const ways = new Map();

export async function showInstances({ parameters, signal }) {
  const search = [...parameters].filter(([name]) => name !== 'after' && name !== 'create');
  const after = parameters.get('after');
  const [page, { definitions }] = await Promise.all([
    get(query('machines', [...search, ['after', after], ['limit', perPage]]), signal),
    get('definitions', signal),
  ]);
  const create = createForm(definitions, parameters.get('machine'), parameters.get('version'), parameters.get('create') === 'true');
  return [
    heading('Instances', button('New instance', () => create.show(), { class: 'primary' })),
    create.element,
    filters(definitions, parameters),
    page.instances.length === 0 ? nothing(search, definitions) : table(
      `${page.instances.length} ${page.instances.length === 1 ? 'instance' : 'instances'}${page.next === null && after === null ? '' : ' on this page'}`,
      ['Key', 'Machine', 'Status', 'State', 'Turns', 'Last turn'],
      page.instances.map(row)),
    pages(search, after, page.next),
  ];
}

function row(instance) {
  const { machine: { id, version } } = instance;
  return [
    el('a', { href: link(['instances', id, instance.key]), class: 'long' }, instance.key),
    el('a', { href: link(['definitions', id, version]), class: 'long' }, `${id} ${version}`),
    badge(instance.status),
    el('span', { class: 'long state' }, stateText(instance.value) || id),
    String(instance.sequence),
    time(instance.updatedAt),
  ];
}

function nothing(search, definitions) {
  return search.length > 0
    ? empty(el('p', {}, 'No instance is like that. ', el('a', { href: link(['instances']) }, 'Leave the filters out')))
    : empty(el('p', {}, 'There are no instances yet.'), definitions.length === 0
      ? el('p', {}, 'No machine is published either; ', el('a', { href: link([]) }, 'the overview'), ' says how.')
      : el('p', {}, 'Create one with ', el('strong', {}, 'New instance'), ' above, or from a shell:'),
    definitions.length > 0 && el('pre', { tabindex: 0 }, `curl -X POST ${new URL(`../machines/${encodeURIComponent(definitions[0].machine)}/first`, document.baseURI)}`));
}

function pages(search, after, next) {
  const key = JSON.stringify(search);
  const way = ways.get(key) ?? [null];
  const at = way.indexOf(after);
  const before = at < 0 ? [] : way.slice(0, at);
  const to = cursor => link(['instances'], [...search, ['after', cursor]]);
  ways.set(key, [...before, after, next]);
  if (after === null && next === null) {
    return null;
  }

  return el('nav', { class: 'pages', 'aria-label': 'Pages' },
    after !== null && el('a', { class: 'button', href: to(before.at(-1) ?? null) }, before.length > 0 ? 'Previous page' : 'First page'),
    next !== null && el('a', { class: 'button', href: to(next), rel: 'next' }, 'Next page'));
}

function filters(definitions, parameters) {
  const machines = [...new Set(definitions.map(d => d.machine))];
  const chosen = parameters.get('machine') ?? '';
  const versions = definitions.filter(d => d.machine === chosen).map(d => d.version);
  const any = [['', 'any']];
  const inputs = {
    machine: select([...any, ...withChosen(machines, chosen)], chosen, { name: 'machine' }),
    version: select([...any, ...withChosen(versions, parameters.get('version') ?? '')], parameters.get('version') ?? '', { name: 'version' }),
    status: select([...any, ...['active', 'done', 'error', 'stopped'].map(s => [s, s])], parameters.get('status') ?? '', { name: 'status' }),
    state: el('input', { type: 'text', name: 'state', value: parameters.get('state') ?? '', placeholder: 'order.shipped', spellcheck: 'false' }),
    tag: el('input', { type: 'text', name: 'tag', value: parameters.get('tag') ?? '', spellcheck: 'false' }),
    updatedAfter: el('input', { type: 'datetime-local', step: 1, name: 'updatedAfter', value: local(parameters.get('updatedAfter')) }),
    updatedBefore: el('input', { type: 'datetime-local', step: 1, name: 'updatedBefore', value: local(parameters.get('updatedBefore')) }),
  };
  const rows = el('div', { class: 'conditions' });
  const add = (path = '', value = '') => {
    const line = el('div', { class: 'condition' },
      el('input', { type: 'text', 'aria-label': 'Path in the context', placeholder: 'path.in.context', value: path, spellcheck: 'false' }), ' = ',
      el('input', { type: 'text', 'aria-label': 'Value', placeholder: '30, true, text or "30"', value, spellcheck: 'false' }),
      button('Remove', () => line.remove(), { class: 'small' }));
    rows.append(line);
    return line;
  };
  const conditions = [...parameters].filter(([name]) => name.startsWith('context.'));
  conditions.forEach(([name, value]) => add(name.slice('context.'.length), value));
  inputs.machine.addEventListener('change', () => {
    const of = definitions.filter(d => d.machine === inputs.machine.value).map(d => [d.version, d.version]);
    inputs.version.replaceChildren(...select([...any, ...of], '').children);
  });
  const isRich = conditions.length > 0 || ['state', 'tag', ...times].some(name => parameters.has(name));
  return el('form', {
    class: 'card filters',
    onsubmit: e => {
      e.preventDefault();
      location.hash = link(['instances'], [
        ...plain.map(name => [name, inputs[name].value.trim()]),
        ...times.map(name => [name, inputs[name].value && new Date(inputs[name].value).toISOString()]),
        ...[...rows.children].map(line => [...line.querySelectorAll('input')].map(i => i.value.trim())).filter(([path]) => path !== '').map(([path, value]) => [`context.${path}`, value]),
      ]);
    },
  },
  el('div', { class: 'fields' }, field('Machine', inputs.machine), field('Version', inputs.version), field('Status', inputs.status)),
  el('details', { open: isRich }, el('summary', {}, 'By state, tag, time and context'),
    el('div', { class: 'fields' }, field('Active state', inputs.state), field('Tag', inputs.tag),
      field('Last turn after', inputs.updatedAfter), field('Last turn before', inputs.updatedBefore)),
    el('fieldset', {}, el('legend', {}, 'Context'), rows, button('Add a condition', () => add().querySelector('input').focus(), { class: 'small' }))),
  el('div', { class: 'actions' },
    [...parameters].length > 0 && el('a', { class: 'button', href: link(['instances']) }, 'Clear'),
    el('button', { type: 'submit', class: 'primary' }, 'Find')));
}

/** One that is asked for but is not published any more can still be found. */
function withChosen(all, chosen) {
  return [...new Set(chosen === '' ? all : [...all, chosen])].map(name => [name, name]);
}

/** A time as the control wants it: here, and without a zone. */
function local(text) {
  const at = new Date(text ?? NaN);
  return Number.isNaN(at.getTime()) ? '' : new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
