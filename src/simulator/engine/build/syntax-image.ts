import { digestOf } from '../../common/digest.ts';
import { parseReference, referenceString, withDefaultTag } from '../../common/reference.ts';
import type { Platform } from '../platform.ts';
import { DockerfileError } from './dockerfile/errors.ts';
import { directiveValue } from './dockerfile/lines.ts';
import { type RegistryClient, resolveFailure } from './registry-client.ts';
import type { BuildTrace } from './trace.ts';

const OFFICIAL = /^docker\.io\/docker\/dockerfile(?:-upstream)?:/;
/** How a registry that can be reached says that it has no such image. */
const MISSING = /: not found$|^pull access denied/;

/**
 * `# syntax=docker/dockerfile:1`: BuildKit fetches the image that reads the Dockerfile. Here the builder's own
 * reader does the work, but the image is looked up as the real one is, and must be there. Only Docker's own is taken
 * to be on Docker Hub even where the simulated one, which holds few repositories, does not hold it.
 * @throws DockerfileError
 */
export async function loadSyntax(
  dockerfile: string,
  options: { client: RegistryClient; trace: BuildTrace; platform: Platform; known: Set<string> },
): Promise<void> {
  const directive = directiveValue(dockerfile, 'syntax');
  // An empty directive names no image.
  if (!directive?.value) return;
  const name = directive.value.split(' ', 1)[0]!;
  const lines = { start: directive.line, end: directive.line };
  const { client, trace, platform, known } = options;
  let reference: string;
  try {
    reference = referenceString(withDefaultTag(parseReference(name)));
  } catch (error) {
    throw new DockerfileError((error as Error).message, lines);
  }
  const lookup = trace.start(`resolve image config for docker-image://${reference}`);
  let digest: string;
  try {
    digest = (await client.resolve(parseReference(reference), platform)).root.digest;
    lookup.complete();
  } catch (error) {
    const { message } = error as Error;
    if (OFFICIAL.test(reference) && MISSING.test(message)) {
      lookup.complete();
      trace.start(`docker-image://${reference}@${digestOf(reference)}`).cached();
      return;
    }
    lookup.fail(message);
    throw new DockerfileError(resolveFailure(reference, error), lines);
  }
  const image = trace.start(`docker-image://${reference}@${digest}`);
  if (known.has(digest)) image.cached();
  else {
    image.status(`resolve ${reference}@${digest}`).complete();
    image.complete();
  }
  known.add(digest);
}
