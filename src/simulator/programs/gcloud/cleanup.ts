import type { Process } from '../../common/process.ts';
import { absolute } from '../support/program.ts';
import { jsonError } from '../support/python-json.ts';
import { call, repositoryOf } from './artifacts.ts';
import { GcloudFailure } from './errors.ts';

/** `gcloud artifacts repositories set-cleanup-policies`, `list-cleanup-policies` and `delete-cleanup-policies`. */

type Options = ReadonlyMap<string, string>;

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const PERIODS = ['versionAge', 'olderThan', 'newerThan'];

interface Policy {
  id: string;
  action: string;
  condition?: Record<string, unknown> | null;
  mostRecentVersions?: unknown;
}

interface Repository {
  cleanupPolicies?: Record<string, Policy>;
  cleanupPolicyDryRun?: boolean;
}

/** `30d` or `1d12h` as the API has it, in seconds. @throws GcloudFailure */
function seconds(text: string): string {
  const bare = /^\d+$/.test(text) ? `${text}s` : text;
  const parts = [...bare.matchAll(/(\d+(?:\.\d+)?)([smhdw])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== bare)
    throw new GcloudFailure(`Failed to parse duration: Duration unit [${text}] not recognized`);
  return `${parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit!]!, 0)}s`;
}

/** A file of policies. @throws GcloudFailure with the words of gcloud */
function readPolicies(process: Process, path: string): Record<string, Policy> {
  const full = absolute(process, path);
  if (!process.files.isFile(full)) {
    throw new GcloudFailure(
      `Unable to read file [${path}]: [Errno 2] No such file or directory: '${path}'`,
      1,
      true,
    );
  }
  const text = process.files.readText(full);
  const fault = jsonError(text);
  if (fault !== undefined) throw new GcloudFailure(`Could not read JSON file ${path}: ${fault}`);
  const given: unknown = JSON.parse(text);
  if (!Array.isArray(given)) throw new GcloudFailure('Policy file must contain a list of policies.');
  const policies: Record<string, Policy> = {};
  given.forEach((one: unknown, index) => {
    if (typeof one !== 'object' || one === null) throw new GcloudFailure(`Invalid policy at index ${index}.`);
    const policy = readPolicy(one as Record<string, unknown>);
    if (policies[policy.id]) throw new GcloudFailure(`Duplicate key "${policy.id}" in policy list.`);
    policies[policy.id] = policy;
  });
  return policies;
}

function readPolicy(given: Record<string, unknown>): Policy {
  const { name, action, condition, mostRecentVersions } = given;
  if (typeof name !== 'string') throw new GcloudFailure('Key "name" not found in policy.');
  if (action === undefined) throw new GcloudFailure(`Key "action" not found in policy "${name}".`);
  if (typeof action !== 'object' || action === null)
    throw new GcloudFailure(`Invalid action "${action}" in policy "${name}".`);
  if (condition !== undefined && (typeof condition !== 'object' || condition === null))
    throw new GcloudFailure(`Invalid value for "condition" in policy "${name}".`);
  if (condition === undefined && mostRecentVersions === undefined) {
    // gcloud really says "name" here, whatever the policy's name is.
    throw new GcloudFailure('Key "condition" or "mostRecentVersions" not found in policy "name".');
  }
  if (condition !== undefined && mostRecentVersions !== undefined) {
    throw new GcloudFailure(`Only one of "condition" or "mostRecentVersions" allowed in policy "${name}".`);
  }
  const periods = Object.entries((condition ?? {}) as Record<string, unknown>).map(([key, value]) => [
    key,
    PERIODS.includes(key) ? seconds(String(value)) : value,
  ]);
  return {
    id: name,
    action: String((action as { type?: unknown }).type ?? ''),
    ...(condition === undefined ? {} : { condition: Object.fromEntries(periods) }),
    ...(mostRecentVersions === undefined ? {} : { mostRecentVersions }),
  };
}

/** Prints a repository's policies, and on standard error whether they only pretend. */
async function show(process: Process, repository: Repository, updated?: string): Promise<number> {
  const { cleanupPolicies = {}, cleanupPolicyDryRun: dryRun } = repository;
  await process.stderr.write(`Dry run is ${dryRun ? 'enabled' : 'disabled'}.\n`);
  if (updated !== undefined) await process.stderr.write(`Updated repository [${updated}].\n`);
  const sorted = Object.values(cleanupPolicies)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, action, condition, mostRecentVersions }) => ({
      action: { type: action },
      ...(condition ? { condition } : {}),
      ...(mostRecentVersions ? { mostRecentVersions } : {}),
      name: id,
    }));
  await process.stdout.write(`${JSON.stringify(sorted, null, 2)}\n`);
  return 0;
}

async function change(process: Process, path: string, body: Repository): Promise<number> {
  const mask = Object.keys(body).join(',');
  const answer = await call(process, `${path}?updateMask=${mask}`, body, 'PATCH');
  return show(process, answer as Repository, path.split('/').at(-1));
}

export async function setPolicies(process: Process, words: string[], options: Options): Promise<number> {
  const file = options.get('policy');
  const cleanupPolicies = file === undefined ? {} : readPolicies(process, file);
  const path = repositoryOf(process, words, options);
  const before = (await call(process, path)) as Repository;
  return change(process, path, {
    cleanupPolicies: options.has('overwrite')
      ? cleanupPolicies
      : { ...before.cleanupPolicies, ...cleanupPolicies },
    cleanupPolicyDryRun:
      options.has('dry-run') || (!options.has('no-dry-run') && (before.cleanupPolicyDryRun ?? false)),
  });
}

export async function listPolicies(process: Process, words: string[], options: Options): Promise<number> {
  return show(process, (await call(process, repositoryOf(process, words, options))) as Repository);
}

export async function deletePolicies(process: Process, words: string[], options: Options): Promise<number> {
  const names = options.get('policynames') ?? '';
  const path = repositoryOf(process, words, options);
  const { cleanupPolicies = {} } = (await call(process, path)) as Repository;
  const kept = Object.entries(cleanupPolicies).filter(([name]) => !names.split(',').includes(name));
  return change(process, path, { cleanupPolicies: Object.fromEntries(kept) });
}
