import type { FilesRecipe, Recipes } from '../../src/simulator/world/recipes.ts';
import { DIRECTORY, ENTRYPOINT, HELLO, NGINX, NODE, NPM, rootFiles, script } from './image-files.ts';

/**
 * The images that the recorded registries held (shared seed recipe): same names, configs, histories, layer counts
 * and sizes on disk. The programs in them are our models, so ids and digests differ and are mapped one to one.
 */

/** So that a size in a manifest has as many digits as the recorded one. */
const TEN_MEGABYTES = 10_050_000;
const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const BUILDKIT = 'buildkit.dockerfile.v0';
const plain = { architecture: 'amd64', oci: false };

const BUSYBOX_CREATED = '2024-09-26T21:31:42Z';
const OLD_BUSYBOX_CREATED = '2023-05-18T22:34:17Z';
const HELLO_CREATED = '2025-01-22T23:14:16Z';
const NGINX_CREATED = '2025-04-16T14:50:31Z';
const NODE_CREATED = '2025-04-23T16:30:11Z';
const ALPINE_CREATED = '2025-02-14T03:28:36Z';

function alpineSteps(version: string, created: string) {
  return [
    {
      created,
      created_by: `ADD alpine-minirootfs-${version}-x86_64.tar.gz / # buildkit`,
      comment: BUILDKIT,
      files: rootFiles({
        '/etc/alpine-release': `${version}\n`,
        '/etc/os-release': `NAME="Alpine Linux"\nID=alpine\nVERSION_ID=${version}\nPRETTY_NAME="Alpine Linux v${version.slice(0, 4)}"\n`,
      }),
    },
    { created, created_by: 'CMD ["/bin/sh"]', comment: BUILDKIT },
  ];
}
const alpineConfig = { Env: [PATH], WorkingDir: '/', Cmd: ['/bin/sh'] };
const nginxStep = (created_by: string, files?: FilesRecipe) => ({
  created: NGINX_CREATED,
  created_by,
  comment: BUILDKIT,
  ...(files ? { files } : {}),
});
const nodeStep = (created_by: string, files?: FilesRecipe) => ({
  ...nginxStep(created_by, files),
  created: NODE_CREATED,
});
const bigStep = (created_by: string, files: FilesRecipe) => ({ created: BUSYBOX_CREATED, created_by, files });

/**
 * @param incompressible whether the large layers are as large in a registry too, which costs seconds to make
 */
