const WHO: Record<string, number> = { u: 0o700, g: 0o070, o: 0o007 };

/** A mode changed as chmod(1) is told: `755`, `u+x,go-w`, `a=rX`. @throws Error on an invalid one */
export function changeMode(mode: number, text: string, isDirectory: boolean): number {
  if (/^[0-7]{1,4}$/.test(text)) return Number.parseInt(text, 8);
  let result = mode & 0o7777;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=][rwxXst]*|[-+=][ugo])+)$/.exec(clause);
    if (!match) throw new Error(`invalid mode: ${text}`);
    const who = match[1] === '' || match[1]!.includes('a') ? 'ugo' : match[1]!;
    // Without `who` the umask counts: the usual one keeps write from group and others.
    const masked = match[1] === '' ? 0o7755 : 0o7777;
    const places = [...who].reduce((all, letter) => all | WHO[letter]!, 0);
    for (const [, operator, letters = ''] of match[2]!.matchAll(/([-+=])([rwxXstugo]*)/g)) {
      const bits = permissionBits(letters, result, isDirectory) & places & masked;
      const special =
        (letters.includes('s') ? (who.includes('u') ? 0o4000 : 0) | (who.includes('g') ? 0o2000 : 0) : 0) |
        (letters.includes('t') ? 0o1000 : 0);
      if (operator === '+') result |= bits | special;
      else if (operator === '-') result &= ~(bits | special);
      else result = (result & ~places) | bits | special;
    }
  }
  return result;
}

function permissionBits(letters: string, mode: number, isDirectory: boolean): number {
  let triple = 0;
  for (const letter of letters) {
    if (letter === 'r') triple |= 4;
    else if (letter === 'w') triple |= 2;
    else if (letter === 'x') triple |= 1;
    else if (letter === 'X' && (isDirectory || mode & 0o111)) triple |= 1;
    else if (letter === 'u') triple |= (mode >> 6) & 7;
    else if (letter === 'g') triple |= (mode >> 3) & 7;
    else if (letter === 'o') triple |= mode & 7;
  }
  return (triple << 6) | (triple << 3) | triple;
}
