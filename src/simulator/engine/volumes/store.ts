import type { Clock } from '../../common/clock.ts';
import { contentSize, type FileSystem, type Node } from '../../common/files.ts';
import type { Random } from '../../common/random.ts';
import { parseSize } from '../containers/log-options.ts';
import { conflict, invalidParameter, notFound } from '../errors.ts';

/** A named place for files that outlives containers: plain data; the files are on the machine's disk. */
export interface VolumeData {
  name: string;
  labels: Record<string, string> | null;
  options: Record<string, string> | null;
  /** RFC 3339, whole seconds. */
  created: string;
}

/** Marks a volume that nobody named. */
export const ANONYMOUS_LABEL = 'com.docker.volume.anonymous';
const ROOT = '/var/lib/docker/volumes';
const OPTIONS = ['type', 'o', 'device', 'size'];

export const mountpointOf = (name: string): string => `${ROOT}/${name}/_data`;

/** The volumes of one engine, all of the `local` driver. */
export class VolumeStore {
  private volumes = new Map<string, VolumeData>();
  private readonly machine: { clock: Clock; files: FileSystem; random: Random };

  constructor(machine: { clock: Clock; files: FileSystem; random: Random }) {
    this.machine = machine;
  }

  all(): VolumeData[] {
    return [...this.volumes.values()];
  }

  get(name: string): VolumeData {
    const volume = this.volumes.get(name);
    if (!volume) throw notFound(`get ${name}: no such volume`);
    return volume;
  }

  /** A volume of that name, made where there is none; without a name a new anonymous one. */
  create(
    name: string,
    driver = '',
    options: Record<string, string> | null = null,
    labels: Record<string, string> | null = null,
  ): { volume: VolumeData; isNew: boolean } {
    if (name === '') {
      const anonymous = { ...labels, [ANONYMOUS_LABEL]: '' };
      return this.create(this.machine.random.hex(64), driver, options, anonymous);
    }
    const known = this.volumes.get(name);
    if (known && ['', 'local'].includes(driver)) return { volume: known, isNew: false };
    if (!['', 'local'].includes(driver)) {
      if (known) {
        throw conflict(
          `create ${name}: conflict: driver 'local' already has volume '${name}': volume name must be unique`,
        );
      }
      throw notFound(
        `create ${name}: error looking up volume plugin ${driver}: plugin "${driver}" not found`,
      );
    }
    checkName(name);
    checkOptions(name, options ?? {});
    const volume: VolumeData = {
      name,
      labels,
      options,
      created: new Date(this.machine.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    };
    this.prepare(name);
    this.volumes.set(name, volume);
    return { volume, isNew: true };
  }

  private prepare(name: string): void {
    const { files } = this.machine;
    files.mkdir(ROOT, { parents: true });
    files.chmod(ROOT, 0o701);
    files.mkdir(`${ROOT}/${name}`, { parents: true, mode: 0o701 });
    files.mkdir(mountpointOf(name), { parents: true });
  }

  remove(name: string): void {
    this.volumes.delete(name);
    if (this.machine.files.exists(`${ROOT}/${name}`))
      this.machine.files.remove(`${ROOT}/${name}`, { recursive: true });
  }

  /** Bytes of a volume's files. */
  size(name: string): number {
    const { files } = this.machine;
    return files.exists(mountpointOf(name)) ? sizeOf(files.node(mountpointOf(name))) : 0;
  }

  /** Where the files really are: a folder of the machine that the options name, or the volume's own. */
  path(volume: VolumeData): string {
    const { type, o, device } = volume.options ?? {};
    const isBind = device?.startsWith('/') && (o?.split(',').includes('bind') || type === 'bind');
    return isBind ? device! : mountpointOf(volume.name);
  }

  snapshot(): VolumeData[] {
    return structuredClone(this.all());
  }

  restore(volumes: readonly VolumeData[]): void {
    this.volumes = new Map(structuredClone([...volumes]).map((volume) => [volume.name, volume]));
  }
}

function sizeOf(node: Node): number {
  if (node.type === 'file') return contentSize(node.content);
  if (node.type !== 'directory') return 0;
  return [...node.children.values()].reduce((sum, child) => sum + sizeOf(child), 0);
}

function checkName(name: string): void {
  if (name.length === 1) {
    throw invalidParameter(
      `create ${name}: volume name is too short, names should be at least two alphanumeric characters`,
    );
  }
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)) {
    throw invalidParameter(
      `create ${name}: ${JSON.stringify(name)} includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path`,
    );
  }
}

function checkOptions(name: string, options: Record<string, string>): void {
  for (const option of Object.keys(options)) {
    if (!OPTIONS.includes(option))
      throw invalidParameter(`create ${name}: invalid option: ${JSON.stringify(option)}`);
  }
  if (options.size !== undefined) {
    parseSize(options.size, `create ${name}: `);
    if (Number.parseFloat(options.size) > 0)
      throw invalidParameter(`create ${name}: quota size requested but no quota support`);
  }
  const given = Object.keys(options).filter((option) => option !== 'size');
  for (const option of ['device', 'type']) {
    if (given.length > 0 && !(option in options)) {
      throw invalidParameter(`create ${name}: missing required option: ${JSON.stringify(option)}`);
    }
  }
}