export const images = (incompressible: boolean): Recipes => ({
  'busybox-1.37': {
    ...plain,
    created: BUSYBOX_CREATED,
    config: { Env: [PATH], Cmd: ['sh'] },
    steps: [
      { created: BUSYBOX_CREATED, created_by: 'BusyBox 1.37.0 (glibc), Debian 12', files: rootFiles() },
    ],
  },
  'busybox-1.36': {
    ...plain,
    created: OLD_BUSYBOX_CREATED,
    config: { Env: [PATH], Cmd: ['sh'] },
    steps: [
      {
        created: OLD_BUSYBOX_CREATED,
        created_by:
          '/bin/sh -c #(nop) ADD file:3a7bff4e139bcacc5831fd70a035c130a91b5da001dd91c08b2acd635c7064e8 in / ',
        files: rootFiles({ '/etc/bb-1.36': '1.36\n' }),
      },
      { created: OLD_BUSYBOX_CREATED, created_by: '/bin/sh -c #(nop)  CMD ["sh"]' },
    ],
  },
  'alpine-3.21': {
    ...plain,
    created: ALPINE_CREATED,
    config: alpineConfig,
    steps: alpineSteps('3.21.3', ALPINE_CREATED),
  },
  'alpine-3.20': {
    ...plain,
    created: '2025-02-14T03:29:08Z',
    config: alpineConfig,
    steps: alpineSteps('3.20.6', '2025-02-14T03:29:08Z'),
  },
  'alpine-3.21-oci': {
    ...plain,
    oci: true,
    created: ALPINE_CREATED,
    config: alpineConfig,
    steps: alpineSteps('3.21.3', ALPINE_CREATED),
  },
  'alpine-3.21-arm64': {
    oci: true,
    architecture: 'arm64',
    created: ALPINE_CREATED,
    config: { Env: [PATH], Cmd: ['/bin/sh'] },
    steps: [
      {
        ...alpineSteps('3.21.3', ALPINE_CREATED)[0]!,
        files: { '/bin': DIRECTORY, '/bin/sh': script('not really arm64\n') },
      },
      alpineSteps('3.21.3', ALPINE_CREATED)[1]!,
    ],
  },
  'alpine-index': {
    oci: true,
    platforms: ['alpine-3.21-oci', { image: 'alpine-3.21-arm64', variant: 'v8' }],
  },
  'hello-world': {
    ...plain,
    created: HELLO_CREATED,
    config: { Env: [PATH], WorkingDir: '/', Cmd: ['/hello'] },
    steps: [
      {
        created: HELLO_CREATED,
        created_by: 'COPY hello / # buildkit',
        comment: BUILDKIT,
        files: rootFiles({ '/hello': script(HELLO) }),
      },
      { created: HELLO_CREATED, created_by: 'CMD ["/hello"]', comment: BUILDKIT },
    ],
  },
  nginx: {
    ...plain,
    created: NGINX_CREATED,
    config: {
      ExposedPorts: { '80/tcp': {} },
      Env: [PATH, 'NGINX_VERSION=1.27.5'],
      Entrypoint: ['/docker-entrypoint.sh'],
      Cmd: ['nginx', '-g', 'daemon off;'],
      Labels: { maintainer: 'NGINX Docker Maintainers <docker-maint@nginx.com>' },
      StopSignal: 'SIGQUIT',
    },
    steps: [
      {
        created: '2025-04-28T00:00:00Z',
        created_by: "# debian.sh --arch 'amd64' out/ 'bookworm' '@1745798400'",
        comment: 'debuerreotype 0.15',
        files: rootFiles({ '/etc/os-release': 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n' }),
      },
      nginxStep('LABEL maintainer=NGINX Docker Maintainers <docker-maint@nginx.com>'),
      nginxStep('ENV NGINX_VERSION=1.27.5'),
      nginxStep('RUN /bin/sh -c set -x     && groupadd --system --gid 101 nginx # buildkit', {
        '/usr/sbin': DIRECTORY,
        '/usr/sbin/nginx': script(NGINX),
        '/usr/share': DIRECTORY,
        '/usr/share/nginx': DIRECTORY,
        '/usr/share/nginx/html': DIRECTORY,
        '/usr/share/nginx/html/index.html': '<h1>Welcome to nginx!</h1>\n',
        '/usr/share/nginx/blob': { filler: 300_000, size: 300_000 },
      }),
      nginxStep('COPY docker-entrypoint.sh / # buildkit', { '/docker-entrypoint.sh': script(ENTRYPOINT) }),
      nginxStep('COPY 10-listen-on-ipv6-by-default.sh /docker-entrypoint.d # buildkit', {
        '/docker-entrypoint.d': DIRECTORY,
        '/docker-entrypoint.d/10-listen-on-ipv6-by-default.sh': script('#!/bin/sh\n'),
      }),
      nginxStep('COPY 15-local-resolvers.envsh /docker-entrypoint.d # buildkit', {
        '/docker-entrypoint.d/15-local-resolvers.envsh': script('#!/bin/sh\n'),
      }),
      nginxStep('COPY 20-envsubst-on-templates.sh /docker-entrypoint.d # buildkit', {
        '/docker-entrypoint.d/20-envsubst-on-templates.sh': script('#!/bin/sh\n'),
      }),
      nginxStep('COPY 30-tune-worker-processes.sh /docker-entrypoint.d # buildkit', {
        '/docker-entrypoint.d/30-tune-worker-processes.sh': script('#!/bin/sh\n'),
      }),
      nginxStep('ENTRYPOINT ["/docker-entrypoint.sh"]'),
      nginxStep('EXPOSE map[80/tcp:{}]'),
      nginxStep('STOPSIGNAL SIGQUIT'),
      nginxStep('CMD ["nginx" "-g" "daemon off;"]'),
    ],
  },
  'node-20-alpine': {
    ...plain,
    from: 'alpine-3.21',
    created: NODE_CREATED,
    config: {
      Env: [PATH, 'NODE_VERSION=20.19.1', 'YARN_VERSION=1.22.22'],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['node'],
      WorkingDir: '/',
    },
    steps: [
      nodeStep('ENV NODE_VERSION=20.19.1'),
      nodeStep(
        'RUN /bin/sh -c addgroup -g 1000 node     && adduser -u 1000 -G node -s /bin/sh -D node # buildkit',
        {
          '/usr/local/bin/node': script(NODE),
          '/usr/local/bin/npm': script(NPM),
          '/usr/local/blob': { filler: 1_500_000, size: 1_500_000 },
        },
      ),
      nodeStep('ENV YARN_VERSION=1.22.22'),
      nodeStep('RUN /bin/sh -c apk add --no-cache --virtual .build-deps-yarn curl gnupg tar # buildkit', {
        '/opt': DIRECTORY,
        '/opt/yarn-v1.22.22': DIRECTORY,
        '/opt/yarn-v1.22.22/blob': { filler: 119_996, size: 120_000 },
      }),
      nodeStep('COPY docker-entrypoint.sh /usr/local/bin/ # buildkit', {
        '/usr/local/bin/docker-entrypoint.sh': script('#!/bin/sh\nexec "$@"\n'),
      }),
      nodeStep('ENTRYPOINT ["docker-entrypoint.sh"]'),
      nodeStep('CMD ["node"]'),
    ],
  },
  big: {
    ...plain,
    created: BUSYBOX_CREATED,
    config: { Env: [PATH], Cmd: ['sh'] },
    steps: [
      bigStep('base', rootFiles()),
      bigStep('ADD blob40', { '/blob40': { filler: incompressible ? TEN_MEGABYTES : 0, size: 40_000_000 } }),
      bigStep('ADD blob15', { '/blob15': { filler: incompressible ? TEN_MEGABYTES : 0, size: 15_000_000 } }),
      bigStep('ADD small', { '/small': 'x\n' }),
      bigStep('ADD small2', { '/small2': 'y\n' }),
    ],
  },
});
