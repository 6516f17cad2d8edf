/** Responses that several products give in the same form. */

/** A JSON response. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): Response {
  const body = `${JSON.stringify(value)}\n`;
  return new Response(body, { status, headers: { 'Content-Type': 'application/json', ...headers } });
}

/** A plain text response. */
export function text(status: number, body: string, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers } });
}

/** The same response with more headers. */
export function withHeaders(response: Response, headers: Record<string, string>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}
