/** What strangers send to the products' own APIs, read so that nothing in it can be a failure of ours. */

/** The JSON object of a request's body; an empty one for everything else. */
export async function bodyObject(request: Request): Promise<Record<string, unknown>> {
  return objectOf(await request.text());
}

/** The JSON object that a text is; an empty one for everything else. */
export function objectOf(text: string): Record<string, unknown> {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return {};
  }
}

/** A value as an object; an empty one when it is none. */
export function asObject(value: unknown): Record<string, unknown> {
  const is = typeof value === 'object' && value !== null && !Array.isArray(value);
  return is ? (value as Record<string, unknown>) : {};
}

/** A part of a path without its percent-encoding; one that is encoded wrongly stays as it is. */
export function decodePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
