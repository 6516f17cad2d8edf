import type { FileRecipe, FilesRecipe } from '../../src/simulator/world/recipes.ts';

/** What the recorded images' file systems hold, in the terms of a world's recipes. */

const PASSWD =
  'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\nnode:x:1000:1000::/home/node:/bin/sh\n';
const GROUP = 'root:x:0:\nnode:x:1000:\n';
/** Bytes of the recorded busybox. */
const BUSYBOX_SIZE = 2_024_544;
/** What of it does not compress: about the bytes of the recorded layer in a registry. */
const BUSYBOX_COMPRESSED = 1_064_683;

const APPLETS =
  'sh ash ls cat echo env sleep true false pwd id hostname ps kill mkdir rm cp mv touch grep sed awk wc head tail sort uniq test printf date httpd nc wget tar gzip find which whoami uname seq yes dd du df chmod chown ln mount vi'
    .split(' ')
    .sort();

export const DIRECTORY: FileRecipe = { directory: true, mode: 0o755 };
export const script = (text: string): FileRecipe => ({ text, mode: 0o755 });

/** The files that every image of the recorder's has. */
export function rootFiles(extra: FilesRecipe = {}): FilesRecipe {
  return {
    '/bin': DIRECTORY,
    '/dev': DIRECTORY,
    '/etc': DIRECTORY,
    '/etc/passwd': PASSWD,
    '/etc/group': GROUP,
    '/proc': DIRECTORY,
    '/root': DIRECTORY,
    '/sys': DIRECTORY,
    '/tmp': { directory: true, mode: 0o1777 },
    '/usr': DIRECTORY,
    '/usr/bin': DIRECTORY,
    '/usr/local': DIRECTORY,
    '/usr/local/bin': DIRECTORY,
    '/var': DIRECTORY,
    '/bin/busybox': {
      program: 'busybox',
      architecture: 'amd64',
      size: BUSYBOX_SIZE,
      filler: BUSYBOX_COMPRESSED,
    },
    ...Object.fromEntries(APPLETS.map((name) => [`/bin/${name}`, { link: 'busybox' }])),
    '/usr/bin/env': { link: '/bin/busybox' },
    ...extra,
  };
}

/** The images' own programs. */
export const HELLO = `#!/bin/sh
cat <<'E'

Hello from Docker!
This message shows that your installation appears to be working correctly.

E
`;
export const ENTRYPOINT = `#!/bin/sh
if [ "$1" = nginx ]; then echo "/docker-entrypoint.sh: Configuration complete; ready for start up"; fi
exec "$@"
`;
export const NGINX = `#!/bin/sh
trap "exit 0" TERM QUIT INT
httpd -f -p 80 -h /usr/share/nginx/html &
wait $!
`;
export const NPM = `#!/bin/sh
case "$1" in ci|install) mkdir -p node_modules/express; echo; echo "added 68 packages, and audited 69 packages in 1s"; echo; echo "14 packages are looking for funding"; echo "  run \\\`npm fund\\\` for details"; echo; echo "found 0 vulnerabilities";; test) echo "npm error Missing script: \\"test\\"" >&2; exit 1;; *) echo "npm $*";; esac
`;
export const NODE = `#!/bin/sh
[ "$1" = --version ] && { echo v20.19.1; exit; }
echo "Server listening on port 3000"
trap "exit 0" TERM INT
httpd -f -p 3000 -h / &
wait $!
`;
