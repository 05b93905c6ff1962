// What a snapshot says, in parts that are filled again whenever another one is to be seen.

import { badge, el, fill, stateText, table, time } from './dom.js';
import { stringify } from './exact.js';
import { copyButton, jsonTree } from './json-tree.js';

export function snapshotParts() {
  const facts = el('dl', { class: 'facts' });
  const context = el('div', { class: 'context' });
  const more = el('div', {});
  let shown = null;
  return {
    facts,
    context,
    more,
    show(snapshot, tags) {
      fill(facts, factsOf(snapshot, tags));

      // A tree that somebody has opened stays open as long as it says the same.
      const text = stringify(snapshot.context);
      if (text !== shown) {
        shown = text;
        fill(context, jsonTree(snapshot.context, 'Context'), copyButton(snapshot.context));
      }

      fill(more, moreOf(snapshot));
    },
  };
}

function factsOf(snapshot, tags) {
  return [
    fact('Status', badge(snapshot.status)),
    fact('State', el('strong', { class: 'long', 'data-state': stateText(snapshot.value) }, stateText(snapshot.value) || snapshot.machine.id)),
    tags.length > 0 && fact('Tags', el('span', { class: 'tags' }, tags.map(tag => el('span', { class: 'tag long' }, tag)))),
    fact('Turns', String(snapshot.sequence)),
    fact('Created', time(snapshot.createdAt)),
    fact('Last turn', time(snapshot.updatedAt)),
  ];
}

function fact(name, value) {
  return el('div', {}, el('dt', {}, name), el('dd', {}, value));
}

function moreOf(snapshot) {
  return [
    'output' in snapshot && [el('h2', {}, 'Output'), jsonTree(snapshot.output, 'Output')],
    'error' in snapshot && [el('h2', {}, 'Error'), jsonTree(snapshot.error, 'Error')],
    snapshot.timers.length > 0 && [el('h2', {}, 'Pending timers'), table('', ['Fires', 'Due'], snapshot.timers.map(timer => [
      el('span', { class: 'long' }, timer.event?.type ?? timer.id, timer.target ? ` for ${stringify(timer.target)}` : ''), time(timer.due)]))],
    snapshot.invocations.length > 0 && [el('h2', {}, 'Running services'), table('', ['Service', 'Attempt', 'Since'], snapshot.invocations.map(invocation => [
      el('span', { class: 'long' }, `${invocation.id} (${stringify(invocation.src)})`), String(invocation.attempt ?? ''), invocation.startedAt ? time(invocation.startedAt) : '']))],
    Object.keys(snapshot.historyValue ?? {}).length > 0 && [el('h2', {}, 'Remembered by history states'), jsonTree(snapshot.historyValue, 'History states')],
    Object.keys(snapshot.children ?? {}).length > 0 && [el('h2', {}, 'Child machines'), jsonTree(snapshot.children, 'Child machines')],
  ];
}
