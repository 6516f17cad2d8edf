import type { Process } from '../../common/process.ts';
import { absolute } from '../support/program.ts';
import { ask } from '../support/prompt.ts';
import { jsonError } from '../support/python-json.ts';
import {
  accessToken,
  accounts,
  CLIENT,
  fetchTokens,
  forgetCredentials,
  property,
  saveCredentials,
  setProperty,
} from './configuration.ts';
import { GcloudFailure } from './errors.ts';

const LEGACY = [
  'gcr.io',
  'us.gcr.io',
  'eu.gcr.io',
  'asia.gcr.io',
  'staging-k8s.gcr.io',
  'marketplace.gcr.io',
];

/** `gcloud auth login` */
export async function login(process: Process): Promise<number> {
  await process.stderr.write(
    `Your browser has been opened to visit:\n\n    https://accounts.google.com/o/oauth2/auth?response_type=code&client_id=${CLIENT}&access_type=offline\n\n\n`,
  );
  const { email, refresh_token: refresh } = await fetchTokens(process, { grant_type: 'authorization_code' });
  if (email === undefined || refresh === undefined)
    throw new GcloudFailure('There was a problem with web authentication.');
  saveCredentials(process, email, refresh);
  setProperty(process, 'core/account', email);
  const project = property(process, 'core/project');
  await process.stderr.write(
    `You are now logged in as [${email}].\nYour current project is [${project ?? 'None'}].  You can change this setting by running:\n  $ gcloud config set project PROJECT_ID\n`,
  );
  return 0;
}

/** `gcloud auth print-access-token` */
export async function printAccessToken(process: Process, [account]: string[]): Promise<number> {
  await process.stdout.write(`${await accessToken(process, account)}\n`);
  return 0;
}

/** `gcloud auth list` */
export async function list(process: Process): Promise<number> {
  const known = accounts(process);
  const active = property(process, 'core/account');
  if (known.length === 0) {
    await process.stderr.write(
      '\nNo credentialed accounts.\n\nTo login, run:\n  $ gcloud auth login `ACCOUNT`\n\n',
    );
    return 0;
  }
  const width = Math.max('ACCOUNT'.length, ...known.map((one) => one.length));
  const lines = known.map((one) => `${one === active ? '*' : ' '}       ${one}\n`);
  const title = 'Credentialed Accounts';
  const indent = ' '.repeat(Math.max(0, Math.floor((8 + width - title.length) / 2)));
  await process.stdout.write(`${indent}${title}\nACTIVE  ACCOUNT\n${lines.join('')}`);
  await process.stderr.write(
    '\nTo set the active account, run:\n    $ gcloud config set account `ACCOUNT`\n\n',
  );
  return 0;
}

/** `gcloud auth revoke` */
export async function revoke(process: Process, [given]: string[]): Promise<number> {
  const account = given ?? property(process, 'core/account');
  if (account === undefined || !accounts(process).includes(account)) {
    throw new GcloudFailure(
      given === undefined
        ? 'Invalid value for [accounts]: No credentials available to revoke.'
        : `Unknown value for [accounts]: ${given}`,
    );
  }
  forgetCredentials(process, account);
  if (property(process, 'core/account') === account) setProperty(process, 'core/account', undefined);
  await process.stderr.write(`Revoked credentials:\n - ${account}\n`);
  return 0;
}

const onPath = (process: Process, program: string): boolean =>
  (process.env.PATH ?? '')
    .split(':')
    .some((place) => process.files.isFile(absolute(process, `${place}/${program}`)));

/** @throws GcloudFailure when it is no JSON */
function readDockerConfig(process: Process, path: string): { credHelpers?: Record<string, string> } {
  const text = process.files.isFile(path) ? process.files.readText(path) : '';
  try {
    const config: unknown = JSON.parse(text.trim() || '{}');
    return typeof config === 'object' && config !== null && !Array.isArray(config) ? config : {};
  } catch {
    throw new GcloudFailure(
      `Docker configuration file [${path}] could not be read as JSON: ${jsonError(text)}`,
    );
  }
}

/** `gcloud auth configure-docker`: lets docker ask the helper for these hosts. */
export async function configureDocker(process: Process, words: string[], quiet: boolean): Promise<number> {
  const say = (text: string): Promise<void> => process.stderr.write(text);
  for (const program of ['docker-credential-gcloud', 'docker']) {
    if (onPath(process, program)) continue;
    await say(
      `WARNING: \`${program}\` not in system PATH.\n\`docker\` and \`docker-credential-gcloud\` need to be in the same PATH in order to work correctly together.\ngcloud's Docker credential helper can be configured but it will not work until this is corrected.\n`,
    );
  }
  const path = absolute(
    process,
    `${process.env.DOCKER_CONFIG ?? `${process.env.HOME ?? '/'}/.docker`}/config.json`,
  );
  const config = readDockerConfig(process, path);
  const before = config.credHelpers;
  if (before && Object.keys(before).length > 0) {
    await say(
      `WARNING: Your config file at [${path}] contains these credential helper entries:\n\n${JSON.stringify({ credHelpers: before }, null, 2)}\n`,
    );
  }
  const hosts = words.length > 0 ? words.flatMap((word) => word.split(',')) : LEGACY;
  if (words.length > 0) await say(`Adding credentials for: ${hosts.join(', ')}\n`);
  else {
    await say(
      "Adding credentials for all GCR repositories.\nWARNING: A long list of credential helpers may cause delays running 'docker build'. We recommend passing the registry name to configure only the registry you are using.\n",
    );
  }
  const supported = hosts.filter((host) => /(?:^|\.)gcr\.io$|-docker\.pkg\.dev$/.test(host));
  for (const host of hosts)
    if (!supported.includes(host)) await say(`WARNING: ${host} is not a supported registry\n`);
  const added = supported.filter((host) => before?.[host] !== 'gcloud');
  if (added.length === 0) {
    await say('gcloud credential helpers already registered correctly.\n');
    return 0;
  }
  const credHelpers = { ...before, ...Object.fromEntries(added.map((host) => [host, 'gcloud'])) };
  if (!quiet) {
    await say(
      `After update, the following will be written to your Docker config file located \nat [${path}]:\n ${JSON.stringify({ credHelpers }, null, 2)}\n\n`,
    );
    await say('Do you want to continue (Y/n)?  ');
    const answer = await ask(process, '');
    await say('\n');
    if (/^n/i.test(answer ?? '')) throw new GcloudFailure('Aborted by user.');
  }
  process.files.mkdir(path.slice(0, path.lastIndexOf('/')), { parents: true, mode: 0o700 });
  process.files.write(path, JSON.stringify({ ...config, credHelpers }, null, 2), 0o600);
  await say('Docker configuration file updated.\n');
  return 0;
}
