import { parseFlags } from './flags.ts';
import type { Stage } from './instructions.ts';
import type { Statement } from './lines.ts';
import type { Linter } from './lint.ts';
import { plainWords } from './words.ts';

const STAGE_NAME = /^[a-z][a-z0-9\-_.]*$/;

/** `FROM image AS name`, which begins a stage. */
export function parseFrom(statement: Statement, linter?: Linter): Stage {
  const { lines } = statement;
  const args = plainWords(statement.rest);
  const [base = '', as = '', given = ''] = args;
  if (args.length === 3 && given !== given.toLowerCase()) {
    linter?.report('StageNameCasing', lines, `Stage name '${given}' should be lowercase`);
  }
  if (args.length >= 3 && !sameCase(statement.name, as)) {
    linter?.report('FromAsCasing', lines, `'${as}' and '${statement.name}' keywords' casing do not match`);
  }
  let name = '';
  if (args.length === 3 && as.toLowerCase() === 'as') {
    name = given.toLowerCase();
    if (!STAGE_NAME.test(name)) {
      throw new Error(
        `invalid name for build stage: ${JSON.stringify(given)}, name can't start with a number or contain symbols`,
      );
    }
  } else if (args.length !== 1) throw new Error('FROM requires either one or three arguments');
  const flags = parseFlags(statement.flags, { platform: 'string' });
  if (name !== '') checkDescription('FROM', [name], statement, linter);
  return {
    name,
    base,
    keyword: statement.name,
    platform: flags.string('platform'),
    code: statement.original.trim(),
    lines,
    description: descriptionOf(name, statement.comments),
    instructions: [],
  };
}

/** Whether `as` is written in the case of `FROM`; mixed case is another check's business. */
function sameCase(from: string, as: string): boolean {
  if (from === from.toLowerCase()) return as === as.toLowerCase();
  if (from === from.toUpperCase()) return as === as.toUpperCase();
  return true;
}

/** What the comment lines before an instruction say of a name: `# name what it is`. */
export function descriptionOf(name: string, comments: readonly string[]): string {
  if (name === '') return '';
  return comments.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? '';
}

/** A comment right above what can be described must do so: `# name what it is`. */
export function checkDescription(
  instruction: string,
  keys: readonly string[],
  statement: Statement,
  linter: Linter | undefined,
): void {
  const last = statement.comments.at(-1);
  if (last === undefined || keys.length === 0 || keys.includes(last.split(' ')[0]!)) return;
  const example = keys.length > 1 ? '<arg_key>' : keys[0]!;
  linter?.report(
    'InvalidDefinitionDescription',
    statement.lines,
    `Comment for ${instruction} should follow the format: \`# ${example} <description>\``,
  );
}
