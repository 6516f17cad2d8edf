/**
 * The JSON values that follow each other in a body, as the engine streams progress. Values may be split over
 * chunks anywhere, and stand with or without space between them.
 */
export async function* jsonValues(body: ReadableStream<Uint8Array> | null): AsyncGenerator<unknown> {
  if (!body) return;
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = '';
  let depth = 0;
  let inString = false;
  let at = 0;
  let start = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      text += done ? decoder.decode() : decoder.decode(value, { stream: true });
      for (; at < text.length; at++) {
        const character = text[at];
        if (inString) {
          if (character === '\\') at++;
          else if (character === '"') inString = false;
        } else if (character === '"') inString = true;
        else if (character === '{' || character === '[') depth++;
        else if (character === '}' || character === ']') {
          depth--;
          if (depth === 0) {
            yield JSON.parse(text.slice(start, at + 1));
            start = at + 1;
          }
        }
      }
      text = text.slice(start);
      at -= start;
      start = 0;
      if (done) break;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
  if (text.trim() !== '') throw new Error('unexpected EOF');
}
