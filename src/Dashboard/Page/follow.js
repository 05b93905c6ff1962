// The turns of an instance as they happen. A browser's own EventSource cannot send a key, so the stream is read here; it begins again after the last
// turn that came through, as often as it breaks.

import { open, path } from './api.js';
import { parse } from './exact.js';
import { Problem } from './problem.js';

const longestPauseMs = 15_000;

/**
 * Follows until `signal` is aborted, the instance is disposed of, or the host refuses for good. `onState` is told `live`, `connecting`, `waiting`,
 * `paused`, `ended` or `refused`, with a line that says why.
 */
export async function follow(machine, key, after, { onTurn, onState }, signal) {
  const seen = { sequence: after, isOver: false };
  for (let failures = 0; !signal.aborted && !seen.isOver;) {
    // Browsers allow few connections to one host: a tab that nobody looks at holds none.
    if (document.hidden) {
      onState('paused', 'This tab was not looked at');
      await visible(signal);
      continue;
    }

    const hiding = hidden(signal);
    try {
      onState('connecting', 'Connecting');
      const headers = seen.sequence > 0 ? { 'Last-Event-ID': String(seen.sequence) } : {};
      const response = await open(`${path('machines', machine, key)}/stream`, headers, hiding.signal);
      onState('live', 'Turns are shown as they happen');
      failures = 0;
      await read(response.body, seen, onTurn);
      failures++;
    } catch (e) {
      if (signal.aborted) {
        return;
      }

      if (e instanceof Problem && e.status < 500 && e.status !== 408 && e.status !== 429) {
        onState('refused', e.detail);
        return;
      }

      failures += hiding.signal.aborted ? 0 : 1;
      seen.why = e.message;
    } finally {
      hiding.end();
    }

    if (!seen.isOver && !document.hidden && !signal.aborted) {
      const pauseMs = Math.min(longestPauseMs, 500 * 2 ** Math.min(failures, 6)) * (0.75 + Math.random() / 2);
      onState('waiting', `The connection ended; trying again in ${Math.ceil(pauseMs / 1000)} s. ${seen.why ?? ''}`);
      await pause(pauseMs, signal);
    }
  }

  if (seen.isOver) {
    onState('ended', 'The instance was disposed of');
  }
}

async function read(body, seen, onTurn) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  while (true) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }

    const events = (rest + value).split('\n\n');
    rest = events.pop();
    for (const event of events) {
      take(event, seen, onTurn);
    }
  }
}

/** One event. A comment, which only keeps the connection open, has no data. */
function take(text, seen, onTurn) {
  const fields = new Map(text.split('\n').filter(line => !line.startsWith(':')).map(line => line.split(/: ?(.*)/s)));
  if (!fields.has('data')) {
    return;
  }

  const data = parse(fields.get('data'));
  if (fields.get('event') === 'fault') {
    throw new Error(`${data.code}: ${data.detail}`);
  }

  seen.sequence = data.sequence;
  seen.isOver = data.kind === 'dispose';
  onTurn(data);
}

/** A signal that is aborted as well when the tab is hidden. */
function hidden(signal) {
  const controller = new AbortController();
  const look = () => document.hidden && controller.abort();
  const leave = () => controller.abort();
  document.addEventListener('visibilitychange', look);
  signal.addEventListener('abort', leave);
  return {
    signal: controller.signal,
    end() {
      document.removeEventListener('visibilitychange', look);
      signal.removeEventListener('abort', leave);
    },
  };
}

function visible(signal) {
  return new Promise(resolve => {
    const look = () => {
      if (!document.hidden || signal.aborted) {
        document.removeEventListener('visibilitychange', look);
        signal.removeEventListener('abort', look);
        resolve();
      }
    };
    document.addEventListener('visibilitychange', look);
    signal.addEventListener('abort', look);
    look();
  });
}

function pause(ms, signal) {
  return new Promise(resolve => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
