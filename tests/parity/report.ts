import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A difference that is known, with the reason why it stays. */
const declared = z.array(z.strictObject({ id: z.string(), tty: z.boolean(), reason: z.string() }));

export function readDeclared(): Map<string, string> {
  const text = readFileSync(join(import.meta.dirname, 'declared.json'), 'utf8');
  return new Map(declared.parse(JSON.parse(text)).map(({ id, tty, reason }) => [stepKey(id, tty), reason]));
}

export const stepKey = (id: string, tty: boolean): string => `${id} ${tty ? 'on a terminal' : 'with pipes'}`;

export interface Row {
  group: string;
  exact: number;
  declared: number;
  different: number;
}

export const commandsOf = (row: Row): number => row.exact + row.declared + row.different;

export function total(rows: readonly Row[]): Row {
  const sum = { group: 'all', exact: 0, declared: 0, different: 0 };
  for (const row of rows) {
    sum.exact += row.exact;
    sum.declared += row.declared;
    sum.different += row.different;
  }
  return sum;
}

/** The table for a terminal. */
export function textTable(rows: readonly Row[]): string {
  const lines = [...rows, total(rows)].map((row) => [
    row.group,
    String(commandsOf(row)),
    String(row.exact),
    String(row.declared),
    String(row.different),
  ]);
  const all = [['group', 'commands', 'exact', 'declared', 'different'], ...lines];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((line) => line[column]!.length)));
  return all
    .map((line) =>
      line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
    )
    .join('\n');
}
