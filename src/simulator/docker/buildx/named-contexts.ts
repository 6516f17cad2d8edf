import { FileError, type Node, resolvePath } from '../../common/files.ts';
import type { Process } from '../../common/process.ts';
import { familiarString, parseReference } from '../../common/reference.ts';
import { directoryAt, textIn, withoutIgnored } from '../builder/context-files.ts';
import { CommandError } from '../framework/errors.ts';

/** `--build-context`: what stands for stages and images of these names. */
interface NamedContexts {
  /** By name, as the builder takes them: `docker-image://…`, or `local:` and where the folder is in the archive. */
  specifiers: Record<string, string>;
  /** The folder in the archive that holds those of them that are folders; `''` for none. */
  folder: string;
  trees: [string, Node][];
}

/** Reads what the options name. @throws CommandError */
export function readContexts(process: Process, options: readonly string[]): NamedContexts {
  const found: NamedContexts = { specifiers: {}, folder: '', trees: [] };
  for (const option of options) {
    const equals = option.indexOf('=');
    if (equals === -1) throw new CommandError(`invalid context value: ${option}, expected key=value`);
    const name = contextName(option.slice(0, equals));
    const value = option.slice(equals + 1);
    if (value.startsWith('docker-image://')) {
      found.specifiers[name] = value;
      continue;
    }
    if (/^(?:https?|git|ssh|oci-layout|target):|^git@|^github\.com\//.test(value)) {
      throw new CommandError(`the build context ${value} is not simulated: use a folder or docker-image://`);
    }
    found.folder ||= `.contexts.${process.host.random.hex(20)}`;
    const index = String(found.trees.length);
    found.trees.push([index, folderAt(process, name, value)]);
    found.specifiers[name] = `local:${found.folder}/${index}`;
  }
  return found;
}

function contextName(text: string): string {
  try {
    return familiarString(parseReference(text)).replace(/:latest$/, '');
  } catch (error) {
    throw new CommandError(`invalid context name ${text}: ${(error as Error).message}`);
  }
}

function folderAt(process: Process, name: string, path: string): Node {
  const { files, cwd } = process;
  try {
    files.stat(resolvePath(cwd, path));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const reason = error.message.toLowerCase();
    throw new CommandError(`failed to get build context ${name}: stat ${path}: ${reason}`);
  }
  if (!files.isDirectory(resolvePath(cwd, path))) {
    throw new CommandError(`failed to get build context path {${path} <nil> }: not a directory`);
  }
  const root = directoryAt(process, path);
  return withoutIgnored(root, textIn(root, '.dockerignore'), ['.dockerignore']);
}
