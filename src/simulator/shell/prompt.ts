import { formatTime } from '../programs/support/strftime.ts';
import type { Shell } from './state/shell.ts';

/** The escapes of PS1 and its like; `\[` and `\]` become marks that take no room. */
export function renderPrompt(shell: Shell, text: string): string {
  const now = () => new Date(shell.host.clock.now());
  const folder = () => {
    const home = shell.home();
    const { cwd } = shell;
    return cwd === home || cwd.startsWith(`${home}/`) ? `~${cwd.slice(home.length)}` : cwd;
  };
  const escapes: Record<string, () => string> = {
    a: () => '\x07',
    d: () => formatTime('%a %b %d', now()),
    e: () => '\x1b',
    h: () => shell.host.hostname.split('.')[0]!,
    H: () => shell.host.hostname,
    j: () => String(shell.jobs.list.length),
    l: () => '0',
    n: () => '\n',
    r: () => '\r',
    s: () => shell.name.replace(/^.*\//, ''),
    t: () => formatTime('%H:%M:%S', now()),
    T: () => formatTime('%I:%M:%S', now()),
    '@': () => formatTime('%I:%M %p', now()),
    A: () => formatTime('%H:%M', now()),
    u: () => shell.user.name,
    v: () => '5.2',
    V: () => '5.2.15',
    w: folder,
    W: () => (folder() === '~' || folder() === '/' ? folder() : folder().replace(/^.*\//, '')),
    '!': () => String(shell.history.length + 1),
    '#': () => String(shell.history.length + 1),
    $: () => (shell.user.uid === 0 ? '#' : '$'),
    '\\': () => '\\',
    '[': () => '\x01',
    ']': () => '\x02',
  };
  return text.replace(
    /\\(?:([0-7]{3})|D\{([^}]*)\}|([\s\S]))/g,
    (whole, octal?: string, time?: string, letter?: string) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      if (time !== undefined) return formatTime(time || '%X', now());
      return escapes[letter!]?.() ?? whole;
    },
  );
}
