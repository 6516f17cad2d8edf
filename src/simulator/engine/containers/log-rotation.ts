import { goBool, notBool } from '../../common/go-bool.ts';
import { goQuote } from '../../common/go-quote.ts';
import { parseSize } from './log-options.ts';

/** How the `json-file` driver's options bound a log; it reads them when a container starts. */

type Options = Readonly<Record<string, string>>;

const SIZE_UNITS: Record<string, number> = { '': 1, b: 1, k: 1000, m: 1e6, g: 1e9 };

/** How many bytes the options let a log keep; at most what is kept without them. */
export function logLimit(options: Options | null): number | undefined {
  const match = /^(\d+)([bkmg]?)b?$/i.exec(options?.['max-size'] ?? '');
  if (!match) return undefined;
  const bytes = Number(match[1]) * SIZE_UNITS[match[2]!.toLowerCase()]! * Number(options?.['max-file'] ?? 1);
  return Math.min(bytes, 2_000_000);
}

/** @throws Error worded as the driver's refusal */
export function checkRotation(driver: 'json-file' | 'local', options: Options): void {
  const { 'max-size': size, 'max-file': files, compress } = options;
  const isLocal = driver === 'local';
  const prefix = (name: string, value: string) => (isLocal ? `invalid value for ${name}: ${value}: ` : '');
  if (size !== undefined) {
    parseSize(size, prefix('max-size', size));
    if (!isLocal && Number.parseFloat(size) <= 0) throw new Error('max-size must be a positive number');
  }
  if (files !== undefined) {
    if (!/^[+-]?\d+$/.test(files)) {
      const reason = `strconv.Atoi: parsing ${goQuote(files)}: invalid syntax`;
      throw new Error(prefix('max-file', files) + reason);
    }
    if (!isLocal && Number(files) < 1) throw new Error('max-file cannot be less than 1');
  }
  const compressed = compress === undefined ? isLocal : goBool(compress);
  if (compressed === undefined) {
    throw new Error(`${isLocal ? 'error reading compress log option: ' : ''}${notBool(compress!)}`);
  }
  if (!compressed) return;
  const few = Number(files ?? (isLocal ? 5 : 1)) < 2;
  if (isLocal && few) throw new Error('compression cannot be enabled when max file count is 1');
  if (!isLocal && (few || size === undefined)) {
    throw new Error('compress cannot be true when max-file is less than 2 or max-size is not set');
  }
}
