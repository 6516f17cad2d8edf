import { decodeBase64 } from '../../common/base64.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import type { LineRange } from './progress/status.ts';
import { excerpt } from './source-excerpt.ts';

interface Location {
  ranges: { start: { line: number }; end: { line: number } }[];
}

interface Warning {
  ruleName: string;
  url?: string;
  detail: string;
  location: Location;
}

interface LintResults {
  /** `null` for none. */
  warnings: Warning[] | null;
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
  const { warnings, sources, buildError } = JSON.parse(json) as LintResults;
  const data = new TextDecoder().decode(decodeBase64(sources[0]?.data ?? ''));
  const shown = (location: Location): string =>
    excerpt({ filename: shownName, data, ranges: rangesOf(location) });
  if (format === 'json') await invocation.print(`${json}\n`);
  else if (warnings) await invocation.print(listed(warnings, shown) + (buildError ? '\n' : ''));
  else if (!buildError) await invocation.print('Check complete, no warnings found.\n');
  if (buildError) {
    const where = buildError.location.ranges.length > 0 ? shown(buildError.location) : '';
    throw new CommandError(`${buildError.message}\n${where}`.replace(/\n$/, ''));
  }
}

function listed(warnings: readonly Warning[], shown: (location: Location) => string): string {
  const count =
    warnings.length === 1 ? '1 warning has been found!' : `${warnings.length} warnings have been found!`;
  const line = ({ location }: Warning): number => location.ranges[0]?.start.line ?? 0;
  const inOrder = [...warnings].sort((a, b) => line(a) - line(b));
  const texts = inOrder.map(({ ruleName, url, detail, location }) => {
    const more = url ? ` - ${url}` : '';
    return `\nWARNING: ${ruleName}${more}\n${detail}\n${shown(location)}`;
  });
  return `Check complete, ${count}\n${texts.join('')}`;
}

function rangesOf({ ranges }: Location): LineRange[] {
  return ranges.map(({ start, end }) => ({ start: start.line, end: end.line }));
}
