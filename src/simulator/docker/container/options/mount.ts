import { resolvePath } from '../../../common/files.ts';
import { goBool } from '../../../common/go-bool.ts';
import { parseBytes, splitCommas } from '../../../common/pflag/values.ts';

/** `Mounts` of the Engine API. */
export interface Mount {
  Type: string;
  Source?: string;
  Target?: string;
  ReadOnly?: boolean;
  Consistency?: string;
  BindOptions?: {
    Propagation?: string;
    NonRecursive?: boolean;
    ReadOnlyNonRecursive?: boolean;
    ReadOnlyForceRecursive?: boolean;
  };
  VolumeOptions?: {
    NoCopy?: boolean;
    Labels: Record<string, string>;
    Subpath?: string;
    DriverConfig: { Name?: string; Options?: Record<string, string> };
  };
  ImageOptions?: { Subpath?: string };
  TmpfsOptions?: { SizeBytes?: number; Mode?: number };
}

/**
 * One `--mount`: comma-separated `key=value` fields.
 * @throws Error with the reason
 */
export function parseMount(value: string, cwd: string): Mount {
  if (value === '') throw new Error('EOF');
  const mount: Mount = { Type: 'volume' };
  for (const field of splitCommas(value)) {
    const at = field.indexOf('=');
    const key = (at === -1 ? field : field.slice(0, at)).toLowerCase();
    if (at === -1) setFlag(mount, key, field);
    else if (!setCommon(mount, key, field.slice(at + 1), cwd))
      setOption(mount, key, field.slice(at + 1), field);
  }
  refuseMixed(mount);
  return mount;
}

const volumeOptions = (mount: Mount): NonNullable<Mount['VolumeOptions']> => {
  mount.VolumeOptions ??= { Labels: {}, DriverConfig: {} };
  return mount.VolumeOptions;
};
const bindOptions = (mount: Mount): NonNullable<Mount['BindOptions']> => {
  mount.BindOptions ??= {};
  return mount.BindOptions;
};
const tmpfsOptions = (mount: Mount): NonNullable<Mount['TmpfsOptions']> => {
  mount.TmpfsOptions ??= {};
  return mount.TmpfsOptions;
};

/** A key that stands alone means `true`. */
function setFlag(mount: Mount, key: string, field: string): void {
  if (key === 'readonly' || key === 'ro') mount.ReadOnly = true;
  else if (key === 'volume-nocopy') volumeOptions(mount).NoCopy = true;
  else if (key === 'bind-nonrecursive') bindOptions(mount).NonRecursive = true;
  else throw new Error(`invalid field '${field}' must be a key=value pair`);
}

function truth(key: string, value: string): boolean {
  const wanted = goBool(value);
  if (wanted === undefined) throw new Error(`invalid value for ${key}: ${value}`);
  return wanted;
}

function setCommon(mount: Mount, key: string, value: string, cwd: string): boolean {
  switch (key) {
    case 'type':
      mount.Type = value.toLowerCase();
      return true;
    case 'source':
    case 'src':
      mount.Source = value.startsWith('.') ? resolvePath(cwd, value) : value;
      return true;
    case 'target':
    case 'dst':
    case 'destination':
      mount.Target = value;
      return true;
    case 'readonly':
    case 'ro':
      mount.ReadOnly = truth(key, value);
      return true;
    case 'consistency':
      mount.Consistency = value.toLowerCase();
      return true;
    default:
      return false;
  }
}

function setOption(mount: Mount, key: string, value: string, field: string): void {
  switch (key) {
    case 'bind-propagation':
      bindOptions(mount).Propagation = value.toLowerCase();
      return;
    case 'bind-nonrecursive':
      bindOptions(mount).NonRecursive = truth(key, value);
      return;
    case 'bind-recursive':
      setRecursive(mount, value);
      return;
    case 'volume-subpath':
      volumeOptions(mount).Subpath = value;
      return;
    case 'volume-nocopy':
      volumeOptions(mount).NoCopy = truth(key, value);
      return;
    case 'volume-label':
      setPair(volumeOptions(mount).Labels, value);
      return;
    case 'volume-driver':
      volumeOptions(mount).DriverConfig.Name = value;
      return;
    case 'volume-opt': {
      const driver = volumeOptions(mount).DriverConfig;
      driver.Options ??= {};
      setPair(driver.Options, value);
      return;
    }
    case 'image-subpath':
      mount.ImageOptions = { Subpath: value };
      return;
    case 'tmpfs-size':
      try {
        tmpfsOptions(mount).SizeBytes = parseBytes(value);
      } catch {
        throw new Error(`invalid value for ${key}: ${value}`);
      }
      return;
    case 'tmpfs-mode':
      if (!/^[0-7]+$/.test(value)) throw new Error(`invalid value for ${key}: ${value}`);
      tmpfsOptions(mount).Mode = Number.parseInt(value, 8);
      return;
    default:
      throw new Error(`unexpected key '${key}' in '${field}'`);
  }
}

function setRecursive(mount: Mount, value: string): void {
  if (value === 'enabled') return;
  if (value === 'disabled') bindOptions(mount).NonRecursive = true;
  else if (value === 'writable') bindOptions(mount).ReadOnlyNonRecursive = true;
  else if (value === 'readonly') bindOptions(mount).ReadOnlyForceRecursive = true;
  else {
    throw new Error(
      `invalid value for bind-recursive: ${value} (must be "enabled", "disabled", "writable", or "readonly")`,
    );
  }
}

function setPair(target: Record<string, string>, pair: string): void {
  const [key = '', ...rest] = pair.split('=');
  if (key !== '') target[key] = rest.join('=');
}

function refuseMixed(mount: Mount): void {
  if (mount.Type === '') throw new Error('type is required');
  if (!mount.Target) throw new Error('target is required');
  const groups: [string, boolean][] = [
    ['volume', mount.VolumeOptions !== undefined],
    ['image', mount.ImageOptions !== undefined],
    ['bind', mount.BindOptions !== undefined],
    ['tmpfs', mount.TmpfsOptions !== undefined],
  ];
  for (const [type, used] of groups) {
    if (used && mount.Type !== type) {
      throw new Error(`cannot mix '${type}-*' options with mount type '${mount.Type}'`);
    }
  }
  const bind = mount.BindOptions;
  const together = (mode: string, other: string): Error =>
    new Error(`option 'bind-recursive=${mode}' requires '${other}' to be specified in conjunction`);
  if (bind?.ReadOnlyNonRecursive && !mount.ReadOnly) throw together('writable', 'readonly');
  if (bind?.ReadOnlyForceRecursive) {
    if (!mount.ReadOnly) throw together('readonly', 'readonly');
    if (bind.Propagation !== 'rprivate') throw together('readonly', 'bind-propagation=rprivate');
  }
}
