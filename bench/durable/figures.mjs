// What is done with figures: the middle one counts, and they are read by people.

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

export const count = (n) => Math.round(n).toLocaleString('en-US');
export const perSecond = (n) => `${count(n)} events/s`;
export const callsPerSecond = (n) => `${count(n)} calls/s`;
export const ms = (n) => `${n.toFixed(n < 10 ? 2 : 0)} ms`;
export const micros = (n) => `${n.toFixed(0)} µs`;
export const mib = (n) => `${n.toFixed(0)} MiB`;
export const times = (n) => `${n.toFixed(n < 10 ? 2 : 0)}×`;
