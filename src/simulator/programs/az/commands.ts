import type { Process } from '../../common/process.ts';
import * as acr from './acr.ts';
import * as images from './images.ts';
import { account, login, logout } from './login.ts';
import * as registries from './registries.ts';
import { versions } from './version.ts';

type Options = ReadonlyMap<string, string>;

export interface Command {
  /** What it does, for its help. */
  summary: string;
  /** Command lines with what they do. */
  examples?: [line: string, text: string][];
  /** Options with a value, by long name; a letter after a slash. */
  values?: string[];
  switches?: string[];
  required?: string[];
  /** Values that are a number, or one of some words. */
  kinds?: Record<string, 'int' | readonly string[]>;
  run(process: Process, options: Options): Promise<unknown>;
}

const SKUS = ['Classic', 'Basic', 'Standard', 'Premium'];
const TRUTH = ['true', 'false'];
const STATES = ['enabled', 'disabled'];
const GROUP = ['resource-group/g'];

/** The commands that are simulated, in the order of their help. */
export const COMMANDS: Record<string, Command> = {
  login: {
    summary: 'Sign in to Azure.',
    examples: [
      ['az login', 'Sign in through a browser.'],
      [
        'az login -u ada@example.com -p SECRET',
        'Sign in with a name and a password, for accounts without a second factor.',
      ],
      [
        'az login --service-principal -u APP_ID -p SECRET --tenant TENANT',
        'Sign in as a service principal, as scripts do.',
      ],
    ],
    values: ['username/u', 'password/p', 'tenant/t'],
    switches: ['service-principal', 'use-device-code'],
    run: login,
  },
  logout: {
    summary: 'Forget the accounts that are signed in.',
    values: ['username/u'],
    run: logout,
  },
  'account show': {
    summary: 'Show the subscription in use.',
    run: (process) => account(process, 'show'),
  },
  'account list': {
    summary: 'List the subscriptions of the accounts signed in.',
    run: (process) => account(process, 'list'),
  },
  version: { summary: 'Show the versions of az and its parts.', run: versions },
  'acr create': {
    summary: 'Create a registry.',
    examples: [
      [
        'az acr create -n MyRegistry -g MyResourceGroup --sku Standard',
        'Create a registry of the Standard tier.',
      ],
    ],
    values: ['name/n', 'resource-group/g', 'sku', 'location/l', 'admin-enabled'],
    required: ['name/n', 'resource-group/g', 'sku'],
    kinds: { sku: SKUS, 'admin-enabled': TRUTH },
    run: registries.create,
  },
  'acr list': {
    summary: 'List the registries of the subscription.',
    examples: [
      ['az acr list -o table', 'List the registries of all resource groups as a table.'],
      ['az acr list -g MyResourceGroup -o table', 'List those of one resource group as a table.'],
    ],
    values: ['resource-group/g'],
    run: registries.list,
  },
  'acr show': {
    summary: 'Show a registry.',
    examples: [['az acr show -n MyRegistry --query loginServer', 'Show the host that docker signs in to.']],
    values: [...GROUP, 'name/n'],
    required: ['name/n'],
    run: registries.show,
  },
  'acr update': {
    summary: 'Change a registry.',
    examples: [['az acr update -n MyRegistry --admin-enabled true', 'Let the admin user sign in.']],
    values: [...GROUP, 'name/n', 'sku', 'admin-enabled', 'anonymous-pull-enabled'],
    kinds: { sku: SKUS, 'admin-enabled': TRUTH, 'anonymous-pull-enabled': TRUTH },
    required: ['name/n'],
    run: registries.update,
  },
  'acr credential show': {
    summary: 'Show name and password of the admin user.',
    examples: [['az acr credential show -n MyRegistry', "Show the admin user's credentials."]],
    values: [...GROUP, 'name/n'],
    required: ['name/n'],
    run: registries.credential,
  },
  'acr config retention show': {
    summary: 'Show for how long untagged manifests are kept.',
    values: [...GROUP, 'registry/r'],
    required: ['registry/r'],
    run: registries.showRetention,
  },
  'acr config retention update': {
    summary: 'Set for how long untagged manifests are kept.',
    examples: [
      [
        'az acr config retention update -r MyRegistry --status Enabled --days 30 --type UntaggedManifests',
        'Delete manifests that have had no tag for 30 days.',
      ],
    ],
    values: [...GROUP, 'registry/r', 'type', 'status', 'days'],
    kinds: { type: ['UntaggedManifests'], status: STATES, days: 'int' },
    required: ['registry/r', 'type'],
    run: registries.updateRetention,
  },
  'acr config soft-delete show': {
    summary: 'Show whether deleted artifacts are kept for a while.',
    values: ['registry/r'],
    required: ['registry/r'],
    run: registries.showSoftDelete,
  },
  'acr config soft-delete update': {
    summary: 'Set whether deleted artifacts are kept for a while.',
    examples: [
      [
        'az acr config soft-delete update -r MyRegistry --status Enabled --days 30',
        'Keep deleted artifacts for 30 days.',
      ],
    ],
    values: ['registry/r', 'status', 'days'],
    kinds: { status: STATES, days: 'int' },
    switches: ['yes/y'],
    required: ['registry/r'],
    run: registries.updateSoftDelete,
  },
  'acr login': {
    summary: 'Sign docker in to a registry.',
    examples: [
      ['az acr login -n MyRegistry', 'Sign docker in.'],
      ['az acr login -n MyRegistry --expose-token', 'Print a token, for a machine without docker.'],
    ],
    values: ['name/n', 'username/u', 'password/p'],
    switches: ['expose-token/t'],
    required: ['name/n'],
    run: acr.login,
  },
  'acr repository list': {
    summary: 'List the repositories of a registry.',
    examples: [['az acr repository list -n MyRegistry', 'List all repositories.']],
    values: ['name/n'],
    required: ['name/n'],
    run: images.repositories,
  },
  'acr repository show-tags': {
    summary: 'List the tags of a repository.',
    examples: [
      ['az acr repository show-tags -n MyRegistry --repository MyRepository', 'List the tags.'],
      [
        'az acr repository show-tags -n MyRegistry --repository MyRepository --detail',
        'List the tags with their digests and times.',
      ],
    ],
    values: ['name/n', 'repository', 'orderby', 'top'],
    kinds: { orderby: ['time_asc', 'time_desc'], top: 'int' },
    switches: ['detail'],
    required: ['name/n', 'repository'],
    run: images.tags,
  },
  'acr repository delete': {
    summary: 'Delete a repository, or an image with all its tags.',
    examples: [
      [
        'az acr repository delete -n MyRegistry --image hello-world:latest',
        'Delete the manifest that a tag names, with all its tags.',
      ],
      [
        'az acr repository delete -n MyRegistry --image hello-world@sha256:abc123',
        'Delete the manifest of a digest.',
      ],
      [
        'az acr repository delete -n MyRegistry --repository hello-world',
        'Delete a repository with all that is in it.',
      ],
    ],
    values: ['name/n', 'repository', 'image/t'],
    switches: ['yes/y'],
    required: ['name/n'],
    run: images.remove,
  },
  'acr repository untag': {
    summary: 'Take a tag away, and leave its manifest.',
    examples: [['az acr repository untag -n MyRegistry --image hello-world:latest', 'Take the tag away.']],
    values: ['name/n', 'image/t'],
    required: ['name/n', 'image/t'],
    run: images.untag,
  },
  'acr manifest list-deleted': {
    summary: 'List deleted manifests that can be restored.',
    values: ['registry/r', 'name/n'],
    run: images.deletedManifests,
  },
  'acr manifest list-deleted-tags': {
    summary: 'List deleted tags that can be restored.',
    values: ['registry/r', 'name/n'],
    run: images.deletedTags,
  },
  'acr manifest restore': {
    summary: 'Bring a deleted manifest back.',
    values: ['registry/r', 'name/n', 'digest/d'],
    switches: ['yes/y', 'force/f'],
    run: images.restore,
  },
};

