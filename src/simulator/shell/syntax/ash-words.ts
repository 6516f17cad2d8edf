/** Syntax errors as BusyBox's ash tells them. */

/** `message` is bash's; `before` is the source up to where the error was met. */
export function ashWords(message: string, before: string): string {
  const closer = /^unexpected EOF while looking for matching `(.)'$/.exec(message)?.[1];
  if (closer === '"' || closer === "'") return 'syntax error: unterminated quoted string';
  if (closer === '`') return 'syntax error: EOF in backquote substitution';
  if (closer === '}') return "syntax error: missing '}'";
  if (closer) return `syntax error: unexpected end of file (expecting "${closer}")`;
  const token = /near unexpected token `(.*)'$/s.exec(message)?.[1];
  if (token === 'newline') return 'syntax error: unexpected newline';
  if (token === undefined) return `syntax error: unexpected end of file${expecting(undefined, before)}`;
  return `syntax error: unexpected "${token}"${expecting(token, before)}`;
}

/** ` (expecting "done")`, where a word that closes something, or the end, came before what is due. */
export function expecting(token: string | undefined, before: string): string {
  const expected = token === undefined || CLOSING.has(token) ? expectedWord(before) : undefined;
  return expected ? ` (expecting "${expected}")` : '';
}

const CLOSING = new Set(['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}', ')']);
const TOKEN = /'[^']*'|"(?:\\.|[^"\\])*"|\\.|#[^\n]*|&&|\|\||[;&|()\n]|(?:[^\s;&|()'"\\#]|(?<=\S)#)+/g;
/** Words after which a command begins, as after `;`. */
const OPENERS = new Set([';', '&', '|', '&&', '||', '\n', '(', '!', ...CLOSING, '{', 'if', 'while', 'until']);
/** What is due after each word, where something is. */
const DUE = new Map(
  'if:then elif:then then:fi else:fi while:do until:do for:do do:done {:} (:) case:)'
    .split(' ')
    .map((pair) => pair.split(':') as [word: string, due: string]),
);
/** Words that go on with what is open. */
const MIDDLE = new Set(['then', 'elif', 'else', 'do']);
const ENDS = new Set(['fi', 'done', 'esac', '}', ')']);

/** The word that the innermost command still open waits for. */
function expectedWord(source: string): string | undefined {
  const open: string[] = [];
  let begins = true;
  for (const [word] of source.matchAll(TOKEN)) {
    if (begins || word === '(' || word === ')') {
      if (ENDS.has(word) || MIDDLE.has(word)) open.pop();
      const due = DUE.get(word);
      if (due) open.push(due);
    }
    begins = OPENERS.has(word) && (begins || !/^\w/.test(word));
  }
  return open.at(-1);
}
