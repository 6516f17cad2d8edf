import type { Content, Sparse } from './file-nodes.ts';

/**
 * Programs in the simulated world are files like everywhere else: found through PATH, copied by COPY, removed by
 * `rm`. A file that stands for a compiled program begins as an ELF file does and then names the model that runs.
 */
const MAGIC = [0x7f, 0x45, 0x4c, 0x46];
const MARK = '\ntagboat program=';

export interface Executable {
  /** Which model runs: `busybox`, `node`, `nginx`, `docker`, … */
  program: string;
  /** The architecture it was compiled for, as in an image's config. */
  architecture: string;
}

/** The content of a compiled program. `size` pads with zeros, so that listings show a plausible size. */
export function executableFile(program: string, architecture = 'amd64', size = 0): Sparse {
  const text = new TextEncoder().encode(`${MARK}${program} architecture=${architecture}\n`);
  const head = Uint8Array.from([...MAGIC, ...text]);
  return { head, size: Math.max(size, head.length) };
}

/** What a file's content says about the program in it; `undefined` when it is none of ours (a script, a text). */
export function readExecutable(content: Content): Executable | undefined {
  const file = content instanceof Uint8Array ? content : content.head;
  if (MAGIC.some((byte, i) => file[i] !== byte)) return undefined;
  const head = new TextDecoder('latin1').decode(file.subarray(MAGIC.length, 256));
  const match = /^\ntagboat program=(\S+) architecture=(\S+)\n/.exec(head);
  return match ? { program: match[1]!, architecture: match[2]! } : undefined;
}

/**
 * The first line of a script as execve(2) reads it: up to blanks, so that a carriage return belongs to the name, which
 * then nobody finds. `undefined` where no interpreter is named.
 */
export function readShebang(content: Content): { interpreter: string; argument?: string } | undefined {
  const file = content instanceof Uint8Array ? content : content.head;
  const text = new TextDecoder('latin1').decode(file.subarray(0, 256));
  const [, interpreter, argument] = /^#![ \t]*([^ \t\n]+)[ \t]*([^\n]*)/.exec(text) ?? [];
  if (interpreter === undefined) return undefined;
  const trimmed = argument?.replace(/[ \t]+$/, '');
  return { interpreter, ...(trimmed && { argument: trimmed }) };
}
