import { responseError } from '../../common/registry-errors.ts';
import { CommandError } from '../framework/errors.ts';

/** A registry's refusal of a request. */
export class RegistryRefusal extends CommandError {
  override readonly cause: Error;
  constructor(cause: Error) {
    super(cause.message);
    this.cause = cause;
  }
}

/** What a response refuses. */
export const refusalOf = async (response: Response): Promise<RegistryRefusal> =>
  new RegistryRefusal(await responseError(response));
