import { hostOf, urlProblem } from '../../common/go-url.ts';
import { invalidParameter } from '../errors.ts';

/** What each log driver refuses of its own options. */

type Options = Readonly<Record<string, string>>;

const SHARED = 'env env-regex labels labels-regex tag';
const OPTIONS: Record<string, string> = {
  awslogs:
    'awslogs-group awslogs-stream awslogs-create-group awslogs-region awslogs-endpoint tag awslogs-datetime-format ' +
    'awslogs-multiline-pattern awslogs-credentials-endpoint awslogs-force-flush-interval-seconds ' +
    'awslogs-max-buffered-events awslogs-format',
  fluentd:
    `${SHARED} fluentd-address fluentd-async fluentd-async-reconnect-interval fluentd-buffer-limit ` +
    'fluentd-max-retries fluentd-request-ack fluentd-retry-wait fluentd-sub-second-precision fluentd-write-timeout',
  gcplogs:
    'gcp-project labels labels-regex env env-regex gcp-log-cmd gcp-meta-zone gcp-meta-name gcp-meta-id',
  gelf:
    `${SHARED} gelf-address gelf-compression-level gelf-compression-type gelf-tcp-max-reconnect ` +
    'gelf-tcp-reconnect-delay',
  journald: SHARED,
  'json-file': `${SHARED} max-file max-size compress`,
  local: 'max-file max-size compress',
  splunk:
    `${SHARED} splunk-url splunk-token splunk-source splunk-sourcetype splunk-index splunk-capath splunk-caname ` +
    'splunk-insecureskipverify splunk-format splunk-verify-connection splunk-gzip splunk-gzip-level ' +
    'splunk-index-acknowledgment',
  syslog:
    `${SHARED} syslog-address syslog-facility syslog-tls-ca-cert syslog-tls-cert syslog-tls-key ` +
    'syslog-tls-skip-verify syslog-format',
};
export const LOG_DRIVERS: readonly string[] = [...Object.keys(OPTIONS), 'none'];

const FACILITIES =
  'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp local0 local1 local2 local3 local4 local5 ' +
  'local6 local7';

/** Refuses what a driver of this name refuses when a container is made. */
export function checkLogOptions(driver: string, options: Options): void {
  const known = OPTIONS[driver]!.split(' ');
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  // The address comes first, whatever else is wrong.
  if (driver === 'gelf') checkGelfAddress(options['gelf-address'] ?? '');
  if (unknown !== undefined) throw invalidParameter(unknownOption(driver, unknown));
  if (driver === 'awslogs') checkAwslogs(options);
  if (driver === 'fluentd') checkFluentd(options);
  if (driver === 'syslog') checkSyslog(options);
}

function unknownOption(driver: string, option: string): string {
  if (driver === 'gcplogs') return `"${option}" is not a valid option for the gcplogs driver`;
  if (driver === 'gelf') return `unknown log opt "${option}" for gelf log driver`;
  if (driver === 'local') return `unknown log opt '${option}' for log driver local`;
  return `unknown log opt '${option}' for ${driver} log driver`;
}

/** A size in bytes, as `units.FromHumanSize` reads it: 1000 of each unit make one of the next. */
export function sizeOf(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d*)?) ?(?:b|([kmgtp])(?:i?b)?)?$/i.exec(text) ?? [];
  return number === undefined
    ? undefined
    : Math.floor(Number(number) * 1000 ** ' kmgtp'.indexOf(unit.toLowerCase() || ' '));
}

/** @throws ApiError 400 for what is no size */
export function parseSize(text: string, prefix = ''): number {
  const size = sizeOf(text);
  if (size === undefined) throw invalidParameter(`${prefix}invalid size: '${text}'`);
  return size;
}

function checkGelfAddress(address: string): void {
  if (address === '') throw invalidParameter('gelf-address is a required parameter');
  const [, scheme, host = ''] = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/]*))?/i.exec(address)!;
  if (scheme !== 'udp' && scheme !== 'tcp') {
    throw invalidParameter('gelf: endpoint needs to be TCP or UDP');
  }
  if (!/:\d*$/.test(host)) throw invalidParameter('gelf: please provide gelf-address as proto://host:port');
}

function checkAwslogs(options: Options): void {
  if (!options['awslogs-group']) {
    throw invalidParameter("must specify a value for log opt 'awslogs-group'");
  }
  for (const name of ['awslogs-force-flush-interval-seconds', 'awslogs-max-buffered-events']) {
    const value = options[name];
    if (value && !/^\+?0*[1-9]\d*$/.test(value)) {
      throw invalidParameter(`must specify a positive integer for log opt '${name}': ${value}`);
    }
  }
  if ('awslogs-datetime-format' in options && 'awslogs-multiline-pattern' in options) {
    throw invalidParameter(
      "you cannot configure log opt 'awslogs-datetime-format' and 'awslogs-multiline-pattern' at the same time",
    );
  }
  const format = options['awslogs-format'];
  if (format && format !== 'json/emf') throw invalidParameter(`unsupported log format '${format}'`);
}

function checkFluentd(options: Options): void {
  const given = options['fluentd-address'] ?? '';
  if (given !== '') {
    const address = given.includes('://') ? given : `tcp://${given}`;
    const reason = fluentdAddressFault(address);
    if (reason !== undefined) throw invalidParameter(`invalid fluentd-address (${given}): ${reason}`);
  }
  if (options['fluentd-buffer-limit']) parseSize(options['fluentd-buffer-limit']);
}

function fluentdAddressFault(address: string): string | undefined {
  const [, scheme = '', path = ''] = /^([^:]*):\/\/[^/]*(.*)$/.exec(address)!;
  if (scheme === 'unix') return path.replace(/^\/+/, '') === '' ? 'path is empty' : undefined;
  const unread = urlProblem(address);
  if (unread) return unread;
  const { port } = hostOf(address);
  if (!['tcp', 'tls'].includes(scheme)) return `unsupported scheme: '${scheme}'`;
  if (path !== '') return 'should not contain a path element';
  if (port && Number(port) > 65_535) {
    return `invalid port: strconv.ParseUint: parsing ${JSON.stringify(port)}: value out of range`;
  }
  return undefined;
}

function checkSyslog(options: Options): void {
  const address = options['syslog-address'];
  if (address) {
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1] ?? '';
    if (!['udp', 'tcp', 'tcp+tls', 'unix', 'unixgram'].includes(scheme)) {
      throw invalidParameter(`unsupported scheme: '${scheme}'`);
    }
  }
  const facility = options['syslog-facility'] ?? '';
  const isNumber = /^\+?\d+$/.test(facility) && Number(facility) <= 23;
  if (facility !== '' && !FACILITIES.split(' ').includes(facility) && !isNumber) {
    throw invalidParameter('invalid syslog facility');
  }
  if (!['', 'rfc3164', 'rfc5424', 'rfc5424micro'].includes(options['syslog-format'] ?? '')) {
    throw invalidParameter('Invalid syslog format');
  }
}
