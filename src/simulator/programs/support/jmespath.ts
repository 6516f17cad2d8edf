import { search } from '@jmespath-community/jmespath';

/** A text in quotes of its own, or a literal between backticks. */
const QUOTED = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|`((?:[^`\\]|\\[\s\S])*)`/g;

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/**
 * Searches as jmespath.py does, which `aws` and `az` use: a literal that is no JSON is a text (`[?name==\`app\`]`), as
 * it was before the specification asked for quotes.
 */
export function searchValue(value: unknown, query: string): unknown {
  const strict = query.replaceAll(QUOTED, (whole, literal?: string) => {
    if (literal === undefined) return whole;
    const text = literal.trimStart();
    return isJson(text.replaceAll('\\`', '`')) || !isJson(`"${text}"`) ? whole : `\`"${text}"\``;
  });
  return search(value as Parameters<typeof search>[0], strict);
}
