import { expecting } from './ash-words.ts';

const REDIRECTION = /^(?:[<>]|<<|>>|<<<|<&|>&|<>|>\||<<-|&>|&>>)$/;

/** A syntax error, in `message` as bash tells it, as dash does; `before` is the source up to where it was met. */
export function dashWords(message: string, before: string): string {
  if (message.startsWith('Bad ')) return `Syntax error: ${message}`;
  const token = /near unexpected token `(.*)'$/s.exec(message)?.[1];
  if (token !== undefined) {
    if (REDIRECTION.test(token)) return 'Syntax error: redirection unexpected';
    const shown = token === 'newline' ? token : `"${token}"`;
    return `Syntax error: ${shown} unexpected${expecting(token === '(' ? undefined : token, before)}`;
  }
  if (/matching `["']'/.test(message)) return 'Syntax error: Unterminated quoted string';
  if (/matching ``'/.test(message)) return 'Syntax error: EOF in backquote substitution';
  if (/matching `\}'/.test(message)) return "Syntax error: Missing '}'";
  // A `for` may end its line before `do`.
  const isList = /(?:^|[\s;])for\s+\w+(?:\s+in[^;\n]*)?$/.test(before);
  return `Syntax error: end of file unexpected${isList ? '' : expecting(undefined, before)}`;
}
