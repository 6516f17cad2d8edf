import type { HereDoc, Redirect, Redirection, Word } from 'unbash';
import { FileError } from '../../common/files.ts';
import { Pipe } from '../../common/pipe.ts';
import { encodeText } from '../../common/raw-bytes.ts';
import { assignScalar } from '../expand/values.ts';
import { expandQuoted, expandString, expandWords } from '../expand/word.ts';
import { deviceAt, FileOutput, fileInput, openDevice } from '../io/files.ts';
import { OpenFile } from '../io/open-file.ts';
import type { Shell } from '../state/shell.ts';
import { lineAt } from '../syntax/parse.ts';
import { runStatements } from './run.ts';
import { subshell } from './subshell.ts';

/** A redirection that failed; the message goes after the shell's prefix. */
class RedirectError extends Error {}

/** What gives a shell its descriptors back. */
export interface Restore {
  (): Promise<void>;
  /** Keeps the new descriptors instead (`exec >file`). */
  keep(): void;
}

/** Runs something with redirections in effect. A failed redirection is told, and nothing runs. */
export async function withRedirects(
  shell: Shell,
  redirects: readonly Redirection[],
  run: () => Promise<void>,
): Promise<void> {
  if (redirects.length === 0) return run();
  let restore: Restore;
  try {
    restore = await applyRedirects(shell, redirects);
  } catch (error) {
    return tellRefusal(shell, error);
  }
  try {
    await run();
  } finally {
    await restore();
  }
}

/** Tells why a command is not run whose redirections were refused. @throws what is no refusal */
export async function tellRefusal(shell: Shell, error: unknown): Promise<void> {
  if (!(error instanceof RedirectError)) throw error;
  await shell.complain(error.message);
  shell.status = shell.flavour === 'dash' ? 2 : 1;
}

/** @throws RedirectError with everything as it was before */
export async function applyRedirects(shell: Shell, redirects: readonly Redirection[]): Promise<Restore> {
  const saved = new Map<number, OpenFile | undefined>();
  const waits: Promise<unknown>[] = [];
  const set = (fd: number, file: OpenFile | undefined, permanent = false) => {
    if (!saved.has(fd) && !permanent) saved.set(fd, shell.descriptors.get(fd));
    else shell.descriptors.get(fd)?.release();
    if (file) shell.descriptors.set(fd, file);
    else shell.descriptors.delete(fd);
  };
  const restore = async () => {
    for (const [fd, file] of [...saved].reverse()) {
      shell.descriptors.get(fd)?.release();
      if (file) shell.descriptors.set(fd, file);
      else shell.descriptors.delete(fd);
    }
    saved.clear();
    await Promise.all(waits);
  };
  try {
    for (const redirect of redirects) await applyOne(shell, redirect, set, waits);
  } catch (error) {
    await restore();
    throw error;
  }
  return Object.assign(restore, {
    keep() {
      for (const file of saved.values()) file?.release();
      saved.clear();
    },
  });
}

type SetDescriptor = (fd: number, file: OpenFile | undefined, permanent?: boolean) => void;

async function applyOne(
  shell: Shell,
  redirect: Redirection,
  set: SetDescriptor,
  waits: Promise<unknown>[],
): Promise<void> {
  const { fd, permanent } = descriptorOf(shell, redirect);
  if (redirect.type === 'HereDoc') {
    set(fd, textFile(await hereDocument(shell, redirect)), permanent);
    return;
  }
  if (redirect.type === 'HereString') {
    set(fd, textFile(`${redirect.target ? await expandString(shell, redirect.target) : ''}\n`), permanent);
    return;
  }
  const { operator, target } = redirect;
  if (!target) return;
  const streamed = processTarget(target) ? await openProcess(shell, target, waits) : undefined;
  if (streamed) {
    set(fd, streamed, permanent);
    return;
  }
  const word = await targetText(shell, target);
  if (operator === '>&' || operator === '<&') {
    if (await duplicate(shell, redirect, word, fd, set, permanent)) return;
  }
  if (operator === '&>' || operator === '&>>' || operator === '>&') {
    const file = await openRedirectFile(shell, word, operator === '&>>' ? 'append' : 'write');
    set(1, file);
    set(2, file.share());
    return;
  }
  const mode = { '<': 'read', '>>': 'append', '<>': 'both', '>|': 'clobber', '>': 'write' }[
    operator as '>'
  ] as OpenMode;
  set(fd, await openRedirectFile(shell, word, mode ?? 'write'), permanent);
}

