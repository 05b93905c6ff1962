// The page: which view is shown, and what is around it.

import { onCredentialChange, showCredential } from './credential.js';
import { el, fill, heading, loading } from './dom.js';
import { showError } from './problem.js';
import { current, link } from './router.js';
import { showDefinition } from './definition.js';
import { showIncidents } from './incidents.js';
import { showInstance } from './instance.js';
import { showInstances } from './instances.js';
import { showOverview } from './overview.js';

const main = document.getElementById('main');
const session = document.getElementById('session');
let leaving = new AbortController();

/** By the first part of the address and how many there are. */
const views = {
  '/0': showOverview,
  'definitions/3': showDefinition,
  'instances/1': showInstances,
  'instances/3': showInstance,
  'incidents/1': showIncidents,
};

async function show() {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const { parts, parameters } = current();
  const view = views[`${parts[0] ?? ''}/${parts.length}`];
  document.title = parts.length === 0 ? 'Stator' : `${parts.at(-1)} · Stator`;
  markCurrent(parts[0]);
  if (view === undefined) {
    fill(main, heading('Not here'), el('p', { class: 'empty' }, 'This page has no such view. ', el('a', { href: link([]) }, 'To the overview')));
    return;
  }

  // A moment of grace: what comes at once does not flicker.
  const patience = setTimeout(() => fill(main, loading(parts.at(-1) ?? 'the overview')), 150);
  try {
    const content = await view({ parts, parameters, signal, again: show });
    if (!signal.aborted) {
      fill(main, content);
    }
  } catch (e) {
    if (!signal.aborted) {
      fill(main, heading(parts.at(-1) ?? 'Overview'), showError(e), el('p', {}, el('button', { type: 'button', onclick: show }, 'Try again')));
    }
  } finally {
    clearTimeout(patience);
  }
}

function markCurrent(first) {
  for (const a of document.querySelectorAll('#nav a')) {
    if (a.getAttribute('href') === (first === undefined || first === 'definitions' ? '#/' : `#/${first}`)) {
      a.setAttribute('aria-current', 'page');
    } else {
      a.removeAttribute('aria-current');
    }
  }
}

document.getElementById('skip').addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});
onCredentialChange(given => {
  showCredential(session);
  if (!given) {
    // What was read with a key goes with it.
    fill(main);
    show();
  }
});
window.addEventListener('hashchange', async () => {
  scrollTo(0, 0);
  await show();

  // Whoever listens to the page instead of looking at it is told that there is another view; a view that wants its own focus has taken it.
  if (document.activeElement === document.body || !main.contains(document.activeElement)) {
    main.focus({ preventScroll: true });
  }
});
showCredential(session);
show();
