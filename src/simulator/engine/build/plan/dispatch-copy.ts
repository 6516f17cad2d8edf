import { cleanPath } from '../../../common/ignore.ts';
import type { CopyInstruction } from '../dockerfile/instructions.ts';
import { checkMode } from '../file-mode.ts';
import { isGit, isRemote, isUrl } from '../sources.ts';
import { type DispatchContext, expandedCode, upperFirst, type Words } from './dispatch.ts';
import { type ContextStep, type FilesStep, inlineStep } from './graph.ts';
import type { Command, StageState } from './stage.ts';

/** Plans a COPY or an ADD. */
export function dispatchCopy(
  state: StageState,
  command: Command,
  written: CopyInstruction,
  { word, document }: Words,
  context: DispatchContext,
): void {
  const isAdd = written.kind === 'add';
  const instruction = {
    ...written,
    chown: word(written.chown),
    chmod: word(written.chmod),
    checksum: word(written.checksum),
    sources: written.sources.map(word),
    destination: word(written.destination),
    inline: written.inline.map((file) => ({ ...file, data: file.expand ? document(file.data) : file.data })),
  };
  const { source, isContext } = sourceOf(state, command, instruction, context);
  if (instruction.chmod !== '') checkMode(instruction.chmod);
  checkSources(instruction, isAdd);
  let message = isAdd ? 'ADD' : 'COPY';
  if (instruction.chown !== '') message += ` --chown=${instruction.chown}`;
  if (instruction.chmod !== '') message += ` --chmod=${instruction.chmod}`;
  const name = state.stepName(upperFirst(expandedCode(state.env, written.code, context)), command.isOnbuild);
  for (const path of instruction.sources) {
    message += ` ${path}`;
    if (isContext && !isRemote(path) && context.ignore?.excludes(cleanPath(path).replace(/^\//, ''))) {
      const text = `Attempting to ${isAdd ? 'Add' : 'Copy'} file ${JSON.stringify(path)} that is excluded by .dockerignore`;
      context.linter.report('CopyIgnoredFile', instruction.lines, text);
    }
  }
  for (const { name: file } of instruction.inline) message += ` <<${file}`;
  message += ` ${instruction.destination}`;
  state.top = {
    kind: 'copy',
    below: state.top,
    name,
    lines: instruction.lines,
    ignoreCache: state.ignoreCache,
    source,
    sources: instruction.sources,
    inline: instruction.inline.map((file) => inlineStep(file, state.ignoreCache)),
    destination: resolveDestination(state.directory, instruction.destination),
    chown: instruction.chown,
    chmod: instruction.chmod,
    unpack: isAdd,
    downloads: instruction.sources.filter(isRemote).map((url) => ({
      kind: 'download',
      name,
      url,
      checksum: instruction.checksum,
      lines: instruction.lines,
      ignoreCache: state.ignoreCache,
    })),
  };
  state.addHistory(`${message} # buildkit`, true);
}

function sourceOf(
  state: StageState,
  command: Command,
  { from, sources }: CopyInstruction,
  { context }: DispatchContext,
): { source: FilesStep | ContextStep | undefined; isContext: boolean } {
  const stage = command.sources[0];
  if (!stage) {
    const isLocal = sources.some((path) => !isRemote(path));
    return { source: isLocal ? context : undefined, isContext: true };
  }
  if (!stage.dispatched) {
    throw new Error(
      `cannot copy from stage ${JSON.stringify(from)}, it needs to be defined before current stage ${JSON.stringify(state.label)}`,
    );
  }
  return { source: stage.top, isContext: false };
}

function checkSources({ sources, checksum }: CopyInstruction, isAdd: boolean): void {
  if (checksum !== '') {
    if (sources.length !== 1) throw new Error("checksum can't be specified for multiple sources");
    if (!isRemote(sources[0]!)) throw new Error('checksum requires HTTP(S) or Git sources');
    if (!isGit(sources[0]!)) checkDigest(checksum);
  }
  for (const path of sources) {
    if (isAdd) continue;
    if (isGit(path)) throw new Error("source can't be a git ref for COPY");
    if (isUrl(path)) throw new Error("source can't be a URL for COPY");
  }
}

function checkDigest(digest: string): void {
  const [, algorithm = '', hex] = /^([a-z0-9]+(?:[.+_-][a-z0-9]+)*):([a-zA-Z0-9=_-]+)$/.exec(digest) ?? [];
  if (hex === undefined) throw new Error('invalid checksum digest format');
  const length = { sha256: 64, sha384: 96, sha512: 128 }[algorithm];
  if (length === undefined) throw new Error('unsupported digest algorithm');
  if (hex.length !== length) throw new Error('invalid checksum digest length');
}

/** Keeps the final slash, which makes the destination a directory. */
function resolveDestination(directory: string, destination: string): string {
  const given = destination === '' || destination === '.' ? './' : destination;
  const path = cleanPath(given.startsWith('/') ? given : `/${directory}/${given}`);
  return /(^|\/)\.?$/.test(given) && path !== '/' ? `${path}/` : path;
}
