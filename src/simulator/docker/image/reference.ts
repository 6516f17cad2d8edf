import { parseReference, type Reference } from '../../common/reference.ts';
import { resourcePath } from '../framework/resource-path.ts';

const IDENTIFIER = /^[a-f0-9]{64}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

/**
 * `ParseAnyReference`: refuses what is neither an ID, nor a digest, nor a name.
 * @throws InvalidReference
 */
export function checkAnyReference(text: string): void {
  if (!IDENTIFIER.test(text) && !DIGEST.test(text)) parseReference(text);
}

/** Whether a reference is a bare name, without tag and digest. */
export function isNameOnly(reference: Reference): boolean {
  return reference.tag === undefined && reference.digest === undefined;
}

/** The Engine API's path for an image by any name a user gives. */
export function imagePath(name: string, action = ''): string {
  return resourcePath('images', name, action);
}
