const POWERS = 'KMGTPE';

/**
 * A count with a suffix, as the GNU programs read it (coreutils, "Block size"): `2K` and `2KiB` are 2048, `2kB` is
 * 2000, `2b` are two blocks of 512. `undefined` for what is none.
 */
export function parseMultiple(text: string): number | undefined {
  const match = /^(\d+)(?:(b)|([kKMGTPE])(i?B)?)?$/.exec(text);
  if (!match) return undefined;
  const [, digits, block, letter, kind] = match;
  if (block) return Number(digits) * 512;
  if (!letter) return Number(digits);
  return Number(digits) * (kind === 'B' ? 1000 : 1024) ** (POWERS.indexOf(letter.toUpperCase()) + 1);
}
