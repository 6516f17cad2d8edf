import { pythonText } from '../support/jmespath-tokens.ts';
import { badValue } from './errors.ts';
import type { Operation } from './operations.ts';

/** What botocore checks of an input before it asks anybody, by the service's model. */

/** The least lengths of texts and lists; `[]` stands for what a list holds. */
const LEAST: Record<string, number> = {
  imageIds: 1,
  imageManifest: 1,
  imageManifestMediaType: 1,
  imageTag: 1,
  lifecyclePolicyText: 100,
  repositoryName: 2,
  repositoryNames: 1,
  'repositoryNames[]': 2,
};

const PYTHON_TYPES: Record<string, string> = { string: 'str', boolean: 'bool', undefined: 'NoneType' };

function typeOf(value: unknown): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return PYTHON_TYPES[typeof value] ?? (Array.isArray(value) ? 'list' : 'dict');
}

/** @throws AwsFailure with all that is wrong */
export function validate({ parameters }: Operation, input: Readonly<Record<string, unknown>>): void {
  const faults: string[] = [];
  const typed = (place: string, value: unknown, type: string): boolean => {
    if (typeOf(value) === type) return true;
    faults.push(
      `Invalid type for parameter ${place}, value: ${pythonText(value)}, type: <class '${typeOf(value)}'>, valid types: <class '${type}'>`,
    );
    return false;
  };
  const measured = (place: string, name: string, value: string | unknown[]): void => {
    const least = LEAST[name];
    if (least === undefined || value.length >= least) return;
    faults.push(`Invalid length for parameter ${place}, value: ${value.length}, valid min length: ${least}`);
  };
  const structure = (place: string, value: unknown, members: Record<string, 'str' | 'bool'>): void => {
    if (!typed(place, value, 'dict')) return;
    for (const [name, one] of Object.entries(value as object)) {
      const type = Object.hasOwn(members, name) ? members[name] : undefined;
      if (type === undefined) {
        const known = Object.keys(members).join(', ');
        faults.push(`Unknown parameter in ${place}: "${name}", must be one of: ${known}`);
      } else if (typed(`${place}.${name}`, one, type) && typeof one === 'string')
        measured(`${place}.${name}`, name, one);
    }
  };
  for (const { member, kind, members } of Object.values(parameters)) {
    const value = input[member];
    if (value === undefined) continue;
    if (typeof value === 'string' || Array.isArray(value)) measured(member, member, value);
    if (kind === 'structure') structure(member, value, members ?? {});
    if (kind === 'structures' && typed(member, value, 'list'))
      for (const [i, one] of (value as unknown[]).entries()) structure(`${member}[${i}]`, one, members ?? {});
    if (kind === 'strings')
      for (const [i, one] of (value as string[]).entries()) measured(`${member}[${i}]`, `${member}[]`, one);
  }
  if (faults.length > 0) throw badValue(`Parameter validation failed:\n${faults.join('\n')}`);
}
