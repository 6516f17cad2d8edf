import { encodeBase64 } from '../../common/base64.ts';
import { encodeGoJson } from '../../common/go-json.ts';
import { DockerfileError, type Lines } from './dockerfile/errors.ts';
import type { LintWarning } from './dockerfile/lint.ts';

interface Location {
  ranges: { start: { line: number }; end: { line: number } }[];
}

/** Where something stands in a Dockerfile: a range for each of its lines. */
export function locationOf({ start, end }: Lines): Location {
  const lines = Array.from({ length: end - start + 1 }, (_, i) => start + i);
  return { ranges: lines.map((line) => ({ start: { line }, end: { line } })) };
}

/** What `docker build --check` is answered: BuildKit's `frontend.lint` request. */
export function lintResult(
  source: { filename: string; text: string },
  warnings: readonly LintWarning[],
  error: Error | undefined,
): Record<string, string> {
  const lines = error instanceof DockerfileError ? error.locations : [];
  const ranges = lines.flatMap((l) => locationOf(l).ranges);
  const result = {
    warnings: warnings.length > 0 ? warnings.map(warningData) : null,
    sources: [{ filename: source.filename, data: encodeBase64(source.text), language: 'Dockerfile' }],
    ...(error ? { buildError: { message: error.message, location: { ranges } } } : {}),
  };
  return {
    'result.json': encodeGoJson(result, 2),
    'result.statuscode': warnings.length > 0 || error ? '1' : '0',
    version: '1.0.0',
  };
}

function warningData({ rule, description, url, message, lines }: LintWarning): object {
  return {
    ruleName: rule,
    description,
    ...(url ? { url } : {}),
    detail: message,
    location: locationOf(lines),
  };
}
