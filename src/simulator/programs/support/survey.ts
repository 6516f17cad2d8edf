import { goQuote } from '../../common/go-quote.ts';
import type { Process, Tty } from '../../common/process.ts';

/** Questions on a terminal as the Go library `survey` asks them: lists to go through by arrows, yes or no, secrets. */

/** The question was left by ^C. */
export class Interrupted extends Error {}

const RESET = '\x1b[0m';
const MARK = `\x1b[0;1;92m? ${RESET}`;
const bold = (text: string): string => `\x1b[0;1;99m${text}${RESET}`;
const cyan = (text: string): string => `\x1b[0;36m${text}${RESET}`;

const decoder = new TextDecoder();
/** Keys that arrived with others and were not yet asked for. */
const held = new WeakMap<Process, string[]>();

async function readKey(process: Process): Promise<string> {
  const waiting = held.get(process) ?? [];
  while (waiting.length === 0) {
    const bytes = await process.stdin.read(process.signal);
    if (!bytes) return '\x04';
    waiting.push(...(decoder.decode(bytes).match(KEYS) ?? []));
  }
  held.set(process, waiting);
  return waiting.shift()!;
}

const ESCAPE = '\x1b';
const UP = [`${ESCAPE}[A`, `${ESCAPE}OA`];
const DOWN = [`${ESCAPE}[B`, `${ESCAPE}OB`];
const KEYS = new RegExp(`${ESCAPE}(?:\\[|O)[A-Z]|[\\s\\S]`, 'gu');

/** Takes the keyboard for the time of a question. */
async function withKeys<Answer>(process: Process, ask: (tty: Tty) => Promise<Answer>): Promise<Answer> {
  const { tty } = process;
  if (!tty) throw new Interrupted();
  tty.setRaw(true);
  try {
    return await ask(tty);
  } finally {
    tty.setRaw(false);
  }
}

/** Chooses from a list: arrows move, letters filter, Enter takes. Gives the index. */
export function select(process: Process, question: string, options: string[]): Promise<number> {
  return withKeys(process, async () => {
    let chosen = 0;
    let filter = '';
    let drawn = 0;
    const print = (text: string): Promise<void> => process.stdout.write(text);
    const shown = (): string[] => options.filter((one) => one.toLowerCase().includes(filter.toLowerCase()));
    const erase = (): string => `\r\x1b[2K${'\x1b[1A\x1b[2K'.repeat(drawn)}`;
    const draw = async (): Promise<void> => {
      const lines = shown().map((one, i) =>
        i === chosen ? `\x1b[0;1;36m> ${one}${RESET}` : `\x1b[0;39m  ${one}${RESET}`,
      );
      const head = `${MARK}${bold(question + (filter === '' ? '' : ` ${filter}`))}  ${cyan('[Use arrows to move, type to filter]')}`;
      await print(`${erase()}${head}\r\n${lines.map((line) => `${line}\r\n`).join('')}`);
      drawn = lines.length + 1;
    };
    await print('\x1b[?25l');
    try {
      for (;;) {
        await draw();
        const key = await readKey(process);
        const count = shown().length;
        if (key === '\x03') throw new Interrupted();
        if ((key === '\r' || key === '\n' || key === '\x04') && count > 0) break;
        if (UP.includes(key)) chosen = (chosen + count - 1) % Math.max(1, count);
        else if (key === '\t' || DOWN.includes(key)) chosen = (chosen + 1) % Math.max(1, count);
        else if (key === '\x7f' || key === '\b') filter = filter.slice(0, -1);
        else if (key >= ' ') filter += key;
        chosen = Math.max(0, Math.min(chosen, shown().length - 1));
      }
      const answer = shown()[chosen]!;
      await print(`${erase()}${MARK}${bold(question)}${cyan(` ${answer}`)}\r\n`);
      return options.indexOf(answer);
    } finally {
      await print('\x1b[?25h');
    }
  });
}

/** Reads a line key by key, shown as `show` has it. */
async function readLine(process: Process, show: (key: string) => string): Promise<string> {
  let text = '';
  for (;;) {
    const key = await readKey(process);
    if (key === '\x03') throw new Interrupted();
    if (key === '\r' || key === '\n' || key === '\x04') return text;
    if ((key === '\x7f' || key === '\b') && text !== '') {
      text = text.slice(0, -1);
      await process.stdout.write('\b \b');
    } else if (key >= ' ' && key.length === 1) {
      text += key;
      await process.stdout.write(show(key));
    }
  }
}

/** Yes or no; Enter alone is yes. */
export function confirm(process: Process, question: string): Promise<boolean> {
  return withKeys(process, async () => {
    const head = `${MARK}${bold(`${question} `)}`;
    for (;;) {
      await process.stdout.write(`${head}\x1b[0;39m(Y/n) ${RESET}`);
      const line = await readLine(process, (key) => key);
      const yes = line === '' || /^y(es)?$/i.test(line);
      if (yes || /^no?$/i.test(line)) {
        await process.stdout.write(`\r\x1b[2K${head}${cyan(yes ? 'Yes' : 'No')}\r\n`);
        return yes;
      }
      await process.stdout.write(
        `\r\x1b[2K${sorry(`${goQuote(line)} is not a valid answer, please try again.`)}`,
      );
    }
  });
}

/** A secret, of which only stars appear. It must be there. */
export function secret(process: Process, question: string): Promise<string> {
  return withKeys(process, async () => {
    for (;;) {
      await process.stdout.write(`${MARK}${bold(`${question} `)}`);
      const line = await readLine(process, () => '*');
      await process.stdout.write('\r\n');
      if (line !== '') return line;
      await process.stdout.write(sorry('Value is required'));
    }
  });
}

/** A line of text, asked for again as long as there is something wrong with it. */
export function input(
  process: Process,
  question: string,
  problem: (text: string) => string | undefined,
): Promise<string> {
  return withKeys(process, async () => {
    const head = `${MARK}${bold(`${question} `)}`;
    for (;;) {
      await process.stdout.write(head);
      const line = await readLine(process, (key) => key);
      const wrong = problem(line);
      if (wrong === undefined) {
        await process.stdout.write(`\r\x1b[2K${head}${cyan(line)}\r\n`);
        return line;
      }
      await process.stdout.write(`\r\x1b[2K${sorry(wrong)}`);
    }
  });
}

const sorry = (reason: string): string => `\x1b[0;31mX Sorry, your reply was invalid: ${reason}${RESET}\r\n`;
