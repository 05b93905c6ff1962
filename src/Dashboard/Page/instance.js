// One instance: as it is, as it was after any turn, and what can be done with it.

import { get, path, query } from './api.js';
import { disposeButton, editForm, sendForm } from './actions.js';
import { acceptedOf, activeOf, eventsOf, nodesOf, tagsOf } from './chart.js';
import { frame, highlight, loadDiagram } from './diagram.js';
import { el, fill, heading } from './dom.js';
import { follow } from './follow.js';
import { historyList } from './history.js';
import { incidentTable, loadIncidents } from './incidents.js';
import { showError } from './problem.js';
import { link, remember } from './router.js';
import { snapshotParts } from './snapshot.js';
import { timeline } from './timeline.js';

const liveTexts = { live: 'Live', connecting: 'Connecting…', waiting: 'Not live', paused: 'Paused', ended: 'Ended', refused: 'Not live' };

export async function showInstance({ parts: [, machine, key], parameters, signal, again }) {
  const where = path('machines', machine, key);
  let latest = await get(where, signal);
  const { version } = latest.machine;
  const [chart, incidents] = await Promise.all([chartOf(machine, version, signal), attempt(() => incidentsOf(machine, key, again, signal))]);
  const history = await attempt(() => historyList(machine, key, latest.sequence, look, signal));

  const parts = snapshotParts();
  const send = sendForm(machine, key);
  const live = el('span', { class: 'live connecting', role: 'status' }, liveTexts.connecting);
  const troubles = el('div', { 'aria-live': 'polite' });
  const past = el('p', { class: 'past', hidden: true });
  const travel = timeline(latest.sequence, look);
  let at = null;
  let asked = 0;

  /** Shows it as it was after a turn; null for as it is. Whoever asks last is shown. */
  async function look(sequence) {
    const mine = ++asked;
    at = sequence !== null && sequence < latest.sequence ? sequence : null;
    travel.set(at, latest.sequence);
    remember(['instances', machine, key], { at });
    try {
      const snapshot = at === null ? latest : await get(query(where, { at }), signal);
      if (mine === asked) {
        fill(troubles);
        show(snapshot);
      }
    } catch (e) {
      if (mine === asked && !signal.aborted) {
        fill(troubles, showError(e));
      }
    }
  }

  function show(snapshot) {
    const active = activeOf(chart.nodes, snapshot.status === 'active' || snapshot.status === 'done' ? snapshot.stateIds : []);
    parts.show(snapshot, tagsOf(chart.nodes, active));
    if (chart.picture) {
      highlight(chart.picture, active);
    }

    sayPast();
    history.value?.mark(snapshot.sequence);
    const now = activeOf(chart.nodes, latest.status === 'active' ? latest.stateIds : []);
    send.offer(acceptedOf(chart.nodes, now), eventsOf(chart.nodes));
  }

  function sayPast() {
    past.hidden = at === null;
    fill(past, `This is how it was after turn ${at} of ${latest.sequence}. What you send applies to it as it is now.`);
  }

  /** One question at a time: turns that come meanwhile are answered by the next. */
  let isAsking = false;
  let isOutdated = false;
  async function refresh() {
    isOutdated = true;
    if (isAsking) {
      return;
    }

    isAsking = true;
    try {
      while (isOutdated) {
        isOutdated = false;
        latest = await get(where, signal);
      }

      travel.set(at, latest.sequence);
      if (at === null) {
        fill(troubles);
        show(latest);
      } else {
        sayPast();
      }
    } catch (e) {
      if (!signal.aborted) {
        fill(troubles, showError(e));
      }
    } finally {
      isAsking = false;
    }
  }

  show(latest);
  const asOf = Number(parameters.get('at'));
  if (asOf > 0) {
    look(asOf);
  }

  follow(machine, key, latest.sequence, {
    onTurn(turn) {
      history.value?.add(turn);
      if (turn.kind !== 'dispose') {
        refresh();
      }
    },
    onState(state, why) {
      live.className = `live ${state}`;
      live.title = why;
      fill(live, liveTexts[state], state === 'live' || state === 'connecting' ? null : el('small', {}, ` ${why}`));
    },
  }, signal);

  return [
    heading(el('span', { class: 'long' }, key), live,
      el('a', { href: link(['definitions', machine, version]), class: 'long' }, `${machine} ${version}`)),
    incidents.error ? showError(incidents.error) : incidents.value,
    el('section', { class: 'card travel', 'aria-label': 'Time' }, travel.element, past, troubles),
    el('div', { class: 'columns' },
      el('section', { class: 'card' }, el('h2', {}, 'Diagram'), chart.picture ? frame(chart.picture, `Diagram of ${machine}; active states are marked`) : null,
        chart.errors.map(showError)),
      el('div', {},
        el('section', { class: 'card' }, el('h2', {}, 'State'), parts.facts, el('h2', {}, 'Context'), parts.context, parts.more),
        el('section', { class: 'card' }, el('h2', {}, 'Send an event'), send.element))),
    el('div', { class: 'columns wide' },
      el('section', { class: 'card' }, el('h2', {}, 'History'), history.error ? showError(history.error) : history.value.element),
      el('div', {},
        el('section', { class: 'card' }, el('h2', {}, 'Edit the context'), editForm(machine, key)),
        el('section', { class: 'card end' }, el('h2', {}, 'Dispose'), el('p', {}, 'Ends it for good, whatever it is doing.'),
          disposeButton(machine, key, () => location.hash = link(['instances'], { machine }))))),
  ];
}

/** The document of its version and the picture of it. The instance is shown without them where they cannot be had. */
async function chartOf(machine, version, signal) {
  const [document, picture] = await Promise.all([
    attempt(() => get(path('definitions', machine, version), signal)),
    attempt(() => loadDiagram(machine, version, signal)),
  ]);
  return {
    nodes: document.value ? nodesOf(document.value) : new Map(),
    picture: picture.value,
    errors: [document.error ?? picture.error].filter(Boolean),
  };
}

async function incidentsOf(machine, key, again, signal) {
  const { incidents } = await loadIncidents({ machine, key }, signal);
  return incidents.length === 0 ? null : el('section', { class: 'card warned' }, el('h2', {}, 'Open incidents'), incidentTable(incidents, again, false));
}

/** A part of the view that may fail without taking the rest with it. */
async function attempt(load) {
  try {
    return { value: await load(), error: null };
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }

    return { value: null, error };
  }
}
