import type { Process, Program } from '../../common/process.ts';
import { ecrPassword, findEndpoint } from '../aws/client.ts';
import { readSettings } from '../aws/configuration.ts';
import { AwsFailure } from '../aws/errors.ts';
import { accessToken } from '../gcloud/configuration.ts';
import { GcloudFailure } from '../gcloud/errors.ts';
import { readAll } from '../support/input.ts';
import { HelperError, helper, NOT_FOUND } from './protocol.ts';

/** Helpers that keep nothing, and get a fresh token of a cloud each time. */

const ECR_HOST = /^(?:https:\/\/)?(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\/.*)?$/;

function password(process: Process, region: string): Promise<string> {
  const settings = readSettings(process, process.env.AWS_PROFILE);
  const endpoint = findEndpoint('ecr', settings, new Map([['region', region]]));
  return ecrPassword(process, endpoint);
}

/** `docker-credential-ecr-login`: the Amazon ECR credential helper. */
export const ecrLogin = helper(
  {
    async get(process, server) {
      const region = ECR_HOST.exec(server)?.[2];
      if (region === undefined) throw new HelperError(NOT_FOUND);
      try {
        return { Username: 'AWS', Secret: await password(process, region) };
      } catch (error) {
        // What went wrong stands in its log alone, ~/.ecr/log/ecr-login.log.
        if (error instanceof AwsFailure) throw new HelperError(NOT_FOUND);
        throw error;
      }
    },
    async store() {
      throw new HelperError('not implemented');
    },
    async erase() {
      throw new HelperError('not implemented');
    },
    async list() {
      return {};
    },
  },
  '(github.com/awslabs/amazon-ecr-credential-helper/ecr-login) 0.10.1',
);

const LEGACY = ['asia', 'eu', '', 'marketplace', 'staging-k8s', 'us'];

/** `docker-credential-gcloud`, which comes with gcloud. Storing and erasing are nothing to it. */
export const gcloudHelper: Program = async (process) => {
  const action = process.argv[1];
  if (action === 'list') {
    const entries = LEGACY.map((name) => [
      `https://${name === '' ? '' : `${name}.`}gcr.io`,
      '_dcgcloud_token',
    ]);
    await process.stdout.write(`${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
    return 0;
  }
  const input = await readAll(process.stdin, process.signal);
  if (action !== 'get') return 0;
  try {
    const Secret = await accessToken(process);
    if (input.length > 0)
      await process.stdout.write(`${JSON.stringify({ Secret, Username: '_dcgcloud_token' }, null, 2)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof GcloudFailure)) throw error;
    await process.stderr.write(
      'You do not currently have an active account selected. See https://cloud.google.com/sdk/docs/authorizing for more information.\n',
    );
    return 1;
  }
};
