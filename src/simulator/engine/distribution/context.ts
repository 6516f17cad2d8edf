import { type Reference, repositoryName } from '../../common/reference.ts';
import type { EngineContext } from '../context.ts';
import type { AuthConfig } from './auth.ts';
import { endpointsOf } from './endpoints.ts';
import { FallbackError } from './errors.ts';
import type { ProgressOutput } from './progress.ts';

/** What a pull or a push is about. */
export interface Transfer {
  context: EngineContext;
  reference: Reference;
  credentials: AuthConfig;
  progress: ProgressOutput;
  signal?: AbortSignal;
}

/**
 * Tries a registry's addresses in turn. Once HTTPS has been spoken with a host, plain HTTP is not tried there.
 * @param work throws FallbackError where the next address may do better
 */
export async function tryEndpoints<T>(
  { context, reference, signal }: Pick<Transfer, 'context' | 'reference' | 'signal'>,
  work: (endpoint: string) => Promise<T>,
): Promise<T> {
  let last: Error | undefined;
  let speaksTls = false;
  for (const endpoint of endpointsOf(context, reference.domain)) {
    if (speaksTls && endpoint.startsWith('http:')) continue;
    try {
      return await work(endpoint);
    } catch (error) {
      if (signal?.aborted || !(error instanceof FallbackError)) throw error;
      if (error.transportOk && endpoint.startsWith('https:')) speaksTls = true;
      last = error.cause;
    }
  }
  throw last ?? new Error(`no endpoints found for ${repositoryName(reference)}`);
}
