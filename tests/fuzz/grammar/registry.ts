import fc from 'fast-check';
import { host, image, maybe, oneOf, words } from './words.ts';

/** What speaks to registries alone. */
export const registry = fc.oneof(
  words(
    fc.constant('docker login'),
    oneOf('', '-u learner', '-u octocat', '-u AWS', '-u'),
    oneOf('', '-p s3cret', '-p wrong', '-p ghp_good', '-p ecr-token-1', '-p'),
    host,
  ),
  words(
    oneOf('echo s3cret |', 'echo ghp_good |', 'echo ghp_readonly |', 'echo ecr-token-1 |', 'printf "" |'),
    fc.constant('docker login --password-stdin'),
    oneOf('', '-u learner', '-u octocat', '-u AWS'),
    host,
  ),
  words(fc.constant('docker logout'), host),
  words(
    fc.constant('docker search'),
    oneOf('nginx', 'nosuch', "''"),
    oneOf('', '--limit 1', '--limit 0', '--no-trunc', '--filter stars=3'),
  ),
  words(fc.constant('docker manifest inspect'), maybe(oneOf('-v', '--insecure')), image),
  words(fc.constant('docker buildx imagetools inspect'), maybe(oneOf('--raw')), image),
);
