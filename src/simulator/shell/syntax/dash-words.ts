/** A syntax error, in `message` as bash tells it, as dash does. */
export function dashWords(message: string): string {
  const token = /near unexpected token `(.*)'$/s.exec(message)?.[1];
  if (token !== undefined) return `Syntax error: ${token === 'newline' ? token : `"${token}"`} unexpected`;
  if (/matching `["']'/.test(message)) return 'Syntax error: Unterminated quoted string';
  return 'Syntax error: end of file unexpected';
}
