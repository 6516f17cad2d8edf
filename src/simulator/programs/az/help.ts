import { COMMANDS, GROUPS, PREVIEWS } from './commands.ts';
import { wordsBelow } from './parser.ts';

/** `az … --help`, laid out as az lays it out; of what is simulated. */

/** Lines of a name, marks and a text, in columns. */
function columns(rows: { name: string; mark?: string; text: string }[]): string {
  const names = Math.max(...rows.map(({ name }) => name.length));
  const marks = Math.max(...rows.map(({ mark = '' }) => mark.length));
  const marked = (mark: string): string => (marks === 0 ? '' : ` ${mark.padStart(marks)}`);
  return rows
    .map(({ name, mark = '', text }) => `    ${name.padEnd(names)}${marked(mark)} : ${text}\n`)
    .join('');
}

function groupHelp(group: string): string {
  const rows = wordsBelow(group).map((name) => {
    const full = group === '' ? name : `${group} ${name}`;
    const text = COMMANDS[full]?.summary ?? GROUPS[full] ?? '';
    return { name, text, full, mark: PREVIEWS.includes(full) ? '[Preview]' : '' };
  });
  const below = rows.filter(({ full }) => Object.hasOwn(GROUPS, full));
  const commands = rows.filter(({ full }) => !Object.hasOwn(GROUPS, full));
  const head = group === '' ? 'az' : `az ${group} : ${GROUPS[group]}`;
  return `\nGroup\n    ${head}\n${below.length === 0 ? '' : `\nSubgroups:\n${columns(below)}`}${
    commands.length === 0 ? '' : `\nCommands:\n${columns(commands)}`
  }\n`;
}

function commandHelp(name: string): string {
  const { summary, values = [], switches = [], required = [], kinds = {}, examples = [] } = COMMANDS[name]!;
  const rows = [...values, ...switches].map((entry) => {
    const [option = '', letter] = entry.split('/');
    const kind = kinds[option];
    const text = switches.includes(entry)
      ? ''
      : kind === undefined
        ? 'A value.'
        : kind === 'int'
          ? 'A number.'
          : `Allowed values: ${kind.join(', ')}.`;
    const mark = required.includes(entry) ? '[Required]' : '';
    return { name: letter === undefined ? `--${option}` : `--${option} -${letter}`, mark, text };
  });
  const sorted = rows.sort((a, b) => (b.mark ? 1 : 0) - (a.mark ? 1 : 0) || (a.name < b.name ? -1 : 1));
  const shown = examples.map(([line, text]) => `    ${text}\n        ${line}\n`).join('\n');
  return `\nCommand\n    az ${name} : ${summary}\n${rows.length === 0 ? '' : `\nArguments\n${columns(sorted)}`}
Global Arguments
${columns([
  { name: '--debug', text: 'Tell everything.' },
  { name: '--help -h', text: 'Show this.' },
  { name: '--only-show-errors', text: 'Tell no warnings.' },
  { name: '--output -o', text: 'Allowed values: json, jsonc, none, table, tsv, yaml, yamlc.' },
  { name: '--query', text: 'A JMESPath expression for a part of the answer.' },
  { name: '--subscription', text: 'Name or ID of a subscription.' },
  { name: '--verbose', text: 'Tell more.' },
])}${shown === '' ? '' : `\nExamples\n${shown}`}\n`;
}

/** The help of the command or group that words name; `undefined` when they name none. */
export function helpOf(words: readonly string[]): string | undefined {
  const name = words.join(' ').toLowerCase();
  if (Object.hasOwn(COMMANDS, name)) return commandHelp(name);
  return name === '' || Object.hasOwn(GROUPS, name) ? groupHelp(name) : undefined;
}
