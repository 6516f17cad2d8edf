/** `--chmod`: octal (`0755`) or symbolic (`u=rwX,go=rX`). */

const CLAUSE = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)$/;

/** @throws Error when it is neither */
export function checkMode(text: string): void {
  if (/^[0-9]+$/.test(text)) {
    if (!/^[0-7]+$/.test(text) || Number.parseInt(text, 8) > 0o7777) {
      throw new Error(
        `invalid chmod parameter: '${text}'. it should be octal string and between 0 and 07777`,
      );
    }
    return;
  }
  for (const clause of text.split(',')) {
    if (!CLAUSE.test(clause)) throw new Error('invalid syntax');
  }
}

/** The permission bits that `--chmod` makes of a file's. */
export function changeMode(text: string, mode: number, isDirectory: boolean): number {
  if (/^[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  let result = mode;
  for (const clause of text.split(',')) {
    const [, who = '', actions = ''] = CLAUSE.exec(clause) ?? [];
    for (const [, operator = '', permissions = ''] of actions.matchAll(/([-+=])([rwxXst]*|[ugo])/g)) {
      result = apply(result, who || 'a', operator, permissions, isDirectory);
    }
  }
  return result;
}

const SHIFTS: Record<string, number> = { u: 6, g: 3, o: 0 };

function apply(
  mode: number,
  who: string,
  operator: string,
  permissions: string,
  isDirectory: boolean,
): number {
  const classes = who.includes('a') ? 'ugo' : who;
  let mask = 0;
  let bits = 0;
  for (const c of classes) {
    const shift = SHIFTS[c]!;
    mask |= 7 << shift;
    bits |= permissionBits(mode, permissions, isDirectory) << shift;
    if (permissions.includes('s') && c !== 'o') bits |= c === 'u' ? 0o4000 : 0o2000;
  }
  if (permissions.includes('t')) bits |= 0o1000;
  if (operator === '+') return mode | bits;
  if (operator === '-') return mode & ~bits;
  return (mode & ~mask) | bits;
}

function permissionBits(mode: number, permissions: string, isDirectory: boolean): number {
  const copied = SHIFTS[permissions];
  if (copied !== undefined) return (mode >> copied) & 7;
  let bits = 0;
  if (permissions.includes('r')) bits |= 4;
  if (permissions.includes('w')) bits |= 2;
  if (permissions.includes('x') || (permissions.includes('X') && (isDirectory || (mode & 0o111) !== 0)))
    bits |= 1;
  return bits;
}