/** What a group of commands is about, in the order of its help. */
export const GROUPS: Record<string, string> = {
  account: 'Subscriptions of Azure.',
  acr: 'Private registries: Azure Container Registry.',
  'acr config': 'Policies of a registry.',
  'acr config retention': 'How long untagged manifests are kept.',
  'acr config soft-delete': 'How long deleted artifacts are kept.',
  'acr credential': "A registry's admin user.",
  'acr manifest': 'Manifests in a registry.',
  'acr repository': 'Repositories in a registry.',
};

/** Groups that az marks as a preview. */
export const PREVIEWS: readonly string[] = ['acr config retention', 'acr config soft-delete', 'acr manifest'];

/** What else is below a group: known, so that a misspelled word is told from them, but not simulated. */
export const OTHERS: Record<string, readonly string[]> = {
  '': 'aks appservice cloud config configure container containerapp extension feedback find functionapp group interactive keyvault network policy provider resource rest role self-test storage tag upgrade vm webapp'.split(
    ' ',
  ),
  account: 'clear get-access-token list-locations lock management-group set'.split(' '),
  acr: 'agentpool build check-health check-name connected-registry delete encryption helm identity import network-rule pack private-endpoint-connection private-link-resource replication run scope-map show-endpoints show-usage task taskrun token webhook'.split(
    ' ',
  ),
  'acr config': ['authentication-as-arm', 'content-trust'],
  'acr credential': ['renew'],
  'acr manifest': 'delete list list-metadata list-referrers show show-metadata update-metadata'.split(' '),
  'acr repository': ['list-deleted', 'show', 'update'],
};
