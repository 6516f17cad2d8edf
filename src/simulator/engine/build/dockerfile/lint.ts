import { goBool, notBool } from '../../../common/go-bool.ts';
import type { Lines } from './errors.ts';

/** The checks of `docker build --check`, by name; what each says is in {@link Linter.report}'s caller. */
interface Rule {
  description: string;
  /** The last part of its page's address. */
  slug?: string;
  experimental?: true;
}

const RULES = {
  StageNameCasing: { description: 'Stage names should be lowercase', slug: 'stage-name-casing' },
  FromAsCasing: {
    description: "The 'as' keyword should match the case of the 'from' keyword",
    slug: 'from-as-casing',
  },
  NoEmptyContinuation: {
    description: 'Empty continuation lines will become errors in a future release',
    slug: 'no-empty-continuation',
  },
  ConsistentInstructionCasing: {
    description: 'All commands within the Dockerfile should use the same casing (either upper or lower)',
    slug: 'consistent-instruction-casing',
  },
  DuplicateStageName: { description: 'Stage names should be unique', slug: 'duplicate-stage-name' },
  ReservedStageName: {
    description: 'Reserved words should not be used as stage names',
    slug: 'reserved-stage-name',
  },
  JSONArgsRecommended: {
    description:
      'JSON arguments recommended for ENTRYPOINT/CMD to prevent unintended behavior related to OS signals',
    slug: 'json-args-recommended',
  },
  MaintainerDeprecated: {
    description: 'The MAINTAINER instruction is deprecated, use a label instead to define an image author',
    slug: 'maintainer-deprecated',
  },
  UndefinedArgInFrom: { description: 'FROM command must use declared ARGs', slug: 'undefined-arg-in-from' },
  WorkdirRelativePath: {
    description:
      'Relative workdir without an absolute workdir declared within the build can have unexpected results if the base image changes',
    slug: 'workdir-relative-path',
  },
  UndefinedVar: { description: 'Variables should be defined before their use', slug: 'undefined-var' },
  MultipleInstructionsDisallowed: {
    description: 'Multiple instructions of the same type should not be used in the same stage',
    slug: 'multiple-instructions-disallowed',
  },
  LegacyKeyValueFormat: {
    description: 'Legacy key/value format with whitespace separator should not be used',
    slug: 'legacy-key-value-format',
  },
  InvalidBaseImagePlatform: { description: 'Base image platform does not match expected target platform' },
  RedundantTargetPlatform: {
    description:
      'Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior',
    slug: 'redundant-target-platform',
  },
  SecretsUsedInArgOrEnv: {
    description: 'Sensitive data should not be used in the ARG or ENV commands',
    slug: 'secrets-used-in-arg-or-env',
  },
  InvalidDefaultArgInFrom: {
    description: 'Default value for global ARG results in an empty or invalid base image name',
    slug: 'invalid-default-arg-in-from',
  },
  FromPlatformFlagConstDisallowed: {
    description: 'FROM --platform flag should not use a constant value',
    slug: 'from-platform-flag-const-disallowed',
  },
  CopyIgnoredFile: {
    description: 'Attempting to Copy file that is excluded by .dockerignore',
    slug: 'copy-ignored-file',
    experimental: true,
  },
  InvalidDefinitionDescription: {
    description:
      'Comment for build stage or argument should follow the format: `# <arg/stage name> <description>`. If this is not intended to be a description comment, add an empty line or comment between the instruction and the comment.',
    slug: 'invalid-definition-description',
    experimental: true,
  },
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;

export interface LintWarning {
  rule: RuleName;
  description: string;
  /** `''` for a rule without a page. */
  url: string;
  message: string;
  lines: Lines;
}

/** What `# check=…` at the head of a Dockerfile, or the build argument BUILDKIT_DOCKERFILE_CHECK, asks for. */
interface Options {
  skip: Set<string> | 'all';
  experimental: Set<string> | 'all';
  error: boolean;
}

/** @throws Error `invalid check option "…"` */
function parseOptions(text: string): Options {
  const options: Options = { skip: new Set(), experimental: new Set(), error: false };
  if (text.trim() === '') return options;
  for (const part of text.trim().split(';')) {
    const equals = part.indexOf('=');
    if (equals === -1) throw new Error(`invalid check option ${JSON.stringify(part)}`);
    const key = part.slice(0, equals).trim();
    const value = part.slice(equals + 1).trim();
    if (key === 'skip' || key === 'experimental') {
      options[key] = value === 'all' ? 'all' : new Set(value.split(',').map((rule) => rule.trim()));
    } else if (key === 'error') {
      const wanted = goBool(value);
      if (wanted === undefined) {
        throw new Error(`failed to parse check option ${JSON.stringify(part)}: ${notBool(value)}`);
      }
      options.error = wanted;
    } else throw new Error(`invalid check option ${JSON.stringify(key)}`);
  }
  return options;
}

/** Collects what the checks find, minding which are switched off. */
export class Linter {
  readonly warnings: LintWarning[] = [];
  private readonly options: Options;

  /** @throws Error when the options do not parse */
  constructor(options = '') {
    this.options = parseOptions(options);
  }

  report(rule: RuleName, lines: Lines, message: string): void {
    const { description, slug, experimental }: Rule = RULES[rule];
    const { skip, experimental: wanted } = this.options;
    if (experimental ? wanted !== 'all' && !wanted.has(rule) : skip === 'all' || skip.has(rule)) return;
    const url = slug ? `https://docs.docker.com/go/dockerfile/rule/${slug}/` : '';
    this.warnings.push({ rule, description, url, message, lines });
  }

  /** With `error=true` warnings fail the build. */
  get failure(): string | undefined {
    if (!this.options.error || this.warnings.length === 0) return undefined;
    return `lint violation found for rules: ${[...new Set(this.warnings.map((w) => w.rule))].join(', ')}`;
  }
}
