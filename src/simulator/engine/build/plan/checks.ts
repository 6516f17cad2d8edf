import { parseReference } from '../../../common/reference.ts';
import { type Platform, parsePlatform } from '../../platform.ts';
import type { Lines } from '../dockerfile/errors.ts';
import type { Environment, Expanded } from '../dockerfile/expand.ts';
import { type ExpandOptions, expand } from '../dockerfile/expand.ts';
import type { Stage } from '../dockerfile/instructions.ts';
import type { Linter } from '../dockerfile/lint.ts';
import { suggest } from '../dockerfile/suggest.ts';

/** The lint rules that look at the whole Dockerfile or at FROM. */

const RESERVED = ['context', 'scratch'];
const SECRET = /(?:_|^)(?:apikey|auth|credential|credentials|key|password|pword|passwd|secret|token)(?:_|$)/i;
const NO_SECRET = /(?:_|^)public(?:_|$)/i;

export function checkStageNames(stages: readonly Stage[], linter: Linter): void {
  const seen = new Set<string>();
  for (const { name, lines } of stages) {
    if (name === '') continue;
    if (RESERVED.includes(name)) {
      const message = `Stage name should not use the same name as reserved stage ${JSON.stringify(name)}`;
      linter.report('ReservedStageName', lines, message);
    }
    if (seen.has(name)) {
      const message = `Duplicate stage name ${JSON.stringify(name)}, stage names should be unique`;
      linter.report('DuplicateStageName', lines, message);
    }
    seen.add(name);
  }
}

export function checkCasing(stages: readonly Stage[], linter: Linter): void {
  const words = stages.flatMap((stage) => [
    { word: stage.keyword, lines: stage.lines },
    ...stage.instructions.map(({ name, lines }) => ({ word: name, lines })),
  ]);
  const lower = words.filter(({ word }) => word === word.toLowerCase()).length;
  const upper = words.filter(({ word }) => word === word.toUpperCase()).length;
  const right = lower > upper ? 'lowercase' : 'uppercase';
  for (const { word, lines } of words) {
    if (word === (right === 'lowercase' ? word.toLowerCase() : word.toUpperCase())) continue;
    linter.report(
      'ConsistentInstructionCasing',
      lines,
      `Command '${word}' should match the case of the command majority (${right})`,
    );
  }
}

/** Base images must be names even when no build argument is given. */
export function checkDefaultBases(
  stages: readonly Stage[],
  defaults: Environment,
  options: ExpandOptions,
  linter: Linter,
): void {
  for (const { base, lines } of stages) {
    let name: string;
    try {
      name = expand(base, defaults, options).text;
    } catch {
      return;
    }
    try {
      parseReference(name);
    } catch {
      const message = `Default value for ARG ${base} results in empty or invalid base image name`;
      linter.report('InvalidDefaultArgInFrom', lines, message);
    }
  }
}

export function checkFromVariables(
  unmatched: ReadonlySet<string>,
  known: ReadonlySet<string>,
  lines: Lines,
  linter: Linter,
): void {
  for (const name of unmatched) {
    if (known.has(name)) continue;
    const match = suggest(name, known);
    const guess = match ? ` (did you mean ${match}?)` : '';
    linter.report('UndefinedArgInFrom', lines, `FROM argument '${name}' is not declared${guess}`);
  }
}

export function checkFromPlatform(
  stage: Stage,
  expanded: Expanded,
  targetPlatform: string | undefined,
  linter: Linter,
): void {
  const { matched, unmatched, text } = expanded;
  if (
    matched.size === 1 &&
    unmatched.size === 0 &&
    matched.has('TARGETPLATFORM') &&
    text === targetPlatform
  ) {
    const message = `Setting platform to predefined ${stage.platform} in FROM is redundant as this is the default behavior`;
    linter.report('RedundantTargetPlatform', stage.lines, message);
  }
  if (matched.size > 0 || unmatched.size > 0) return;
  let platform: Platform;
  try {
    platform = parsePlatform(text, '');
  } catch {
    return;
  }
  // A stage named after its platform says that it means it.
  if (stage.name.includes(platform.os) || stage.name.includes(platform.architecture)) return;
  const message = `FROM --platform flag should not use constant value ${JSON.stringify(text)}`;
  linter.report('FromPlatformFlagConstDisallowed', stage.lines, message);
}

export function checkSecretKey(instruction: 'ARG' | 'ENV', key: string, lines: Lines, linter: Linter): void {
  if (!SECRET.test(key) || NO_SECRET.test(key)) return;
  const message = `Do not use ARG or ENV instructions for sensitive data (${instruction} ${JSON.stringify(key)})`;
  linter.report('SecretsUsedInArgOrEnv', lines, message);
}
