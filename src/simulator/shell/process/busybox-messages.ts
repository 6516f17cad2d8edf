import type { Output } from '../../common/process.ts';

/** What applets say where their GNU namesakes, whose models they share, say otherwise. */
const MESSAGES: readonly [gnu: RegExp, busybox: string][] = [
  [/^(ls|du|chmod|chown|chgrp): cannot access '(.*)': /, '$1: $2: '],
  [/^cat: (.*): Is a directory/, 'cat: read error: Is a directory'],
  [/^cat: (.*): (?=[A-Z])/, "cat: can't open '$1': "],
  [/^rm: cannot remove '(.*)': Is a directory/, "rm: '$1' is a directory"],
  [/^rm: cannot remove '(.*)': /, "rm: can't remove '$1': "],
  [/^mv: cannot stat '(.*)': /, "mv: can't rename '$1': "],
  [/^(cp|stat): cannot statx? '(.*)': /, "$1: can't stat '$2': "],
  [/^cp: -r not specified; omitting directory /, 'cp: omitting directory '],
  [/^cp: cannot create regular file '(.*)': /, "cp: can't create '$1': "],
  [/^cp: cannot open '(.*)' for reading: /, "cp: can't open '$1': "],
  [/^mkdir: cannot create directory ‘(.*)’: /, "mkdir: can't create directory '$1': "],
  [/^rmdir: failed to remove '(.*)': /, "rmdir: '$1': "],
  [/^touch: cannot touch '(.*)': /, 'touch: $1: '],
  [/^head: cannot open '(.*)' for reading: /, 'head: $1: '],
  [/^tail: cannot open '(.*)' for reading: /, "tail: can't open '$1': "],
  [/^sort: cannot read: /, 'sort: '],
  [/^find: ‘(.*)’: /, 'find: $1: '],
  [/^sleep: invalid time interval ‘(.*)’/, "sleep: invalid number '$1'"],
  [/^chmod: invalid mode: ‘(.*)’/, "chmod: invalid mode '$1'"],
  [/^(chown|chgrp): invalid (user|group): ‘(.*)’/, '$1: unknown $2 $3'],
  [/^id: ‘(.*)’: no such user/, 'id: unknown user $1'],
  [/^date: invalid date ‘(.*)’/, "date: invalid date '$1'"],
  [/^touch: setting times of '(.*)': /, 'touch: $1: '],
  [/^hostname: you must be root .*/, 'hostname: sethostname: Operation not permitted'],
  [/^tar: (.*): Cannot open: /, "tar: can't open '$1': "],
  [/^ln: failed to create (?:symbolic|hard) link '(.*?)'(?: -> '.*')?: /, 'ln: $1: '],
  [/^(\S+): unrecognized option '--(.*)'/, '$1: unrecognized option: $2'],
  [/^(\S+): invalid option -- '(.)'/, '$1: unrecognized option: $2'],
];

/** Lines that only GNU programs add. */
const EXTRA = /^(?:Try '.* --help' for more information\.|tar: Error is not recoverable: exiting now)$/;

/** The standard error of an applet, in BusyBox's words. */
export function busyboxWords(stderr: Output, banner: string): Output {
  const decoder = new TextDecoder();
  const reword = (line: string): string => {
    if (EXTRA.test(line)) return '';
    const found = MESSAGES.find(([gnu]) => gnu.test(line));
    const text = found ? line.replace(found[0], found[1]) : line;
    return /^\S+: unrecognized option: /.test(text) ? `${text}\n${banner}\n` : `${text}\n`;
  };
  return {
    isTTY: stderr.isTTY,
    write: async (data) => {
      const text = typeof data === 'string' ? data : decoder.decode(data, { stream: true });
      const whole = text.endsWith('\n');
      const lines = (whole ? text.slice(0, -1) : text).split('\n');
      const rest = whole ? '' : lines.pop()!;
      await stderr.write(lines.map(reword).join('') + rest);
    },
  };
}
