import { goBool } from '../../common/go-bool.ts';
import { ApiError, invalidParameter } from '../errors.ts';
import type { HostConfig } from './config.ts';
import { checkLogOptions, LOG_DRIVERS, parseSize } from './log-options.ts';

/** Options of every driver: how messages are handed on, and what is kept for `docker logs`. */
const COMMON_OPTIONS = [
  'mode',
  'max-buffer-size',
  'cache-disabled',
  'cache-max-file',
  'cache-max-size',
  'cache-compress',
];

/** Checks `--log-driver` and `--log-opt`; the default is `json-file`. */
export function checkLogConfig(host: HostConfig): void {
  const { LogConfig: log } = host;
  log.Type ||= 'json-file';
  log.Config ??= {};
  if (log.Type === 'none') return;
  checkCommon(log.Config);
  if (!LOG_DRIVERS.includes(log.Type)) {
    throw new ApiError(
      400,
      `error looking up logging plugin ${log.Type}: plugin ${JSON.stringify(log.Type)} not found`,
    );
  }
  const own = Object.entries(log.Config).filter(([name]) => !COMMON_OPTIONS.includes(name));
  checkLogOptions(log.Type, Object.fromEntries(own));
}

function checkCommon(options: Readonly<Record<string, string>>): void {
  const mode = options.mode ?? '';
  if (!['', 'blocking', 'non-blocking'].includes(mode)) {
    throw invalidParameter(`logger: logging mode not supported: ${mode}`);
  }
  const size = options['max-buffer-size'];
  if (size !== undefined) {
    if (mode !== 'non-blocking') {
      throw invalidParameter("logger: max-buffer-size option is only supported with 'mode=non-blocking'");
    }
    parseSize(size, 'error parsing option max-buffer-size: ');
  }
  const disabled = options['cache-disabled'];
  if (disabled && goBool(disabled) === undefined) {
    throw invalidParameter(`invalid value for option cache-disabled: ${disabled}`);
  }
}
