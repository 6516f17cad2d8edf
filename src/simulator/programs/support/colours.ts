import type { Stat } from '../../common/files.ts';

/** A name in the colours in which GNU ls shows it. */
export function paint(name: string, stat: Stat, targetExists: boolean): string {
  const code =
    stat.type === 'directory'
      ? stat.mode & 0o1000 && stat.mode & 0o002
        ? '30;42'
        : '01;34'
      : stat.type === 'symlink'
        ? targetExists
          ? '01;36'
          : '40;31;01'
        : stat.type === 'device'
          ? stat.device === 'socket'
            ? '01;35'
            : '40;33;01'
          : stat.mode & 0o111
            ? '01;32'
            : /\.(?:tar|tgz|gz|zip|xz|bz2|zst)$/.test(name)
              ? '01;31'
              : '';
  return code ? `\x1b[${code}m${name}\x1b[0m` : name;
}
