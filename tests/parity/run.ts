/**
 * Replays recordings of the real docker in a world and says where ours differs.
 *
 *   npm run -s parity -- [--from FOLDER] [--only FILE] [--group NAME] [--brief]
 *
 * Without `--from` it runs the project's own and writes the table that the site shows. `--only` names a file with a
 * JSON list of ids: whole groups run, only those steps count.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { writePage } from './page.ts';
import { type Group, readGroups } from './recording.ts';
import { replayGroup } from './replay.ts';
import { type Row, readDeclared, stepKey, textTable, total } from './report.ts';

const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    only: { type: 'string' },
    group: { type: 'string' },
    brief: { type: 'boolean', default: false },
  },
});

const only = values.only
  ? new Set(z.array(z.string()).parse(JSON.parse(readFileSync(values.only, 'utf8'))))
  : undefined;
const declared = readDeclared();

async function check(group: Group): Promise<Row> {
  const row = { group: group.name, exact: 0, declared: 0, different: 0 };
  for await (const { step, differences } of replayGroup(group)) {
    if (step.stable === 'no' || (only && !only.has(step.id))) continue;
    const key = stepKey(step.id, step.tty);
    const reason = declared.get(key);
    if (differences.length === 0) row.exact++;
    else if (reason) row.declared++;
    else row.different++;
    if (differences.length === 0 && reason)
      process.stdout.write(`${key} is declared, and passes: take it out\n\n`);
    if (differences.length === 0 || reason) continue;
    process.stdout.write(`${key}\n  $ ${step.cmd}\n`);
    if (!values.brief) process.stdout.write(`  ${differences.join('\n  ')}\n\n`);
  }
  return row;
}

const rows: Row[] = [];
for (const group of readGroups(values.from ?? join(import.meta.dirname, 'recordings'))) {
  if (values.group && !group.name.startsWith(values.group)) continue;
  if (only && !group.runs.some(({ steps }) => steps.some(({ id }) => only.has(id)))) continue;
  rows.push(await check(group));
}
if (!values.from && !values.only && !values.group) writePage(rows);
const sum = total(rows);
process.stdout.write(
  `${textTable(rows)}\n\n${sum.exact} exact, ${sum.declared} declared, ${sum.different} different\n`,
);
process.exit(sum.different > 0 ? 1 : 0);
