import { goBool, notBool } from '../../common/go-bool.ts';
import type { FlagSet } from '../../common/pflag/flag-set.ts';
import { splitCommas } from '../../common/pflag/values.ts';
import type { Process } from '../../common/process.ts';
import { isIpAddress } from '../container/options/address.ts';
import { CommandError } from '../framework/errors.ts';
import { annotationsOf } from './annotations.ts';
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
    const wanted = goBool(text);
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
    const disabled = goBool(value);
    if (disabled === undefined) {
      throw new CommandError(`invalid value ${field}: ${notBool(value)}`);
    }
    found.disabled = disabled;
  }
  if (found.type === '') throw new CommandError('attestation type not specified');
  return found;
}

const ENTITLEMENTS = /^(?:network\.host|security\.insecure|device(?:=.*)?)$/;

/** Flags that contradict each other or say nothing. @throws CommandError */
export function checkFlags({ host }: Process, flags: FlagSet): void {
  if (flags.bool('no-cache') && flags.list('no-cache-filter').length > 0) {
    throw new CommandError('--no-cache and --no-cache-filter cannot currently be used together');
  }
  annotationsOf(flags.list('annotation'), host.architecture, 'parse annotations');
  for (const name of flags.list('allow')) {
    if (name !== '' && !ENTITLEMENTS.test(name)) throw new CommandError(`unknown entitlement ${name}`);
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
