import fc from 'fast-check';
import { badFlag, format, oneOf, words } from './words.ts';

/** Networks, volumes and the engine itself. */
export const system = fc.oneof(
  words(
    fc.constant('docker network'),
    oneOf(
      'ls',
      'create n1',
      'create --driver nosuch n2',
      'rm n1',
      'rm bridge',
      'inspect bridge',
      'inspect nosuch',
      'connect n1 web',
      'disconnect n1 web',
      'prune -f',
      'nosuch',
    ),
    badFlag,
  ),
  words(
    fc.constant('docker volume'),
    oneOf(
      'ls',
      'create vol',
      'create',
      'create a/b',
      'rm vol',
      'rm nosuch',
      'inspect vol',
      'prune -f',
      'prune -af',
    ),
    badFlag,
  ),
  words(
    oneOf(
      'docker system df',
      'docker system df -v',
      'docker info',
      'docker version',
      'docker system prune -f',
      'docker system prune -af --volumes',
      'docker events --since 1m --until 0m',
    ),
    format,
  ),
  words(
    oneOf(
      'docker',
      'docker image',
      'docker foo',
      'docker -D',
      'docker --version',
      'docker help',
      'docker help run',
      'docker container',
      'docker builder prune -f',
      'docker buildx ls',
      'docker context ls',
      'docker compose up',
      'docker swarm init',
    ),
    badFlag,
  ),
);
