import { resolvePath } from '../../common/files.ts';
import { parseReference, type Reference, referenceString, withDefaultTag } from '../../common/reference.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import type { ImageManifest } from './types.ts';

/** A name as the manifest commands take it, with its tag. */
export function manifestReference(text: string): Reference {
  return withDefaultTag(parseReference(text));
}

const fileName = (reference: Reference): string =>
  referenceString(reference).replaceAll(':', '-').replaceAll('/', '_');

/** The lists being put together, in the directory `manifests` beside the config file. */
export class ManifestStore {
  private readonly files: Invocation['process']['files'];
  private readonly root: string;

  constructor({ process, globals }: Invocation) {
    this.files = process.files;
    this.root = resolvePath(process.cwd, `${globals.configDirectory}/manifests`);
  }

  private directory(list: Reference): string {
    return `${this.root}/${fileName(list)}`;
  }

  exists(list: Reference): boolean {
    return this.files.isDirectory(this.directory(list));
  }

  /** The manifests of a list; `undefined` when there is no such list. */
  list(list: Reference): ImageManifest[] | undefined {
    const directory = this.directory(list);
    if (!this.exists(list)) return undefined;
    return this.files
      .list(directory)
      .map((name) => JSON.parse(this.files.readText(`${directory}/${name}`)) as ImageManifest);
  }

  /** One manifest of a list; `undefined` when it is not in it. */
  get(list: Reference, manifest: Reference): ImageManifest | undefined {
    const path = `${this.directory(list)}/${fileName(manifest)}`;
    return this.files.isFile(path) ? (JSON.parse(this.files.readText(path)) as ImageManifest) : undefined;
  }

  save(list: Reference, manifest: Reference, content: ImageManifest): void {
    this.files.mkdir(this.directory(list), { parents: true });
    this.files.write(`${this.directory(list)}/${fileName(manifest)}`, JSON.stringify(content));
  }

  remove(list: Reference): void {
    this.files.remove(this.directory(list), { recursive: true });
  }
}

/** What is said of a list that the store does not have. */
export function noSuchList(list: Reference): CommandError {
  return new CommandError(`No such manifest: ${referenceString(list)}`);
}
