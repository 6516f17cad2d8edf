import { type FileSystem, resolvePath } from '../../common/files.ts';
import type { MountSpec } from '../containers/config.ts';
import type { MountPoint } from '../containers/model.ts';
import { checkMountTarget } from '../containers/validate.ts';
import { invalidParameter, messageOf } from '../errors.ts';

/** `-v` and `--mount` as the daemon reads them. */

const RW_MODES = ['rw', 'ro'];
const LABEL_MODES = ['Z', 'z'];
const PROPAGATION_MODES = ['private', 'rprivate', 'slave', 'rslave', 'shared', 'rshared'];
const COPY_MODES = ['nocopy'];
const CONSISTENCY_MODES = ['consistent', 'cached', 'delegated', 'default'];
export const DEFAULT_PROPAGATION = 'rprivate';

function isMode(mode: string): boolean {
  if (mode === '') return true;
  const groups = [RW_MODES, LABEL_MODES, PROPAGATION_MODES, COPY_MODES, CONSISTENCY_MODES];
  const words = mode.split(',');
  return (
    words.every((word) => groups.some((group) => group.includes(word))) &&
    groups.every((group) => words.filter((word) => group.includes(word)).length <= 1)
  );
}

export const isReadWrite = (mode: string): boolean => isMode(mode) && !mode.split(',').includes('ro');
const propagationIn = (mode: string) => mode.split(',').find((word) => PROPAGATION_MODES.includes(word));

const invalidSpec = (raw: string) => `invalid volume specification: '${raw}'`;

/** A mount point with everything that is not said at its usual value. */
export function mountPoint(values: Partial<MountPoint>): MountPoint {
  return {
    Type: '',
    Name: '',
    Source: '',
    Destination: '',
    Driver: '',
    Mode: '',
    RW: true,
    Propagation: '',
    mustExist: false,
    copyData: false,
    anonymous: false,
    subpath: '',
    ...values,
  };
}

/** Reads `SOURCE:TARGET[:MODE]`, or `TARGET` for an anonymous volume. */
export function parseBind(raw: string, volumeDriver: string): MountPoint {
  const parts = raw.split(':');
  const [first = '', second = '', mode = ''] = parts;
  if (first === '' || parts.length > 3) throw invalidParameter(invalidSpec(raw));
  if (parts.length === 2 && isMode(second)) throw invalidParameter(invalidSpec(raw));
  if (!isMode(mode)) throw invalidParameter(`invalid mode: ${mode}`);
  const [source, target] = parts.length === 1 ? ['', first] : [first, second];
  const isBind = source.startsWith('/');
  const fail = (text: string) =>
    invalidParameter(
      `${invalidSpec(raw)}: invalid mount config for type "${isBind ? 'bind' : 'volume'}": ${text}`,
    );
  if (target === '') throw fail('field Target must not be empty');
  checkTarget(target, fail);
  const common = { Destination: resolvePath('/', target), Mode: mode, RW: isReadWrite(mode) };
  if (isBind) {
    if (mode.split(',').includes('nocopy')) throw fail('field VolumeOptions must not be specified');
    return mountPoint({
      ...common,
      Type: 'bind',
      Source: resolvePath('/', source),
      Propagation: propagationIn(mode) ?? DEFAULT_PROPAGATION,
    });
  }
  if (propagationIn(mode)) throw fail('field BindOptions must not be specified');
  if (!common.RW && source === '') throw fail('must not set ReadOnly mode when using anonymous volumes');
  return mountPoint({
    ...common,
    Type: 'volume',
    Name: source,
    anonymous: source === '',
    Driver: volumeDriver,
    copyData: !mode.split(',').includes('nocopy'),
  });
}

function checkTarget(target: string, fail: (text: string) => Error): void {
  try {
    checkMountTarget(target);
  } catch (error) {
    throw fail(messageOf(error));
  }
}

