import { isIpAddress } from '../container/options/address.ts';
import { CommandError } from '../framework/errors.ts';
import type { FlagSet } from '../framework/flags.ts';
import { splitCommas } from '../framework/values.ts';
import type { CacheEntry } from './cache-entries.ts';

/** What buildx refuses of a build's flags: what is wrong in itself, and what the builder cannot do. */

export const notSupported = (feature: string, page: string): CommandError =>
  new CommandError(
    `${feature} is not supported for the docker driver.\nSwitch to a different driver, or turn on the containerd image store, and try again.\nLearn more at https://docs.docker.com/go/${page}/`,
  );

/** Whether any attestation is asked for. @throws CommandError */
export function readAttestations(flags: FlagSet): boolean {
  const canonical = (type: string, text: string): string[] => {
    if (text === '') return [];
    const wanted = parseBool(text);
    return [`type=${type},${wanted === undefined ? text : `disabled=${!wanted}`}`];
  };
  const all = [
    ...flags.list('attest'),
    ...canonical('provenance', flags.string('provenance')),
    ...canonical('sbom', flags.string('sbom')),
  ].map(parseAttestation);
  const types = all.map(({ type }) => type);
  const twice = types.find((type, i) => types.indexOf(type) !== i);
  if (twice !== undefined) throw new CommandError(`duplicate attestation field ${twice}`);
  return all.some(({ disabled }) => !disabled);
}

function parseAttestation(text: string): { type: string; disabled: boolean } {
  const found = { type: '', disabled: false };
  for (const field of splitCommas(text)) {
    const equals = field.indexOf('=');
    if (equals === -1) throw new CommandError(`invalid value ${field}`);
    const key = field.slice(0, equals).toLowerCase().trim();
    const value = field.slice(equals + 1);
    if (key === 'type') found.type = value;
    if (key !== 'disabled') continue;
    const disabled = parseBool(value);
    if (disabled === undefined) {
      throw new CommandError(
        `invalid value ${field}: strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`,
      );
    }
    found.disabled = disabled;
  }
  if (found.type === '') throw new CommandError('attestation type not specified');
  return found;
}

function parseBool(text: string): boolean | undefined {
  if (/^(?:1|t|T|TRUE|true|True)$/.test(text)) return true;
  return /^(?:0|f|F|FALSE|false|False)$/.test(text) ? false : undefined;
}

const ENTITLEMENTS = /^(?:network\.host|security\.insecure|device(?:=.*)?)$/;

/** Flags that contradict each other or say nothing. @throws CommandError */
export function checkFlags(flags: FlagSet): void {
  if (flags.bool('no-cache') && flags.list('no-cache-filter').length > 0) {
    throw new CommandError('--no-cache and --no-cache-filter cannot currently be used together');
  }
  for (const annotation of flags.list('annotation')) checkAnnotation(annotation);
  for (const name of flags.list('allow')) {
    if (name !== '' && !ENTITLEMENTS.test(name)) throw new CommandError(`unknown entitlement ${name}`);
  }
}

const ANNOTATION_TYPES = ['index', 'index-descriptor', 'manifest', 'manifest-descriptor'];

function checkAnnotation(text: string): void {
  if (text === '') return;
  const equals = text.indexOf('=');
  const refuse = (reason: string): CommandError => new CommandError(`parse annotations: ${reason}`);
  if (equals === -1) throw refuse(`invalid annotation ${JSON.stringify(text)}, expected key=value`);
  const key = text.slice(0, equals);
  if (!key.includes(':')) return;
  for (const part of key.slice(0, key.indexOf(':')).split(',')) {
    const type = /^([a-z-]+)(?:\[[A-Za-z0-9_/-]+\])?$/.exec(part)?.[1];
    if (type === undefined) {
      throw refuse(
        `invalid annotation type ${JSON.stringify(part)}, expected type and optional platform in square brackets`,
      );
    }
    if (!ANNOTATION_TYPES.includes(type)) throw refuse(`unknown annotation type ${JSON.stringify(type)}`);
  }
}

/** Refuses what only other builders can do. @throws CommandError */
export function refuseUnsupported(cacheTo: readonly CacheEntry[], hasAttestations: boolean): void {
  if (cacheTo.some(({ type }) => type !== 'inline'))
    throw notSupported('Cache export', 'build-cache-backends');
  if (hasAttestations) throw notSupported('Attestation', 'attestations');
}

/** `--add-host`: `name:address` or `name=address`. @throws CommandError */
export function readHosts(options: readonly string[]): string[] {
  return options.map((option) => {
    const [, host = '', given = ''] = /^([^=]*)=(.*)$/s.exec(option) ?? /^([^:]*):(.*)$/s.exec(option) ?? [];
    const address = given.length > 2 ? given.replace(/^\[(.*)\]$/, '$1') : given;
    if (host === '' || (given !== 'host-gateway' && !isIpAddress(address))) {
      throw new CommandError(`invalid host ${option}`);
    }
    return `${host}:${address}`;
  });
}
