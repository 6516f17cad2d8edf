import { resolvePath } from '../../common/files.ts';
import { goBool } from '../../common/go-bool.ts';
import type { FlagSet } from '../../common/pflag/flag-set.ts';
import { splitCommas } from '../../common/pflag/values.ts';
import type { Process } from '../../common/process.ts';
import { CommandError } from '../framework/errors.ts';
import { notSupported } from './checks.ts';

/** Where what a build makes goes. */
export interface Output {
  type: string;
  attributes: Record<string, string>;
  /** Where files go: a folder, a file, or `-` for standard output. */
  destination: string;
}

/** Whether an output is an image of the engine's own. */
export const isImage = ({ type }: Output): boolean => type === 'image' || type === 'docker';
/** Whether it is files. */
export const isFiles = ({ type }: Output): boolean => type === 'local' || type === 'tar';

/** `--output`: `type=local,dest=out`, or a path alone. @throws CommandError */
function parseOutput(text: string): Output {
  const output: Output = { type: '', attributes: {}, destination: '' };
  const fields = splitCommas(text);
  if (fields.length === 1 && fields[0] === text && !text.startsWith('type=')) {
    return { ...output, type: text === '-' ? 'tar' : 'local', destination: text };
  }
  for (const field of fields) {
    const equals = field.indexOf('=');
    if (equals === -1) throw new CommandError(`invalid value ${field}`);
    const key = field.slice(0, equals).trim().toLowerCase();
    const value = field.slice(equals + 1);
    if (key === 'type') output.type = value;
    else if (key === 'dest') output.destination = value;
    else output.attributes[key] = value;
  }
  if (output.type === '') throw new CommandError('type is required for output');
  if (output.type === 'registry') {
    return { ...output, type: 'image', attributes: { ...output.attributes, push: 'true' } };
  }
  return output;
}

/** The outputs that are asked for in so many words. @throws CommandError */
export function readOutputs(flags: FlagSet): Output[] {
  const outputs = flags
    .list('output')
    .filter((text) => text !== '')
    .map(parseOutput);
  if (flags.string('iidfile') !== '' && outputs.some(isFiles)) {
    throw new CommandError('local and tar exporters are incompatible with image ID file');
  }
  return outputs;
}

/** Whether files can be put where they are wanted. @throws CommandError */
export function checkDestinations(process: Process, outputs: readonly Output[]): void {
  let stdoutUsed = false;
  for (const output of outputs) {
    const { type, destination } = output;
    const isFolder = type === 'local' || (type === 'oci' && goBool(output.attributes.tar ?? '') === false);
    if (isFolder) checkFolder(process, output);
    else if (type === 'tar' || type === 'oci' || type === 'docker') {
      if (destination === '' && type !== 'docker') output.destination = '-';
      if (output.destination === '-') {
        if (stdoutUsed) throw new CommandError('multiple outputs configured to write to stdout');
        if (process.stdout.isTTY) {
          const refused = 'refusing to write to console';
          throw new CommandError(`dest file is required for ${type} exporter. ${refused}`);
        }
        stdoutUsed = true;
      } else if (output.destination !== '') openFile(process, output);
    }
  }
}

function checkFolder({ files, cwd }: Process, { type, destination }: Output): void {
  if (destination === '') throw new CommandError(`dest is required for ${type} exporter`);
  if (destination === '-') throw new CommandError(`dest cannot be stdout for ${type} exporter`);
  if (files.isFile(resolvePath(cwd, destination))) {
    throw new CommandError(`destination directory ${destination} is a file`);
  }
}

/** Makes the file at once, empty, as the real one does. */
function openFile({ files, cwd }: Process, { destination }: Output): void {
  const path = resolvePath(cwd, destination);
  if (files.isDirectory(path)) throw new CommandError(`destination file ${destination} is a directory`);
  const parent = resolvePath(path, '..');
  if (files.exists(parent) && !files.isDirectory(parent)) {
    const reason = `stat ${destination}: not a directory`;
    throw new CommandError(`invalid destination file: ${destination}: ${reason}`);
  }
  try {
    files.write(path, '');
  } catch (error) {
    throw new CommandError(`failed to open open ${destination}: ${(error as Error).message.toLowerCase()}`);
  }
}

/**
 * All outputs of a build: with what `--push` and `--load` add, and an image when nothing else is asked for.
 * @param isBuilt whether anything is built at all
 * @throws CommandError for what the engine's own builder cannot write
 */
export function chooseOutputs(
  { env }: Process,
  flags: FlagSet,
  given: readonly Output[],
  isBuilt: boolean,
): Output[] {
  const outputs = [...given];
  const image = (type: string): Output => ({ type, attributes: {}, destination: '' });
  if (flags.bool('push')) {
    if (!outputs.some(({ type }) => type === 'image')) outputs.push(image('image'));
    for (const { type, attributes } of outputs) if (type === 'image') attributes.push = 'true';
  }
  if (flags.bool('load') && !outputs.some(({ type, destination }) => type === 'docker' && !destination)) {
    outputs.push(image('docker'));
  }
  if (outputs.length === 0 && isBuilt && goBool(env.BUILDX_NO_DEFAULT_LOAD ?? '') !== true) {
    outputs.push(image('image'));
  }
  const unnamed = outputs.find((output) => isPushed(output) && !output.attributes.name);
  if (unnamed && flags.list('tag').length === 0) {
    throw new CommandError('tag is needed when pushing to registry');
  }
  for (const { type, destination } of outputs) {
    if (type === 'oci') throw notSupported('OCI exporter', 'build-exporters');
    if (type === 'docker' && destination !== '') throw notSupported('Docker exporter', 'build-exporters');
  }
  return outputs.filter(({ type }) => type !== 'cacheonly');
}

/** Whether the engine pushes the image when it is built. */
export function isPushed({ type, attributes }: Output): boolean {
  return type === 'image' && goBool(attributes.push ?? '') === true;
}

/** The names that an image output gets. */
export function namesOf(flags: FlagSet, { attributes }: Output): string[] {
  const tags = flags.list('tag');
  return tags.length > 0 ? [...tags] : attributes.name ? attributes.name.split(',') : [];
}