function descriptorOf(shell: Shell, redirect: Redirection): { fd: number; permanent: boolean } {
  const given = redirect.descriptor;
  if (given?.type === 'FileDescriptor') return { fd: given.value, permanent: false };
  if (given?.type === 'FileDescriptorVariable') {
    let fd = 10;
    if (redirect.type === 'Redirect' && redirect.target?.text === '-') {
      fd = Number(shell.value(given.name));
    } else {
      while (shell.descriptors.has(fd)) fd++;
      assignScalar(shell, given.name, String(fd));
    }
    return { fd, permanent: true };
  }
  const reads = redirect.type !== 'Redirect' || redirect.operator.startsWith('<');
  return { fd: reads ? 0 : 1, permanent: false };
}

async function targetText(shell: Shell, target: Word): Promise<string> {
  const words = await expandWords(shell, [target]);
  if (words.length !== 1) throw new RedirectError(`${target.text}: ambiguous redirect`);
  return words[0]!;
}

/** `2>&1`, `<&3`, `>&-`, `3>&1-`; `false` when the word is a file's name. */
async function duplicate(
  shell: Shell,
  redirect: Redirect,
  word: string,
  fd: number,
  set: SetDescriptor,
  permanent: boolean,
): Promise<boolean> {
  if (word === '-') {
    set(fd, undefined, permanent);
    return true;
  }
  const match = /^(\d+)(-?)$/.exec(word);
  if (!match) {
    if (redirect.operator === '>&' && !redirect.descriptor) return false;
    throw new RedirectError(`${word}: ambiguous redirect`);
  }
  const source = shell.descriptors.get(Number(match[1]));
  if (!source) throw new RedirectError(`${match[1]}: Bad file descriptor`);
  set(fd, source.share(), permanent);
  if (match[2] && Number(match[1]) !== fd) set(Number(match[1]), undefined);
  return true;
}

export type OpenMode = 'read' | 'write' | 'append' | 'both' | 'clobber';

/** Opens a path for the shell. @throws RedirectError worded as bash does */
export async function openRedirectFile(shell: Shell, word: string, mode: OpenMode): Promise<OpenFile> {
  const standard = /^\/dev\/(?:std(in|out|err)|fd\/(\d+))$/.exec(word);
  const number = standard && (standard[2] ? Number(standard[2]) : ['in', 'out', 'err'].indexOf(standard[1]!));
  if (typeof number === 'number' && shell.descriptors.has(number))
    return shell.descriptors.get(number)!.share();
  try {
    return openFile(shell, word, mode);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const { flavour } = shell;
    if (flavour === 'bash') throw new RedirectError(`${word}: ${error.message}`);
    const reason =
      error.code === 'ENOENT' ? (mode === 'read' ? 'no such file' : 'nonexistent directory') : error.message;
    const text =
      flavour === 'dash' && error.code === 'ENOENT'
        ? mode === 'read'
          ? 'No such file'
          : 'Directory nonexistent'
        : reason;
    throw new RedirectError(
      flavour === 'dash'
        ? `cannot ${mode === 'read' ? 'open' : 'create'} ${word}: ${text}`
        : `can't ${mode === 'read' ? 'open' : 'create'} ${word}: ${text}`,
    );
  }
}

