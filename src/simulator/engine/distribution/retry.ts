import type { Clock } from '../../common/clock.ts';
import {
  RegistryError,
  RegistryErrors,
  RequestError,
  UnexpectedResponse,
} from '../../common/registry-errors.ts';
import { BlobUnknown, CredentialsError, DoNotRetry, UnsupportedMediaType } from './errors.ts';

/** Codes after which trying again is vain. A bare code tells too little to know, so it is tried again. */
const FINAL = new Set(['UNAUTHORIZED', 'UNSUPPORTED', 'DENIED', 'TOOMANYREQUESTS', 'NAME_UNKNOWN']);

/** Marks an error that must not be retried. */
export function retryable(error: Error): Error {
  if (error instanceof RegistryErrors && error.errors.length > 0) return retryable(error.errors[0]!);
  if (error instanceof RegistryError)
    return FINAL.has(error.code) && !error.bare ? new DoNotRetry(error) : error;
  if (error instanceof RequestError) {
    return error.cause instanceof CredentialsError ? new DoNotRetry(error.cause) : retryable(error.cause);
  }
  if (
    error instanceof UnexpectedResponse ||
    error instanceof UnsupportedMediaType ||
    error instanceof BlobUnknown ||
    error instanceof DoNotRetry
  ) {
    return error instanceof DoNotRetry ? error : new DoNotRetry(error);
  }
  return error;
}

/** Whether another endpoint may do better; neither a registry's own refusal nor our own one says so. */
export function tryNextEndpoint(error: Error): boolean {
  if (error instanceof RegistryErrors) return error.errors.length === 0 || tryNextEndpoint(error.errors[0]!);
  if (error instanceof RegistryError) return error.bare;
  return !(error instanceof UnsupportedMediaType);
}

const MAX_ATTEMPTS = 5;

interface TransferOptions {
  clock: Clock;
  signal?: AbortSignal;
  /** Tells `Retrying in 5 seconds`. */
  status(text: string): void;
}

/** Tries up to five times, waiting 5, 10, 15 and 20 seconds, and counts the seconds aloud. */
export async function withRetries<T>(options: TransferOptions, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof DoNotRetry || attempt === MAX_ATTEMPTS) throw error;
    }
    for (let left = attempt * 5; left > 0; left--) {
      options.status(`Retrying in ${left} second${left === 1 ? '' : 's'}`);
      await options.clock.pass(1000, options.signal);
    }
  }
}

/** Lets so many transfers run at a time, and the others wait their turn. */
export class Slots {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(count: number) {
    this.free = count;
  }

  /** Resolves with what gives the slot back; `onWait` is told when none is free at once. */
  async take(onWait: () => void): Promise<() => void> {
    if (this.free > 0) this.free--;
    else {
      const turn = new Promise<void>((resolve) => this.waiting.push(resolve));
      onWait();
      await turn;
    }
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const next = this.waiting.shift();
      if (next) next();
      else this.free++;
    };
  }
}
