import { BUILDX_FUNCTIONS, DOCKER_FUNCTIONS, HEADER_FUNCTIONS } from './docker.ts';
import { Executor, type MissingKey } from './execute.ts';
import { parseTrees } from './parser.ts';
import type { GoValue } from './types.ts';

export { TemplateError } from './errors.ts';

/** How a template runs. */
export interface RunOptions {
  /** What a map without the key gives: `<no value>`, or an error. */
  missingKey?: MissingKey;
  /** Run as a table's header row: functions leave the headings as they are. */
  header?: boolean;
  /** `json` indents, as in buildx. */
  indentJson?: boolean;
  /** Takes the output, also what came before an error. */
  write?: (text: string) => void;
}

/** A parsed Go template with docker's functions. */
export interface Template {
  /**
   * Applies the template to a value.
   * @throws TemplateError with Go's message
   */
  execute(data: GoValue | undefined, options?: RunOptions): string;
}

/**
 * Parses a format string as Go's text/template does.
 *
 * ```ts
 * parseTemplate('{{.ID}}').execute(value); // "4342cdb881c6"
 * ```
 * @param name shown in errors: `template: NAME:1: …`; most of docker's templates have none
 * @param without functions of docker's that this template does not have
 * @throws TemplateError with Go's message, without docker's `template parsing error: `
 */
export function parseTemplate(text: string, name = '', without: readonly string[] = []): Template {
  const trees = parseTrees(
    name,
    text,
    (word) => Object.hasOwn(DOCKER_FUNCTIONS, word) && !without.includes(word),
  );
  return {
    execute(data, { missingKey = 'invalid', header = false, indentJson = false, write } = {}) {
      const plain = indentJson ? BUILDX_FUNCTIONS : DOCKER_FUNCTIONS;
      const functions = header ? HEADER_FUNCTIONS : plain;
      const executor = new Executor({ name, text, trees, functions, missingKey }, name);
      try {
        executor.run(data);
      } finally {
        write?.(executor.output);
      }
      return executor.output;
    },
  };
}
