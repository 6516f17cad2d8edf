import type { Stat } from '../common/files.ts';
import type { Process } from '../common/process.ts';
import { groupName, modeText, userName } from './support/attributes.ts';
import { formatTime } from './support/strftime.ts';

/** A file that the walk came to. */
export interface Found {
  path: string;
  full: string;
  name: string;
  depth: number;
  stat: Stat;
  start: string;
}

/** A line of `-ls`. */
export function listFound(process: Process, path: string, stat: Stat): string {
  const time = formatTime('%b %e %H:%M', new Date(stat.mtime));
  const owner = `${userName(process, stat.uid)} ${groupName(process, stat.gid)}`;
  return `${modeText(stat)} 1 ${owner} ${String(stat.size).padStart(8)} ${time} ${path}\n`;
}

/** What `-printf` makes of a format. */
export function formatFound(process: Process, format: string, found: Found): string {
  const { stat } = found;
  const values: Record<string, () => string> = {
    p: () => found.path,
    f: () => found.name,
    h: () => found.path.replace(/\/[^/]*$/, '') || '.',
    P: () => found.path.slice(found.start.length).replace(/^\//, ''),
    s: () => String(stat.size),
    m: () => (stat.mode & 0o7777).toString(8),
    M: () => modeText(stat),
    u: () => userName(process, stat.uid),
    g: () => groupName(process, stat.gid),
    U: () => String(stat.uid),
    G: () => String(stat.gid),
    d: () => String(found.depth),
    y: () => ({ file: 'f', directory: 'd', symlink: 'l', device: 'c' })[stat.type],
    l: () => stat.target ?? '',
    t: () => formatTime('%a %b %e %H:%M:%S.0000000000 %Y', new Date(stat.mtime)),
    '%': () => '%',
  };
  return format
    .replace(/%(?:T(.)|(.))/g, (whole, time?: string, letter?: string) =>
      time
        ? time === '@'
          ? `${stat.mtime / 1000}`
          : formatTime(`%${time}`, new Date(stat.mtime))
        : (values[letter!]?.() ?? whole),
    )
    .replace(
      /\\([nt0\\])/g,
      (_, letter: string) => ({ n: '\n', t: '\t', 0: '\0', '\\': '\\' })[letter as 'n']!,
    );
}
