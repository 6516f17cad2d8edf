/**
 * Help texts are held to the real ones in commands, flags, types, defaults and layout; their descriptions are our
 * own. What is left of a help text here is all but the descriptions.
 */

const HEADING = /^[A-Z][A-Za-z ]*:$/;
const FLAG = /^(\s{2,6}(?:-\w, )?--[\w-]+(?: [\w-]+)?)(?:\s{2,}(\S.*))?$/;
const COMMAND = /^(\s{2}[a-z][\w-]*\*?)\s{2,}\S.*$/;
const CONTINUED = /^\s{7,}\S/;
/** As pflag writes it: a quoted text or one word; descriptions may speak of defaults in other ways. */
const DEFAULT = /\(default (?:"[^"]*"|[^\s)]*)\)/;
/** Lines after the lists which are not descriptions. */
const CLOSING = /^(?:Run 'docker|For more help)/;

export function withoutDescriptions(text: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith('Usage:  docker'));
  if (start === -1) return text;
  // A refusal shows the usage line too, and every word of it counts.
  if (!lines.some((line) => HEADING.test(line)) && lines.some((line) => CLOSING.test(line))) return text;
  // Plugins describe the command before the usage line too.
  const kept = [...lines.slice(0, start).map((line) => (line === '' ? '' : '<DESCRIPTION>')), lines[start]!];
  let heading = '';
  let flag: string | undefined;
  let described = '';
  const flush = () => {
    if (flag === undefined) return;
    const byDefault = DEFAULT.exec(described.replace(/\s+/g, ' '));
    kept.push(byDefault ? `${flag}  ${byDefault[0]}` : flag);
    flag = undefined;
  };
  for (const line of lines.slice(start + 1)) {
    if (flag !== undefined && CONTINUED.test(line)) {
      described += ` ${line.trim()}`;
      continue;
    }
    flush();
    const option = FLAG.exec(line);
    const command = COMMAND.exec(line);
    if (HEADING.test(line)) {
      heading = line;
      kept.push('', line);
    } else if (option) {
      flag = option[1]!;
      described = option[2] ?? '';
    } else if (command) kept.push(command[1]!);
    else if (heading === 'Aliases:' && line !== '') kept.push(line);
    else if (CLOSING.test(line)) kept.push('', line);
  }
  flush();
  return kept.join('\n');
}
