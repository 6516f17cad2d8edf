import { oneOf } from './words.ts';

/** What people type besides docker. */
export const shell = oneOf(
  'cat ~/.docker/config.json',
  'echo "{" > ~/.docker/config.json',
  'rm -rf ~/.docker',
  'ls -la',
  'ps aux',
  'history | tail -3',
  'echo changed >> tiny/hello.txt',
  'rm -f out.tar x.tar',
  'for i in 1 2 3; do docker images -q; done',
  'docker ps -q | xargs -r docker stop',
  'curl -s localhost:8080',
  'curl -s http://localhost:5000/v2/_catalog',
  'sleep 3600',
  'docker images | grep busybox | wc -l',
  'if docker inspect web >/dev/null 2>&1; then echo yes; fi',
);
