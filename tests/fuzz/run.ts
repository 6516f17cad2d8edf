/** `npm run -s fuzz -- [--lines 1000000] [--seed 1]` */
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';

const { values } = parseArgs({
  options: { lines: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const lines = Number(values.lines);
/** Each part has a seed of its own, so that a failure can be found again quickly. */
const PART = 10_000;

for (let done = 0; done < lines; done += PART) {
  const seed = Number(values.seed) + done / PART;
  await fuzz({ lines: Math.min(PART, lines - done), seed });
  process.stdout.write(`${Math.min(lines, done + PART)} lines, seed ${seed}: nothing broken\n`);
}
process.exit(0);
