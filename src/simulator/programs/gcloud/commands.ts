import type { Process } from '../../common/process.ts';
import { createRepository, listImages, listRepositories } from './artifacts.ts';
import * as auth from './auth.ts';
import { deletePolicies, listPolicies, setPolicies } from './cleanup.ts';
import * as config from './config.ts';

type Options = ReadonlyMap<string, string>;

export interface Command {
  /** What follows the name in its usage. */
  synopsis?: string;
  /** All its optional flags in the real gcloud, for its usage. */
  optional: string;
  /** Flags without a value, and with one, that are simulated. */
  flags?: string[];
  values?: string[];
  /** How many words it takes; any number where this is not said. */
  most?: number;
  /** The words that must be there, by their names in the usage, and flags. */
  words?: string[];
  required?: { label: string; flags: string[] }[];
  run(process: Process, words: string[], options: Options): Promise<number>;
}

const REPOSITORY = '(REPOSITORY : --location=LOCATION)';

/** The commands that are simulated. */
export const COMMANDS: Record<string, Command> = {
  'auth login': {
    synopsis: '[ACCOUNT]',
    optional:
      'activate brief browser cred-file enable-gdrive-access force help launch-browser login-config update-adc',
    flags: ['force', 'brief', 'launch-browser', 'no-launch-browser', 'update-adc'],
    most: 1,
    run: (process) => auth.login(process),
  },
  'auth list': {
    optional: 'filter filter-account help limit page-size sort-by',
    most: 0,
    run: (process) => auth.list(process),
  },
  'auth revoke': { synopsis: '[ACCOUNTS ...]', optional: 'all help', run: auth.revoke },
  'auth print-access-token': {
    synopsis: '[ACCOUNT]',
    optional: 'help lifetime',
    most: 1,
    run: auth.printAccessToken,
  },
  'auth configure-docker': {
    synopsis: '[REGISTRIES]',
    optional: 'help',
    most: 1,
    run: (process, words, options) => auth.configureDocker(process, words, options.has('quiet')),
  },
  'artifacts repositories create': {
    synopsis: `${REPOSITORY} --repository-format=REPOSITORY_FORMAT`,
    optional:
      'allow-snapshot-overwrites allow-vulnerability-scanning async description disable-remote-validation disable-vulnerability-scanning help immutable-tags kms-key labels location mode remote-apt-repo remote-apt-repo-path remote-docker-repo remote-go-repo remote-mvn-repo remote-npm-repo remote-password-secret-version remote-python-repo remote-repo-config-desc remote-username remote-yum-repo remote-yum-repo-path upstream-policy-file version-policy',
    flags: ['immutable-tags', 'async'],
    values: ['repository-format', 'location', 'description'],
    most: 1,
    words: [REPOSITORY],
    required: [{ label: '--repository-format', flags: ['repository-format'] }],
    run: createRepository,
  },
  'artifacts repositories list': {
    optional: 'filter help limit location page-size sort-by',
    values: ['location', 'limit'],
    most: 0,
    run: listRepositories,
  },
  'artifacts repositories set-cleanup-policies': {
    synopsis: `${REPOSITORY} (--dry-run --policy=POLICY)`,
    optional: 'dry-run help location policy',
    flags: ['dry-run', 'no-dry-run', 'overwrite'],
    values: ['policy', 'location'],
    most: 1,
    words: [REPOSITORY],
    required: [{ label: '(--dry-run --policy)', flags: ['dry-run', 'no-dry-run', 'policy'] }],
    run: setPolicies,
  },
  'artifacts repositories list-cleanup-policies': {
    synopsis: REPOSITORY,
    optional: 'help location',
    values: ['location'],
    most: 1,
    words: [REPOSITORY],
    run: listPolicies,
  },
  'artifacts repositories delete-cleanup-policies': {
    synopsis: `${REPOSITORY} --policynames=POLICYNAMES`,
    optional: 'help location',
    values: ['policynames', 'location'],
    most: 1,
    words: [REPOSITORY],
    required: [{ label: '--policynames', flags: ['policynames'] }],
    run: deletePolicies,
  },
  'artifacts docker images list': {
    synopsis: '[IMAGE_PATH]',
    optional:
      'filter help include-tags limit occurrence-filter page-size show-occurrences show-occurrences-from sort-by',
    flags: ['include-tags'],
    values: ['limit'],
    most: 1,
    run: listImages,
  },
  'config set': {
    synopsis: 'SECTION/PROPERTY VALUE',
    optional: 'help installation',
    most: 2,
    words: ['SECTION/PROPERTY', 'VALUE'],
    run: (process, [name, value]) => config.set(process, name!, value!),
  },
  'config unset': {
    synopsis: 'SECTION/PROPERTY',
    optional: 'help installation',
    most: 1,
    words: ['SECTION/PROPERTY'],
    run: (process, [name]) => config.unset(process, name!),
  },
  'config get': {
    synopsis: 'SECTION/PROPERTY',
    optional: 'help',
    most: 1,
    words: ['SECTION/PROPERTY'],
    run: (process, [name]) => config.get(process, name!),
  },
  'config get-value': {
    synopsis: 'SECTION/PROPERTY',
    optional: 'help',
    most: 1,
    words: ['SECTION/PROPERTY'],
    run: (process, [name]) => config.get(process, name!),
  },
};
