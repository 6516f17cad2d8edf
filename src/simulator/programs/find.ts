import { FileError, type Stat } from '../common/files.ts';
import type { Program } from '../common/process.ts';
import { Expression, type Test, type Walk } from './find-expression.ts';
import type { Found } from './find-output.ts';
import { absolute, complain, Failure } from './support/program.ts';

/** find(1). */
export const find: Program = async (process) => {
  let args = process.argv.slice(1);
  while (/^-[HLP]$/.test(args[0] ?? '')) args = args.slice(1);
  const split = args.findIndex((arg) => /^(?:-.|[!(])/.test(arg));
  const starts = split === -1 ? args : args.slice(0, split);
  const walk: Walk = {
    process,
    minDepth: 0,
    maxDepth: Number.POSITIVE_INFINITY,
    depthFirst: false,
    batches: new Map(),
    status: 0,
    quit: false,
  };
  try {
    const expression = new Expression(split === -1 ? [] : args.slice(split), walk);
    const test = expression.parse();
    const act: Test = expression.acts
      ? test
      : async (found, state) => {
          if (await test(found, state)) await process.stdout.write(`${found.path}\n`);
          return true;
        };
    for (const start of starts.length > 0 ? starts : ['.']) await visit(walk, act, start, start, 0);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await complain(process, error.message);
    return 1;
  }
  for (const [command, paths] of walk.batches) {
    if (paths.length > 0 && (await process.spawn([...command, ...paths])) !== 0) walk.status = 1;
  }
  return walk.status;
};

async function visit(walk: Walk, act: Test, start: string, path: string, depth: number): Promise<void> {
  const { process } = walk;
  if (walk.quit) return;
  process.signal.throwIfAborted();
  const full = absolute(process, path);
  let stat: Stat;
  try {
    stat = process.files.lstat(full);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await complain(process, `‘${path}’: ${error.message}`);
    walk.status = 1;
    return;
  }
  const name = path.replace(/(?<=.)\/+$/, '').replace(/^.*\/(?=.)/, '');
  const found: Found = { path, full, name, depth, stat, start };
  const state: Walk & { prune?: boolean } = Object.assign(walk, { prune: false });
  if (!walk.depthFirst && depth >= walk.minDepth) await act(found, state);
  const prune = state.prune;
  if (stat.type === 'directory' && depth < walk.maxDepth && !prune) {
    try {
      for (const child of process.files.list(full))
        await visit(walk, act, start, `${path.replace(/\/$/, '')}/${child}`, depth + 1);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await complain(process, `‘${path}’: ${error.message}`);
      walk.status = 1;
    }
  }
  if (walk.depthFirst && depth >= walk.minDepth) await act(found, state);
}
