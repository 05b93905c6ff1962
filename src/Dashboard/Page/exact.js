// JSON whose numbers stay as they are written: a counter beyond 2^53 must not be shown as another number than the one that is stored.

export class ExactNumber {
  constructor(source) {
    this.source = source;
  }

  toString() {
    return this.source;
  }
}

/** JSON.parse, with an ExactNumber for each number that JavaScript would round. Browsers that do not tell the source round. */
export function parse(text) {
  return JSON.parse(text, (_, value, context) =>
    typeof value === 'number' && context?.source !== undefined && !isExact(value, context.source) ? new ExactNumber(context.source) : value);
}

/** The JSON text of what was parsed. */
export function stringify(value, depth = 0) {
  if (value instanceof ExactNumber) {
    return value.source;
  }

  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }

  const pad = '  '.repeat(depth + 1);
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map(item => pad + stringify(item, depth + 1))
    : Object.entries(value).map(([key, item]) => `${pad}${JSON.stringify(key)}: ${stringify(item, depth + 1)}`);
  const [open, close] = isList ? '[]' : '{}';
  return parts.length === 0 ? open + close : `${open}\n${parts.join(',\n')}\n${'  '.repeat(depth)}${close}`;
}

/** A text that somebody typed: itself, trimmed, where it is JSON; else an error in words. Nothing typed is nothing said. */
export function checked(text, what, mustBeObject) {
  const trimmed = text.trim();
  if (trimmed === '') {
    return null;
  }

  let value;
  try {
    value = JSON.parse(trimmed);
  } catch (e) {
    throw new Error(`${what} is not JSON: ${e.message}.`);
  }

  if (mustBeObject && (typeof value !== 'object' || value === null || Array.isArray(value))) {
    throw new Error(`${what} must be an object: {"name": value, …}.`);
  }

  return trimmed;
}

function isExact(value, source) {
  return Number.isSafeInteger(value) || Number.isFinite(value) && !/^-?\d+$/.test(source);
}
