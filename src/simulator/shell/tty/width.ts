/** Columns that a code point takes on a terminal (wcwidth(3)). */
export function charWidth(char: string): number {
  const code = char.codePointAt(0)!;
  if (code >= 0x20 && code < 0x7f) return 1;
  if (code === 0 || /^[\p{Mn}\p{Me}\p{Cf}]$/u.test(char)) return 0;
  if (code < 0x1100) return 1;
  const wide =
    code <= 0x115f ||
    code === 0x2329 ||
    code === 0x232a ||
    (code >= 0x2e80 && code <= 0xa4cf && code !== 0x303f) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1f64f) ||
    (code >= 0x1f680 && code <= 0x1f6ff) ||
    (code >= 0x1f900 && code <= 0x1f9ff) ||
    (code >= 0x20000 && code <= 0x3fffd) ||
    (code >= 0x2600 && code <= 0x27bf && /^\p{Emoji_Presentation}$/u.test(char));
  return wide ? 2 : 1;
}

/** What the cursor steps over at once: a character with the marks that are set upon it. */
export function characters(text: string): string[] {
  const found: string[] = [];
  for (const char of text) {
    if (found.length > 0 && charWidth(char) === 0 && char !== '\0') found[found.length - 1] += char;
    else found.push(char);
  }
  return found;
}

export function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += charWidth(char);
  return width;
}

/** What of a prompt is visible: without control sequences and `\[ \]` marks. */
export function visible(text: string): string {
  return text.replace(/\x01[^\x02]*\x02/g, '').replace(/\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07/g, '');
}
