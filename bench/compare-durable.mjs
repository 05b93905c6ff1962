// Durable instances beside their peers. In each round every side has its turn, one after the other; the median over the rounds counts.
import { cpus, tmpdir } from 'node:os';
import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import * as sides from './durable/measurements.mjs';
import { median, times } from './durable/figures.mjs';
import { Postgres } from './durable/postgres.mjs';
import { endAll } from './durable/processes.mjs';
import * as tables from './durable/rows.mjs';

const tmpfs = 0x01021994;

const rows = tables[process.argv[2]];
const { rounds, seconds, chosen } = readArguments(process.argv.slice(3));
const wanted = figuresOf(chosen);
const folder = mkdtempSync(`${tmpdir()}/stator-bench-`);
const context = { folder, seconds, seeded: {} };
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => finish(130));

try {
  // The database's user must get through to its own folder in here.
  chmodSync(folder, 0o755);
  if (statfsSync(folder).type === tmpfs) throw new Error(`${folder} is in memory, where nothing is ever synced. Set TMPDIR to a folder on a disk.`);
  context.postgres = await Postgres.start(folder);
  const results = [];
  for (let round = 1; round <= rounds; round++) {
    const result = {};
    for (const [side, shapes] of Object.entries(wanted)) {
      console.error(`round ${round} of ${rounds}: ${side} (${shapes.join(', ')})`);
      result[side] = await sides[side](shapes, context);
      console.error(`  ${JSON.stringify(result[side])}`);
    }
    results.push(result);
  }

  print(results);
  await finish(0);
} catch (e) {
  console.error(e);
  await finish(1);
}

function print(results) {
  const figure = (name) => median(results.map((r) => name.split('.').reduce((value, part) => value[part], r)));
  console.log(`\nMedians of ${rounds} round(s), ${seconds} s each, on ${cpus().length} × ${cpus()[0].model}, load generator included.\n`);
  console.log('| row | what | Stator | beside it | ratio | to reach |');
  console.log('| --- | --- | ---: | ---: | ---: | --- |');
  for (const { name, what, reach, ours, theirs, show } of chosen) {
    const [us, them] = [figure(ours), theirs && figure(theirs)];
    console.log(`| ${name} | ${what} | ${show(us)} | ${theirs ? show(them) : ''} | ${theirs ? times(us / them) : ''} | ${reach} |`);
  }
}

/** What to measure for these rows: the shapes of each side, each once a round. */
function figuresOf(chosenRows) {
  const figures = {};
  for (const [side, shape] of chosenRows.flatMap((row) => [row.ours, row.theirs]).filter(Boolean).map((name) => name.split('.'))) {
    const shapes = figures[side] ??= [];
    if (!shapes.includes(shape)) shapes.push(shape);
  }
  return figures;
}

function readArguments(args) {
  const options = { '--rounds': 5, '--seconds': 6 };
  const names = [];
  for (let i = 0; i < args.length; i++) {
    if (args[i] in options && Number(args[i + 1]) > 0) options[args[i]] = Number(args[++i]);
    else if (rows.some((row) => row.name === args[i])) names.push(args[i]);
    else {
      console.error(`bench: '${args[i]}' is no row. The rows are: ${[...new Set(rows.map((row) => row.name))].join(', ')}; options: --rounds N, --seconds N.`);
      process.exit(2);
    }
  }
  return { rounds: options['--rounds'], seconds: options['--seconds'], chosen: rows.filter((row) => names.length === 0 || names.includes(row.name)) };
}

async function finish(code) {
  await endAll();
  rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}