/** Checks a `--mount` and turns it into a mount point. */
export function parseMount(spec: MountSpec, files: FileSystem): MountPoint {
  checkMount(spec, files);
  const common = { Type: spec.Type, Destination: resolvePath('/', spec.Target), RW: !spec.ReadOnly };
  switch (spec.Type) {
    case 'bind':
      return mountPoint({
        ...common,
        Source: resolvePath('/', spec.Source),
        Propagation: spec.BindOptions?.Propagation || DEFAULT_PROPAGATION,
        mustExist: !spec.BindOptions?.CreateMountpoint,
      });
    case 'volume':
      return mountPoint({
        ...common,
        Name: spec.Source,
        anonymous: spec.Source === '',
        Driver: spec.VolumeOptions?.DriverConfig?.Name ?? '',
        copyData: !spec.VolumeOptions?.NoCopy,
        subpath: spec.VolumeOptions?.Subpath ?? '',
      });
    case 'image':
      return mountPoint({
        ...common,
        Source: spec.Source,
        RW: false,
        subpath: spec.ImageOptions?.Subpath ?? '',
      });
    default:
      return mountPoint(common);
  }
}

const OPTION_FIELDS = {
  bind: 'BindOptions',
  volume: 'VolumeOptions',
  tmpfs: 'TmpfsOptions',
  image: 'ImageOptions',
} as const;

/** What the daemon refuses of a `--mount`. */
export function checkMount(spec: MountSpec, files: FileSystem): void {
  const fail = (text: string) =>
    invalidParameter(`invalid mount config for type ${JSON.stringify(spec.Type)}: ${text}`);
  if (spec.Target === '') throw fail('field Target must not be empty');
  checkTarget(spec.Target, fail);
  if (!(spec.Type in OPTION_FIELDS)) throw fail('mount type unknown');
  for (const [type, field] of Object.entries(OPTION_FIELDS)) {
    if (type !== spec.Type && type !== 'tmpfs' && spec[field])
      throw fail(`field ${field} must not be specified`);
  }
  if (spec.Type === 'bind') checkBindMount(spec, files, fail);
  if (spec.Type === 'volume') checkVolumeMount(spec, fail);
  if (spec.Type === 'tmpfs' && spec.Source !== '') throw fail('field Source must not be specified');
  if (spec.Type === 'image' && spec.Source === '') throw fail('field Source must not be empty');
}

function checkBindMount(spec: MountSpec, files: FileSystem, fail: (text: string) => Error): void {
  if (spec.Source === '') throw fail('field Source must not be empty');
  const propagation = spec.BindOptions?.Propagation;
  if (propagation && !PROPAGATION_MODES.includes(propagation))
    throw fail(`invalid propagation mode: ${propagation}`);
  if (!spec.Source.startsWith('/'))
    throw fail(`invalid mount path: '${spec.Source}' mount path must be absolute`);
  if (!files.exists(spec.Source) && !spec.BindOptions?.CreateMountpoint) {
    throw fail(`bind source path does not exist: ${spec.Source}`);
  }
}

function checkVolumeMount(spec: MountSpec, fail: (text: string) => Error): void {
  const subpath = spec.VolumeOptions?.Subpath;
  if (subpath && spec.Source === '') throw fail('must not set Subpath when using anonymous volumes');
  if (subpath && (subpath.startsWith('/') || subpath.split('/').includes('..'))) {
    throw fail('subpath must be a relative path within the volume');
  }
  if (spec.ReadOnly && spec.Source === '')
    throw fail('must not set ReadOnly mode when using anonymous volumes');
}

/** Reads `CONTAINER[:MODE]` of `--volumes-from`. */
export function parseVolumesFrom(text: string): { container: string; mode: string } {
  if (text === '') throw invalidParameter('volumes-from specification cannot be an empty string');
  const colon = text.indexOf(':');
  const [container, mode] = colon === -1 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
  const wrong = !isMode(mode) || propagationIn(mode) !== undefined || mode.split(',').includes('nocopy');
  if (wrong) throw invalidParameter(`invalid mode: ${mode}`);
  return { container, mode: mode || 'rw' };
}
