import type { Flag } from '../framework/command.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { parseTemplate, type Template, TemplateError } from '../render/template/index.ts';
import { encodeJson } from '../render/template/json.ts';
import { ANY, concrete, type GoType, GoValue } from '../render/template/types.ts';
import { indentJson } from './indent.ts';

/** What was found under a reference. */
export interface Inspected {
  /** The engine's JSON, as it came. */
  raw: string;
  /** How Go would hold it: what a template sees first. Without one it sees the JSON itself. */
  type?: GoType;
  /** The command keeps no JSON: what it shows is the typed value, written anew. */
  typedOnly?: boolean;
}

/** The status of a template that cannot be parsed. */
const BAD_TEMPLATE = 64;

/** The flag `--format` of every inspect command. */
export const INSPECT_FORMAT: Flag = {
  name: 'format',
  short: 'f',
  type: 'string',
  usage:
    "Shape the output by a template:\n'json':             JSON on one line\n'TEMPLATE':         What the Go template makes of it.\nMore on templates at https://docs.docker.com/go/formatting/",
};

/**
 * Finds every reference and prints what was found, as a list in JSON or by a template. What is not found is told at
 * the end.
 * @throws CommandError
 */
export async function inspectAll(
  invocation: Invocation,
  references: readonly string[],
  format: string,
  find: (reference: string) => Promise<Inspected>,
): Promise<number> {
  const template = format === '' || format === 'json' ? undefined : parse(format);
  const found: string[] = [];
  const failures: string[] = [];
  for (const reference of references) {
    try {
      const inspected = await find(reference);
      found.push(template ? `${apply(template, inspected)}\n` : jsonOf(inspected));
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      failures.push(error.message);
    }
  }
  await invocation.print(template ? found.join('') || '\n' : list(found, format));
  if (failures.length > 0) throw new CommandError(failures.join('\n'));
  return 0;
}

function list(found: readonly string[], format: string): string {
  const json = `[${found.map((raw) => raw.trim()).join(',')}]`;
  return `${format === 'json' || found.length === 0 ? json : indentJson(json)}\n`;
}

function jsonOf({ raw, type, typedOnly }: Inspected): string {
  return typedOnly && type ? encodeJson(new GoValue(type, JSON.parse(raw)), { escapeHtml: true }) : raw;
}

function parse(format: string): Template {
  try {
    return parseTemplate(format);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new CommandError(`template parsing error: ${error.message}`, BAD_TEMPLATE);
  }
}

function apply(template: Template, { raw, type, typedOnly }: Inspected): string {
  const data: unknown = JSON.parse(raw);
  if (type) {
    try {
      return template.execute(new GoValue(type, data));
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      if (typedOnly) throw new CommandError(`template parsing error: ${error.message}`);
    }
  }
  try {
    return template.execute(concrete(new GoValue(ANY, data)), { missingKey: 'error' });
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new CommandError(`template parsing error: ${error.message}`);
  }
}
