import { invalidParameter } from '../errors.ts';

/** Reading requests and writing answers as the daemon's HTTP helpers do. */

/** A query value as a switch: anything but these is on. */
export function flag(value: string | undefined): boolean {
  return !['', '0', 'no', 'false', 'none'].includes((value ?? '').trim().toLowerCase());
}

/** The JSON of a request's body. */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('Content-Type') ?? '';
  const text = await request.text();
  if (text.trim() === '') throw invalidParameter('invalid JSON: got EOF while reading request body');
  if (type.split(';')[0]!.trim() !== 'application/json') {
    throw invalidParameter(`unsupported Content-Type header (${type}): must be 'application/json'`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw invalidParameter('invalid JSON: invalid character in request body');
  }
}

/** An answer as Go's encoder writes it, with a newline. */
export function json(value: unknown, status = 200): Response {
  return new Response(`${JSON.stringify(value)}\n`, {
    status,
    headers: { 'Content-Type': 'application/json' },
  });
}

export const emptyBody = (status: number): Response => new Response(null, { status });

/** A whole number of a query. */
export function integer(value: string | undefined): number | undefined {
  if (value === undefined || value === '') return undefined;
  if (/^[+-]?\d+$/.test(value)) return Number(value);
  throw new Error(`strconv.Atoi: parsing ${JSON.stringify(value)}: invalid syntax`);
}

/** A size of a terminal. */
export function dimension(value: string | undefined, name: 'height' | 'width'): number {
  if (/^\d+$/.test(value ?? '') && Number(value) < 2 ** 32) return Number(value);
  const fault = /^-?\d+$/.test(value ?? '') ? 'value out of range' : 'invalid syntax';
  throw invalidParameter(`invalid resize ${name} ${JSON.stringify(value ?? '')}: ${fault}`);
}
