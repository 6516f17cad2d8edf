import { ApiError, messageOf } from '../errors.ts';

export const failed = (message: string): ApiError => new ApiError(500, message);

/** The same refusal with its text changed, as Go code wraps errors on their way up. */
export function wrap(error: unknown, message: (text: string) => string): ApiError {
  return new ApiError(error instanceof ApiError ? error.status : 500, message(messageOf(error)));
}
