import { FileError, resolvePath } from '../../common/files.ts';
import { goBool } from '../../common/go-bool.ts';
import { encodeGoJson } from '../../common/go-json.ts';
import { parseReference, referenceString, repositoryName, withDefaultTag } from '../../common/reference.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { imagePath } from '../image/reference.ts';
import type { BuildResult } from './build.ts';

const REFERENCE_LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** `--iidfile` and `--metadata-file`. @throws CommandError */
export async function writeMetadata(
  invocation: Invocation,
  result: BuildResult,
  names: readonly string[],
  pushed: readonly string[],
): Promise<void> {
  const { flags } = invocation;
  const idFile = flags.string('iidfile');
  if (idFile !== '') write(invocation, idFile, result.imageId, 'writing image ID file: ');
  const file = flags.string('metadata-file');
  if (file === '') return;
  const data: Record<string, unknown> = {};
  for (const [name, answer] of Object.entries(result.answers)) {
    data[name] = name.endsWith('.json') ? JSON.parse(answer) : answer;
  }
  if (result.provenance) data['buildx.build.provenance'] = result.provenance;
  if (Object.keys(result.answers).length === 0) {
    data['buildx.build.ref'] = `default/default/${newReference(invocation)}`;
  }
  if (result.imageId !== '') {
    data['containerimage.config.digest'] = result.imageId;
    data['containerimage.digest'] = (await pushedDigest(invocation, pushed)) ?? result.imageId;
    if (names.length > 0) {
      data['image.name'] = names.map((name) => referenceString(parseReference(name))).join(',');
    }
  }
  const { files, cwd } = invocation.process;
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) || '/' : '.';
  if (!files.exists(resolvePath(cwd, folder))) {
    throw new CommandError(`invalid output path: stat ${folder}: no such file or directory`);
  }
  write(invocation, file, encodeGoJson(data, 2), '');
}

/** What the build was made of goes into the file unless BUILDX_METADATA_PROVENANCE says otherwise. */
export function wantsProvenance({ flags, process }: Invocation): boolean {
  if (flags.string('metadata-file') === '') return false;
  const { BUILDX_METADATA_PROVENANCE: mode = '' } = process.env;
  return mode !== 'disabled' && goBool(mode) !== false;
}

function write({ process }: Invocation, file: string, text: string, prefix: string): void {
  try {
    process.files.write(resolvePath(process.cwd, file), text);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new CommandError(`${prefix}open ${file}: ${error.message.toLowerCase()}`);
  }
}

function newReference({ process }: Invocation): string {
  return Array.from({ length: 25 }, () => process.host.random.pick([...REFERENCE_LETTERS])).join('');
}

/** The digest under which the registry has the image, when it was pushed. */
async function pushedDigest({ engine }: Invocation, [name]: readonly string[]): Promise<string | undefined> {
  if (name === undefined) return undefined;
  const reference = withDefaultTag(parseReference(name));
  const image = await engine.json<{ RepoDigests?: string[] | null }>(
    'GET',
    imagePath(referenceString(reference), 'json'),
  );
  const digest = image.RepoDigests?.find((entry) => {
    const [repository = ''] = entry.split('@');
    return repositoryName(parseReference(repository)) === repositoryName(reference);
  });
  return digest?.slice(digest.indexOf('@') + 1);
}
