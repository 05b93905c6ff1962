// The turns of an instance, newest first. The interface pages from the oldest on; as turns are counted without gaps, the page before is found by counting back.

import { get, path, query } from './api.js';
import { badge, button, el, stateText, time } from './dom.js';
import { jsonTree } from './json-tree.js';
import { doing } from './problem.js';

const perPage = 25;

/** The list, filled up to `sequence`. `look` shows the instance as it was after a turn. */
export async function historyList(machine, key, sequence, look, signal) {
  const list = el('ol', { class: 'turns', reversed: true });
  const refusal = el('div', {});
  let newest = 0;
  let oldest = sequence + 1;
  const older = button('Older turns', () => doing(older, refusal, load));

  async function load() {
    const after = Math.max(0, oldest - 1 - perPage);
    const page = await get(query(`${path('machines', machine, key)}/history`, { after, limit: perPage }), signal);

    // Older ones may be gone: then the page begins later than was asked for, with turns that are here already.
    const turns = page.turns.filter(turn => turn.sequence < oldest).reverse();
    list.append(...turns.map(turn => entry(turn, look)));
    newest = Math.max(newest, turns[0]?.sequence ?? 0);
    oldest = turns.length === 0 ? 1 : turns.at(-1).sequence;
    older.hidden = after === 0 || oldest <= 1;
  }

  await load();
  return {
    element: el('div', {}, list, refusal, older),

    /** Puts a new turn on top. One that is there already, because the stream began before the page was read, is not shown twice. */
    add(turn) {
      if (turn.sequence > newest) {
        newest = turn.sequence;
        list.prepend(entry(turn, look));
      }
    },

    /** Marks the turn after which the instance is shown. */
    mark(at) {
      for (const item of list.children) {
        item.classList.toggle('shown', item.dataset.sequence === String(at));
      }
    },
  };
}

function entry(turn, look) {
  const details = el('details', {}, el('summary', {},
    el('span', { class: 'number' }, `#${turn.sequence}`),
    el('span', { class: 'cause long' }, causeOf(turn)),
    !turn.changed && turn.changed !== undefined && el('span', { class: 'tag' }, 'nothing changed'),
    el('span', { class: 'long soft' }, stateText(turn.value)),
    turn.status && turn.status !== 'active' && badge(turn.status),
    el('span', { class: 'when' }, turn.caller && el('span', { class: 'long' }, `${turn.caller} · `), time(turn.at))));
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) {
      details.append(about(turn, look));
    }
  });
  return el('li', { 'data-sequence': turn.sequence }, details);
}

/** What set it off, in a few words. */
function causeOf(turn) {
  switch (turn.kind) {
    case 'event': return turn.event?.type ?? 'event';
    case 'timer': return `timer ${turn.fires ?? turn.timer?.id ?? ''}`;
    case 'start': return 'created';
    case 'service': return `service ${turn.invocation?.id ?? ''}`;
    case 'edit': return `edited: ${reasonOf(turn) ?? 'context'}`;
    case 'skip': return `skipped: ${reasonOf(turn) ?? ''}`;
    case 'dispose': return 'disposed of';
    default: return turn.kind;
  }
}

function reasonOf(turn) {
  return turn.reason ?? turn.patch?.reason ?? turn.skipped?.reason;
}

const told = new Set(['sequence', 'at', 'kind', 'eventId', 'caller', 'transitions', 'effects', 'status', 'value', 'changed', 'version']);

function about(turn, look) {
  return el('div', { class: 'about' },
    el('dl', { class: 'facts' },
      fact('Kind', turn.kind),
      turn.caller && fact('Caller', turn.caller),
      turn.eventId && fact('Event id', el('code', { class: 'long' }, turn.eventId)),
      turn.version && fact('Version', turn.version)),
    Object.entries(turn).filter(([name]) => !told.has(name)).map(([name, value]) => [el('h3', {}, name), jsonTree(value, name)]),
    el('h3', {}, 'Transitions'),
    turn.transitions?.length > 0 ? el('ul', { class: 'plain' }, turn.transitions.map(t => el('li', { class: 'long' },
      t.actor && el('span', { class: 'soft' }, `${t.actor}: `), el('code', {}, t.source), ` — ${t.on ?? 'always'} → `,
      t.targets?.length > 0 ? t.targets.map((target, i) => [i > 0 && ', ', el('code', {}, target)]) : el('span', { class: 'soft' }, 'stays')))) : el('p', { class: 'soft' }, 'None'),
    el('h3', {}, 'Effects'),
    turn.effects?.length > 0 ? jsonTree(turn.effects, 'Effects') : el('p', { class: 'soft' }, 'None'),
    el('div', { class: 'actions' }, button(`Show it as it was after turn ${turn.sequence}`, () => look(turn.sequence), { class: 'small' })));
}

function fact(name, value) {
  return el('div', {}, el('dt', {}, name), el('dd', { class: 'long' }, value));
}
