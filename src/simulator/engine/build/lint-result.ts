import { DockerfileError, type Lines } from './dockerfile/errors.ts';
import type { LintWarning } from './dockerfile/lint.ts';

function location({ start, end }: Lines): object {
  const lines = Array.from({ length: end - start + 1 }, (_, i) => start + i);
  return { ranges: lines.map((line) => ({ start: { line }, end: { line } })) };
}

/** What `docker build --check` is answered: the `result.json` of BuildKit's `frontend.lint` request. */
export function lintResult(
  source: { filename: string; text: string },
  warnings: readonly LintWarning[],
  error: Error | undefined,
): string {
  const data = btoa(
    Array.from(new TextEncoder().encode(source.text), (b) => String.fromCharCode(b)).join(''),
  );
  const lines = error instanceof DockerfileError ? error.locations : [];
  const ranges = lines.flatMap((l) => (location(l) as { ranges: object[] }).ranges);
  const result = {
    warnings: warnings.map((warning) => ({
      ruleName: warning.rule,
      description: warning.description,
      ...(warning.url ? { url: warning.url } : {}),
      detail: warning.message,
      location: location(warning.lines),
    })),
    sources: [{ filename: source.filename, data, language: 'Dockerfile' }],
    ...(error ? { buildError: { message: error.message, location: { ranges } } } : {}),
  };
  return JSON.stringify(result, null, 2);
}
