import { decodeBase64 } from '../../common/base64.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import type { LineRange } from './progress/status.ts';
import { excerpt } from './source-excerpt.ts';

interface Location {
  ranges: { start: { line: number }; end: { line: number } }[];
}

interface LintResults {
  warnings: { ruleName: string; url?: string; detail: string; location: Location }[] | null;
  sources: { filename: string; data: string }[];
  buildError?: { message: string; location: Location };
}

/** Prints what `--check` found. @throws CommandError when the Dockerfile is no valid one */
export async function printLint(
  invocation: Invocation,
  answers: Readonly<Record<string, string>>,
  shownName: string,
  format: string,
): Promise<void> {
  const json = answers['result.json'] ?? '{}';
  const results = JSON.parse(json) as LintResults;
  const warnings = results.warnings ?? [];
  const { buildError } = results;
  const isJson = format === 'json';
  const data = new TextDecoder().decode(decodeBase64(results.sources[0]?.data ?? ''));
  const shown = (location: Location): string =>
    excerpt({ filename: shownName, data, ranges: rangesOf(location) });
  if (isJson) await invocation.print(`${json}\n`);
  else if (warnings.length > 0) {
    const count =
      warnings.length === 1 ? '1 warning has been found!' : `${warnings.length} warnings have been found!`;
    await invocation.print(`Check complete, ${count}\n`);
  }
  const line = ({ location }: (typeof warnings)[number]): number => location.ranges[0]?.start.line ?? 0;
  for (const warning of isJson ? [] : [...warnings].sort((a, b) => line(a) - line(b))) {
    const url = warning.url ? ` - ${warning.url}` : '';
    await invocation.print(
      `\nWARNING: ${warning.ruleName}${url}\n${warning.detail}\n${shown(warning.location)}`,
    );
  }
  if (buildError) {
    if (!isJson && warnings.length > 0) await invocation.print('\n');
    const where = buildError.location.ranges.length > 0 ? shown(buildError.location) : '';
    throw new CommandError(`${buildError.message}\n${where}`.replace(/\n$/, ''));
  }
  if (!isJson && warnings.length === 0) await invocation.print('Check complete, no warnings found.\n');
}

function rangesOf({ ranges }: Location): LineRange[] {
  return ranges.map(({ start, end }) => ({ start: start.line, end: end.line }));
}
