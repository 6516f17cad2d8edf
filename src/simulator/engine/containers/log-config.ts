import { invalidParameter } from '../errors.ts';
import type { HostConfig } from './config.ts';

const DRIVERS = [
  'awslogs',
  'etwlogs',
  'fluentd',
  'gcplogs',
  'gelf',
  'journald',
  'json-file',
  'local',
  'none',
  'splunk',
  'syslog',
];
const JSON_FILE_OPTIONS = [
  'max-file',
  'max-size',
  'compress',
  'labels',
  'labels-regex',
  'env',
  'env-regex',
  'tag',
  'mode',
  'max-buffer-size',
];

/** Checks `--log-driver` and `--log-opt`; the default is `json-file`. */
export function checkLogConfig(host: HostConfig): void {
  const { LogConfig: log } = host;
  log.Type ||= 'json-file';
  log.Config ??= {};
  if (!DRIVERS.includes(log.Type))
    throw invalidParameter(`logger: no log driver named '${log.Type}' is registered`);
  const { mode } = log.Config;
  if (mode !== undefined && !['', 'blocking', 'non-blocking'].includes(mode)) {
    throw invalidParameter(`logger: logging mode not supported: ${mode}`);
  }
  if (log.Type !== 'json-file' && log.Type !== 'local') return;
  for (const option of Object.keys(log.Config)) {
    if (!JSON_FILE_OPTIONS.includes(option)) {
      throw invalidParameter(
        log.Type === 'local'
          ? `unknown log opt '${option}' for log-driver local`
          : `unknown log opt '${option}' for json-file log driver`,
      );
    }
  }
}
