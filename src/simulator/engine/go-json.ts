/** JSON as Go's `encoding/json` writes it: `<`, `>` and `&` are escaped, so that the bytes, and their digest, agree. */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
