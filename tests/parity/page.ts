import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandsOf, type Row, total } from './report.ts';

const PAGE = join(import.meta.dirname, '../../content/docs/fidelity.md');
const BEGIN = '<!-- table: written by `npm run parity` -->';
const END = '<!-- end of table -->';

/** Writes the table into the page that the site shows at `/fidelity/`. */
export function writePage(rows: readonly Row[]): void {
  const page = readFileSync(PAGE, 'utf8');
  const [before, rest = ''] = page.split(BEGIN);
  const after = rest.split(END)[1];
  if (after === undefined) throw new Error(`${PAGE} has lost the marks around its table`);
  const line = (row: Row) =>
    `| ${row.group} | ${commandsOf(row)} | ${row.exact} | ${row.declared} | ${row.different} |`;
  const table = [
    '| Group | Commands | Exact | Declared | Different |',
    '| --- | ---: | ---: | ---: | ---: |',
  ];
  writeFileSync(
    PAGE,
    `${before}${BEGIN}\n\n${[...table, ...rows.map(line), line(total(rows))].join('\n')}\n\n${END}${after}`,
  );
}
