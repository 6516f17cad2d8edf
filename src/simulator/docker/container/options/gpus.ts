import { splitCommas } from '../../../common/pflag/values.ts';

/** `DeviceRequests` of the Engine API. */
export interface DeviceRequest {
  Driver: string;
  Count: number;
  DeviceIDs: string[] | null;
  Capabilities: string[][];
  Options: Record<string, string>;
}

/**
 * One `--gpus`: `all`, a number, or comma-separated fields.
 * @throws Error with the reason
 */
export function parseGpus(value: string): DeviceRequest {
  if (value === '') throw new Error('EOF');
  const request: DeviceRequest = {
    Driver: '',
    Count: 0,
    DeviceIDs: null,
    Capabilities: [['gpu']],
    Options: {},
  };
  const seen = new Set<string>();
  for (const field of splitCommas(value)) {
    const at = field.indexOf('=');
    const key = at === -1 ? field : field.slice(0, at);
    if (seen.has(key)) throw new Error(`gpu request key '${key}' can be specified only once`);
    seen.add(key);
    if (at === -1) {
      seen.add('count');
      request.Count = parseCount(key);
    } else setField(request, key, field.slice(at + 1));
  }
  if (!seen.has('count') && request.DeviceIDs === null) request.Count = 1;
  return request;
}

/** The value, when it can be read. */
export function checkGpus(value: string): string {
  parseGpus(value);
  return value;
}

function setField(request: DeviceRequest, key: string, value: string): void {
  switch (key) {
    case 'driver':
      request.Driver = value;
      return;
    case 'count':
      request.Count = parseCount(value);
      return;
    case 'device':
      request.DeviceIDs = value.split(',');
      return;
    case 'capabilities':
      request.Capabilities = [[...value.split(','), 'gpu']];
      return;
    case 'options':
      request.Options = Object.fromEntries(
        splitCommas(value).map((pair) => {
          const [name = '', ...rest] = pair.split('=');
          return [name, rest.join('=')];
        }),
      );
      return;
    default:
      throw new Error(`unexpected key '${key}' in '${key}=${value}'`);
  }
}

function parseCount(text: string): number {
  if (text === 'all') return -1;
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw new Error(`invalid count (${text}): value must be either "all" or an integer: invalid syntax`);
}