function openFile(shell: Shell, word: string, mode: OpenMode): OpenFile {
  if (word === '') throw new FileError('ENOENT', word);
  const path = shell.absolute(word);
  const device = deviceAt(shell.files, path);
  if (device) {
    const opened = openDevice(device, shell.host.random, shell.tty);
    if (!opened) throw new RedirectError(`${word}: No such device or address`);
    return new OpenFile(opened);
  }
  if (mode === 'read') {
    if (shell.files.isDirectory(path)) {
      // open(2) succeeds, the first read fails: told at once, since nothing can be read.
      shell.files.list(path);
      return new OpenFile({
        input: { isTTY: false, read: async () => Promise.reject(new FileError('EISDIR', word)) },
      });
    }
    return new OpenFile({ input: fileInput(shell.files, path) });
  }
  if (shell.files.isDirectory(path)) throw new FileError('EISDIR', word);
  const exists = shell.files.exists(path);
  if (mode === 'write' && exists && shell.option('noclobber')) {
    throw new RedirectError(`${word}: cannot overwrite existing file`);
  }
  if (!exists || mode === 'write' || mode === 'clobber') {
    shell.files.write(path, '', 0o666 & ~shell.umask);
  } else if (!shell.files.may(path, 2)) throw new FileError('EACCES', word);
  const output = new FileOutput(shell.files, path, mode === 'append');
  const input = mode === 'both' ? fileInput(shell.files, path) : undefined;
  return new OpenFile({ output, ...(input && { input }), close: () => output.close() });
}

function textFile(text: string): OpenFile {
  let rest: Uint8Array | undefined = encodeText(text);
  return new OpenFile({
    input: {
      isTTY: false,
      read: async () => {
        const chunk = rest;
        rest = undefined;
        return chunk?.length ? chunk : undefined;
      },
    },
  });
}

async function hereDocument(shell: Shell, redirect: HereDoc): Promise<string> {
  const { body, delimiter, operator } = redirect;
  if (!redirect.closing && delimiter && shell.flavour === 'bash') {
    const begun = shell.line;
    shell.line = shell.unit.firstLine + lineAt(shell.unit.source.trimEnd(), Number.POSITIVE_INFINITY) - 1;
    await shell.complain(
      `warning: here-document at line ${begun} delimited by end-of-file (wanted \`${delimiter.value}')`,
    );
    shell.line = begun;
  }
  const strip = (text: string, atLineStart: boolean) =>
    operator === '<<-' ? text.replace(atLineStart ? /^\t+/gm : /(?<=\n)\t+/g, '') : text;
  if (delimiter?.quoted) return strip(body.text, true);
  if (!body.parts) return strip(body.text, true).replace(/\\([$`\\])|\\\n/g, '$1');
  const parts = body.parts.map((part, i) =>
    part.type === 'Literal' ? { ...part, value: strip(part.value, i === 0) } : part,
  );
  return expandQuoted(shell, parts);
}

/** `< <(…)` and `> >(…)`: the redirection is the pipe itself. */
const processTarget = (target: Word): boolean =>
  target.parts?.length === 1 && target.parts[0]!.type === 'ProcessSubstitution';

async function openProcess(
  shell: Shell,
  target: Word,
  waits: Promise<unknown>[],
): Promise<OpenFile | undefined> {
  const part = target.parts![0]!;
  if (part.type !== 'ProcessSubstitution') return undefined;
  const pipe = new Pipe();
  const writer = new OpenFile({ output: pipe.output, close: () => pipe.closeWriter() });
  const reader = new OpenFile({ input: pipe.input, close: () => pipe.closeReader() });
  const child = shell.fork();
  const [fd, theirs, ours] =
    part.operator === '<' ? ([1, writer, reader] as const) : ([0, reader, writer] as const);
  child.descriptors.get(fd)?.release();
  child.descriptors.set(fd, theirs);
  const running = subshell(child, () => runStatements(child, part.script?.commands ?? []));
  if (part.operator === '>') waits.push(running);
  return ours;
}
