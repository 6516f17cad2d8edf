type Tag = readonly [repository: string, tag: string, image: string];

/** What the recorded registries held, by host. */
export const HUB_TAGS: readonly Tag[] = [
  ['library/busybox', '1.37', 'busybox-1.37'],
  ['library/busybox', 'latest', 'busybox-1.37'],
  ['library/busybox', 'stable', 'busybox-1.37'],
  ['library/busybox', '1.36', 'busybox-1.36'],
  ['library/alpine', '3.20', 'alpine-3.20'],
  ['library/alpine', '3.21', 'alpine-index'],
  ['library/alpine', 'latest', 'alpine-index'],
  ['library/hello-world', 'latest', 'hello-world'],
  ['library/nginx', 'latest', 'nginx'],
  ['library/nginx', '1.27', 'nginx'],
  ['library/nginx', '1.27-alpine', 'nginx'],
  ['library/node', '20-alpine', 'node-20-alpine'],
  ['library/armonly', 'latest', 'alpine-3.21-arm64'],
  ['library/ratelimited', 'latest', 'busybox-1.37'],
  ['otheruser/private-app', 'latest', 'busybox-1.37'],
  ['otheruser/public-app', 'latest', 'busybox-1.36'],
  ['learner/big', 'latest', 'big'],
  ['learner/private', '1.0', 'busybox-1.37'],
];
export const GHCR_TAGS: readonly Tag[] = [
  ['octocat/hello-app', 'latest', 'hello-world'],
  ['octocat/hello-app', '1.0.0', 'hello-world'],
  ['octocat/secret-app', 'latest', 'busybox-1.37'],
];
export const ECR_TAGS: readonly Tag[] = [
  ['my-app', 'existing', 'busybox-1.37'],
  ['frozen', 'v1', 'busybox-1.36'],
];
