import { oneOf, words } from './words.ts';

/** Both builders. */
export const build = words(
  oneOf('docker build', 'docker buildx build', 'DOCKER_BUILDKIT=0 docker build'),
  oneOf(
    '',
    '-q',
    '--no-cache',
    '--progress plain',
    '--pull',
    '--target build',
    '--build-arg VERSION=2',
    '--platform linux/arm64',
    '--label a=b',
  ),
  oneOf('', '-t built', '-t learner/built:1.0', '-t a -t b', '-t BAD'),
  oneOf('', '-f broken/Dockerfile.runfail', '-f broken/Dockerfile.badinstr', '-f nosuch'),
  oneOf('tiny', 'app', 'multi', 'args', 'web', 'broken', '.', 'nosuch', '- < tiny/Dockerfile', ''),
);
