/**
 * Go's `json.Indent`: lays a JSON text out and changes nothing else in it, neither escapes nor the order of keys nor
 * the digits of numbers.
 */
export function indentJson(json: string, unit = '    '): string {
  let out = '';
  let depth = 0;
  const newline = (): string => `\n${unit.repeat(depth)}`;
  for (let i = 0; i < json.length; i++) {
    const character = json[i]!;
    if (character === '"') {
      const end = stringEnd(json, i);
      out += json.slice(i, end);
      i = end - 1;
    } else if (character === '{' || character === '[') {
      const close = character === '{' ? '}' : ']';
      const next = skipSpace(json, i + 1);
      if (json[next] === close) {
        out += character + close;
        i = next;
      } else {
        depth++;
        out += character + newline();
      }
    } else if (character === '}' || character === ']') {
      depth--;
      out += newline() + character;
    } else if (character === ',') out += `,${newline()}`;
    else if (character === ':') out += ': ';
    else if (!' \t\r\n'.includes(character)) out += character;
  }
  return out;
}

function stringEnd(json: string, start: number): number {
  let i = start + 1;
  while (i < json.length && json[i] !== '"') i += json[i] === '\\' ? 2 : 1;
  return i + 1;
}

function skipSpace(json: string, start: number): number {
  let i = start;
  while (' \t\r\n'.includes(json[i] ?? 'x')) i++;
  return i;
}
