import { editDistance } from '../../common/edit-distance.ts';
import { goQuote } from '../../common/go-quote.ts';
import type { Flag } from '../../common/pflag/flag.ts';
import { flagUsages } from '../../common/pflag/usages.ts';
import type { Process } from '../../common/process.ts';
import { type Command, HELP_FLAG, localFlags, type Path, pathText } from './command.ts';
import { styleOf } from './style.ts';

/** Help and usage, laid out as `pkg/cmd/root/help.go` of gh does. */

const NAME_WIDTH = 12;

const useLine = (path: Path): string => {
  const { use } = path.at(-1)!;
  const line = use === undefined ? pathText(path) : `${pathText(path)} ${use}`;
  return line.includes('[flags]') ? line : `${line} [flags]`;
};

const indent = (text: string): string => text.replace(/^/gm, '  ');

/** pflag's list, moved to the left edge. */
function listed(flags: readonly Flag[]): string {
  const text = flagUsages(flags.filter(({ hidden }) => !hidden));
  const least = Math.min(...text.split('\n').map((line) => /^ */.exec(line)![0].length));
  return text.replace(new RegExp(`^ {${least}}`, 'gm'), '');
}

const shown = (command: Command): Command[] => (command.children ?? []).filter(({ hidden }) => !hidden);

/** What follows a wrong flag: the usage line, and below it the commands or the flags. */
export function usageText(path: Path): string {
  const head = `Usage:  ${useLine(path)}`;
  const children = shown(path.at(-1)!);
  if (children.length > 0)
    return `${head}\n\nAvailable commands:\n${children.map(({ name }) => `  ${name}\n`).join('')}`;
  const visible = localFlags(path).filter(({ hidden }) => !hidden);
  return visible.length === 0 ? head : `${head}\n\nFlags:\n${indent(`${listed(visible)}\n`)}`;
}

/** What is said of a name that leads to no command, with those that are spelled nearly so. */
export function unknownCommand(path: Path, name: string): string {
  const near = name === 'help' ? ['--help'] : suggestions(path.at(-1)!, name);
  const advice =
    near.length === 0 ? '' : `\n\nDid you mean this?\n${near.map((one) => `\t${one}\n`).join('')}`;
  return `unknown command ${goQuote(name)} for ${goQuote(pathText(path))}${advice}`;
}

/** Cobra's `SuggestionsMinimumDistance`, where none is set. */
const MOST_EDITS = 2;

function suggestions(command: Command, typed: string): string[] {
  const wanted = typed.toLowerCase();
  return shown(command)
    .map(({ name }) => name)
    .filter((name) => name.startsWith(wanted) || editDistance(wanted, name) <= MOST_EDITS);
}

const GROUPS = { core: 'CORE COMMANDS', actions: 'GITHUB ACTIONS COMMANDS', alias: 'ALIAS COMMANDS' };

/** Commands under their headings. */
function groups(command: Command): [string, string][] {
  const children = shown(command);
  const isGrouped = children.some(({ group }) => group !== undefined);
  const list = (wanted: Command['group']): string =>
    children
      .filter(({ group }) => group === wanted)
      .map(({ name, short }) => `${`${name}:`.padEnd(NAME_WIDTH)} ${short}`)
      .join('\n');
  const sections = Object.entries(GROUPS).map(([key, title]): [string, string] => [
    title,
    list(key as keyof typeof GROUPS),
  ]);
  sections.push([isGrouped ? 'ADDITIONAL COMMANDS' : 'AVAILABLE COMMANDS', list(undefined)]);
  return sections.filter(([, body]) => body !== '');
}

const LEARN_MORE = [
  'Use `gh <command> <subcommand> --help` for more information about a command.',
  'Read the manual at https://cli.github.com/manual',
  'Learn about exit codes using `gh help exit-codes`',
].join('\n');

/** The text of `--help`. */
export function helpText(process: Process, path: Path): string {
  const command = path.at(-1)!;
  if (command.topic !== undefined) return command.topic;
  const own = localFlags(path);
  let description = command.long ?? command.short;
  if (own.some(({ name }) => name === 'jq'))
    description = `${description.trimEnd()}\n\nFor more information about output formatting flags, see \`gh help formatting\`.`;
  const sections: [string, string][] = [
    ['', description],
    ['USAGE', useLine(path)],
  ];
  if (command.aliases)
    sections.push([
      'ALIASES',
      command.aliases.map((alias) => `${pathText(path.slice(0, -1))} ${alias}`).join(', '),
    ]);
  sections.push(...groups(command));
  if (path.length === 1) {
    const topics = command.children!.filter(({ topic }) => topic !== undefined);
    const lines = topics.map(({ name, short }) => `${`${name}:`.padEnd(NAME_WIDTH)} ${short}`);
    sections.push(['HELP TOPICS', lines.sort().join('\n')]);
  }
  if (own.some(({ hidden }) => !hidden)) sections.push(['FLAGS', listed(own)]);
  if (path.length > 1) sections.push(['INHERITED FLAGS', listed([HELP_FLAG])]);
  if (command.examples) sections.push(['EXAMPLES', command.examples]);
  if (command.environment) sections.push(['ENVIRONMENT VARIABLES', command.environment]);
  sections.push(['LEARN MORE', LEARN_MORE]);
  const { bold } = styleOf(process);
  return sections
    .map(([title, body]) => (title === '' ? `${body}\n\n` : `${bold(title)}\n${indent(body)}\n\n`))
    .join('');
}
