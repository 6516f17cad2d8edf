const SHORT_ID = 12;

/** An ID without its algorithm, twelve characters long. */
export function shortId(id: string): string {
  return id.slice(id.indexOf(':') + 1, id.indexOf(':') + 1 + SHORT_ID);
}

/** How many columns a character takes on a terminal: two for East Asian wide ones. */
function charWidth(character: string): number {
  return /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
    character,
  )
    ? 2
    : 1;
}

/** Text cut to a width, with `…` at the end where something is missing. */
export function ellipsis(text: string, width: number): string {
  const characters = Array.from(text);
  const widths = characters.map(charWidth);
  if (widths.reduce((sum, one) => sum + one, 0) <= width) return text;
  let used = 0;
  let kept = '';
  for (const [i, character] of characters.entries()) {
    used += widths[i]!;
    if (used > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
