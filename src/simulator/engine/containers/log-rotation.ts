import { goBool, notBool } from '../../common/go-bool.ts';
import { goQuote } from '../../common/go-quote.ts';
import { parseSize, sizeOf } from './log-options.ts';

/** How the `json-file` driver's options bound a log; it reads them when a container starts. */

type Options = Readonly<Record<string, string>>;

/** How many bytes the options let a log keep, if they say. */
export function logLimit(options: Options | null): number | undefined {
  const size = sizeOf(options?.['max-size'] ?? '');
  return size === undefined ? undefined : size * (Number(options?.['max-file'] ?? 1) || 1);
}

/** @throws Error worded as the driver's refusal */
export function checkRotation(driver: 'json-file' | 'local', options: Options): void {
  const { 'max-size': size, 'max-file': files, compress } = options;
  const isLocal = driver === 'local';
  const prefix = (name: string, value: string) => (isLocal ? `invalid value for ${name}: ${value}: ` : '');
  if (size !== undefined) {
    const bytes = parseSize(size, prefix('max-size', size));
    if (!isLocal && bytes <= 0) throw new Error('max-size must be a positive number');
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
