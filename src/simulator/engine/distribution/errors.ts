/**
 * What else can go wrong between the engine and a registry: which shape an error has decides whether it is tried again.
 */

/** Credentials are missing or were not given out; asking again will not help. */
export class CredentialsError extends Error {}

export const noBasicAuth = (): Error => new CredentialsError('no basic auth credentials');
export const noToken = (): Error =>
  new CredentialsError('authorization server did not include a token in the response');

/** The registry answered 404 to a blob. */
export class BlobUnknown extends Error {
  constructor() {
    super('unknown blob');
  }
}

/** An error after which another endpoint of the same registry may be tried. */
export class FallbackError extends Error {
  override readonly cause: Error;
  /** HTTP was spoken with the endpoint, so it is not for want of TLS that it failed. */
  readonly transportOk: boolean;
  constructor(cause: Error, transportOk: boolean) {
    super(cause.message);
    this.cause = cause;
    this.transportOk = transportOk;
  }
}

/** An error that ends a transfer at once instead of after five attempts. */
export class DoNotRetry extends Error {
  override readonly cause: Error;
  constructor(cause: Error) {
    super(cause.message);
    this.cause = cause;
  }
}

/** A media type that no image has. */
export class UnsupportedMediaType extends Error {
  constructor(mediaType: string) {
    super(`unsupported media type ${mediaType}`);
  }
}
