import { FileError } from '../../common/files.ts';
import { sourcesDigest } from './content-hash.ts';
import { DockerfileError } from './dockerfile/errors.ts';
import {
  type AnyStep,
  type CopyStep,
  type FilesStep,
  type ImageStep,
  isFilesStep,
  placesOf,
} from './plan/graph.ts';
import { isRemote } from './sources.ts';
import type { StepResults } from './step-results.ts';
import type { TracedVertex } from './trace.ts';

/** A build whose context has come. */
interface Build {
  results: StepResults;
  /** Names the context in messages. */
  reference(): string;
  vertexOf(step: AnyStep): TracedVertex;
  /** Makes a step to its end. */
  finish(step: Exclude<FilesStep, ImageStep>): Promise<void>;
}

/** Why a COPY's files cannot be looked at. */
export function checksumFailure(reference: string, { path, code, message }: FileError): string {
  const reason = code === 'ENOENT' ? 'not found' : message.toLowerCase();
  return `failed to calculate checksum of ref ${reference}: ${JSON.stringify(path)}: ${reason}`;
}

/**
 * The build context is looked at as soon as it is there, while other steps are being made: a COPY of files that it has
 * not fails the build at once. Steps that are under way are stopped; what the COPY stands on and was not begun yet is
 * shown as if it came from the cache.
 * @throws DockerfileError
 */
export async function refuseMissing(build: Build): Promise<void> {
  const { results, vertexOf } = build;
  const missing = missingFiles(results);
  // The solver goes down from the target, so that it comes upon the last first.
  const failed = [...missing.keys()].reverse();
  const [first] = failed;
  if (!first) return;
  const others = results.steps.filter((step) => isFilesStep(step) && !missing.has(step as CopyStep));
  const begun = others.filter(
    (step) => !results.isReady(step) && results.inputsOf(step).every((input) => results.isReady(input)),
  );
  const below = allBelow(failed, results);
  for (const step of others) {
    if (below.has(step) && !begun.includes(step) && step.kind !== 'image') vertexOf(step).cached();
  }
  const reference = build.reference();
  for (const step of failed) {
    vertexOf(step).start();
    vertexOf(step).fail(checksumFailure(reference, missing.get(step)!));
  }
  for (const step of begun) {
    if (step.kind === 'workdir' || step.kind === 'local') await build.finish(step);
    else {
      vertexOf(step).start();
      vertexOf(step).fail('context canceled');
    }
  }
  const reason = checksumFailure(reference, missing.get(first)!);
  throw new DockerfileError(`failed to compute cache key: ${reason}`, ...placesOf(first));
}

function missingFiles(results: StepResults): Map<CopyStep, FileError> {
  const missing = new Map<CopyStep, FileError>();
  for (const step of results.steps) {
    if (step.kind !== 'copy' || step.source?.kind !== 'context' || results.isReady(step)) continue;
    try {
      const local = step.sources.filter((source) => !isRemote(source));
      sourcesDigest(results.contextTree, local);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      missing.set(step, error);
    }
  }
  return missing;
}

function allBelow(steps: readonly AnyStep[], results: StepResults): Set<AnyStep> {
  const below = new Set<AnyStep>();
  const visit = (step: AnyStep): void => {
    for (const input of results.inputsOf(step)) {
      if (below.has(input)) continue;
      below.add(input);
      visit(input);
    }
  };
  for (const step of steps) visit(step);
  return below;
}
