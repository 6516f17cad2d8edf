import { parseReference, repositoryName, withDefaultTag } from '../../common/reference.ts';
import { registryAuthHeader } from '../config/auth.ts';
import { CommandError } from '../framework/errors.ts';
import type { Invocation } from '../framework/invocation.ts';
import { jsonValues } from '../framework/json-stream.ts';
import { imagePath } from '../image/reference.ts';
import { storedAuthorization } from '../registry/authorization.ts';
import type { JsonMessage } from '../render/json-messages.ts';
import type { ProgressPrinter } from './display.ts';
import { LocalVertex } from './local-vertex.ts';

/** `--push` with the engine's own builder: the engine pushes the image that it has built. @throws CommandError */
export async function pushImage(
  invocation: Invocation,
  printer: ProgressPrinter,
  name: string,
): Promise<void> {
  const vertex = new LocalVertex(invocation.process, printer, `pushing ${name} with docker`);
  await vertex.start();
  try {
    await push(invocation, vertex, name);
    await vertex.complete();
  } catch (error) {
    await vertex.complete((error as Error).message);
    throw error;
  }
}

async function push(invocation: Invocation, vertex: LocalVertex, name: string): Promise<void> {
  const reference = withDefaultTag(parseReference(name));
  const auth = await storedAuthorization(invocation, reference);
  const response = await invocation.engine.request('POST', imagePath(repositoryName(reference), 'push'), {
    query: { tag: reference.tag },
    headers: { 'X-Registry-Auth': registryAuthHeader(auth) },
  });
  let failure: string | undefined;
  for await (const value of jsonValues(response.body)) {
    const message = value as JsonMessage;
    if (message.id) await showLayer(vertex, message);
    if (message.error !== undefined) failure = message.errorDetail?.message ?? message.error;
  }
  if (failure !== undefined) throw new CommandError(failure);
}

async function showLayer(
  vertex: LocalVertex,
  { id = '', status, progressDetail }: JsonMessage,
): Promise<void> {
  const line = `pushing layer ${id}`;
  const done = status === 'Pushed';
  // Even a status without numbers comes with an empty progress.
  const hasProgress = progressDetail !== undefined && progressDetail !== null;
  if (!vertex.knows(line) && !hasProgress && !done) return;
  const total = progressDetail?.total ?? 0;
  await vertex.status(line, { current: progressDetail?.current ?? 0, total, done });
}
