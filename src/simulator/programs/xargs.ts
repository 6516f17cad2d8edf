import type { Process, Program } from '../common/process.ts';
import { readAll } from './support/input.ts';
import { complain } from './support/program.ts';

interface Settings {
  perCall: number;
  replace?: string;
  delimiter?: string;
  skipEmpty: boolean;
  trace: boolean;
  command: string[];
}

/** Options up to the command's name; the command's own options are its own. */
function parse(args: string[]): Settings | { problem: string } {
  const settings: Settings = {
    perCall: Number.POSITIVE_INFINITY,
    skipEmpty: false,
    trace: false,
    command: ['echo'],
  };
  let i = 0;
  for (; i < args.length && args[i]!.startsWith('-'); i++) {
    const arg = args[i]!;
    const value = () => arg.slice(2) || args[++i] || '';
    if (arg === '--') {
      i++;
      break;
    }
    if (arg === '-r' || arg === '--no-run-if-empty') settings.skipEmpty = true;
    else if (arg === '-0' || arg === '--null') settings.delimiter = '\0';
    else if (arg === '-t' || arg === '--verbose') settings.trace = true;
    else if (/^(?:-[nL]|--max-args=)/.test(arg)) {
      const count = arg.startsWith('--') ? arg.slice(11) : value();
      const letter = arg[1] === 'L' ? 'L' : 'n';
      if (count === '') return { problem: `option requires an argument -- '${letter}'` };
      if (!/^\d+$/.test(count)) return { problem: `invalid number "${count}" for -${letter} option` };
      if (Number(count) < 1) return { problem: `value ${count} for -${letter} option should be >= 1` };
      settings.perCall = Number(count);
    } else if (/^-I/.test(arg)) settings.replace = value();
    else if (arg === '-i') settings.replace = '{}';
    else if (/^-d/.test(arg))
      settings.delimiter = value().replace('\\n', '\n').replace('\\0', '\0').replace('\\t', '\t');
    else if (/^-P/.test(arg)) value();
    else if (arg.startsWith('--')) return { problem: `unrecognized option '${arg}'` };
    else return { problem: `invalid option -- '${arg[1]}'` };
  }
  if (i < args.length) settings.command = args.slice(i);
  return settings;
}

/** Words as xargs splits them: blanks separate, quotes and backslashes keep together. Gives a quote left open. */
function split(text: string, settings: Settings): string[] | string {
  if (settings.delimiter !== undefined) {
    const parts = text.split(settings.delimiter);
    if (parts.at(-1) === '') parts.pop();
    return parts;
  }
  if (settings.replace !== undefined)
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  const words: string[] = [];
  const open = /["']/.exec(text.replace(/\\[\s\S]|"[^"\n]*"|'[^'\n]*'/g, ''))?.[0];
  if (open) return open;
  for (const match of text.matchAll(/(?:"([^"\n]*)"|'([^'\n]*)'|\\([\s\S])|[^\s"'\\])+/g)) {
    words.push(
      match[0].replace(
        /"([^"\n]*)"|'([^'\n]*)'|\\([\s\S])/g,
        (_, double, single, escaped) => double ?? single ?? escaped,
      ),
    );
  }
  return words;
}

/** xargs(1). */
export const xargs: Program = async (process) => {
  const settings = parse(process.argv.slice(1));
  if ('problem' in settings) {
    await complain(process, settings.problem);
    await process.stderr.write("Try 'xargs --help' for more information.\n");
    return 1;
  }
  const words = split(new TextDecoder().decode(await readAll(process.stdin, process.signal)), settings);
  if (typeof words === 'string') {
    const kind = words === '"' ? 'double' : 'single';
    const rule = 'by default quotes are special to xargs unless you use the -0 option';
    await complain(process, `unmatched ${kind} quote; ${rule}`);
    return 1;
  }
  if (words.length === 0 && (settings.skipEmpty || settings.replace !== undefined)) return 0;
  const { command, replace } = settings;
  const calls: string[][] = [];
  if (replace !== undefined)
    for (const word of words) calls.push(command.map((part) => part.replaceAll(replace, word)));
  else {
    for (let i = 0; i < Math.max(1, words.length); i += settings.perCall) {
      calls.push([...command, ...words.slice(i, i + settings.perCall)]);
      if (settings.perCall === Number.POSITIVE_INFINITY) break;
    }
  }
  return runAll(process, calls, settings.trace);
};

async function runAll(process: Process, calls: string[][], trace: boolean): Promise<number> {
  let status = 0;
  const nothing = { isTTY: false, read: async () => undefined };
  for (const argv of calls) {
    process.signal.throwIfAborted();
    if (trace) await process.stderr.write(`${argv.join(' ')}\n`);
    const ended = await process.spawn(argv, { stdin: nothing });
    if (ended === 127 || ended === 126) return ended;
    if (ended === 255) {
      await complain(process, `${argv[0]}: exited with status 255; aborting`);
      return 124;
    }
    if (ended > 128) {
      await complain(process, `${argv[0]}: terminated by signal ${ended - 128}`);
      return 125;
    }
    if (ended !== 0) status = 123;
  }
  return status;
}
