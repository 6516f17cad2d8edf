import fc from 'fast-check';
import { container, files, filter, format, image, maybe, oneOf, words } from './words.ts';

/** Verbs about images. */
export const images = fc.oneof(
  words(
    oneOf('docker pull', 'docker image pull'),
    oneOf('', '-q', '-a', '--platform linux/arm64', '--platform nonsense'),
    image,
  ),
  words(oneOf('docker push', 'docker image push'), oneOf('', '-q', '-a', '--platform linux/amd64'), image),
  words(fc.constant('docker tag'), image, image),
  words(oneOf('docker rmi', 'docker image rm'), oneOf('', '-f', '--no-prune'), image, maybe(image)),
  words(
    oneOf('docker images', 'docker image ls'),
    oneOf('', '-a', '-q', '--digests', '--no-trunc', '--tree'),
    filter,
    format,
    maybe(image),
  ),
  words(oneOf('docker inspect', 'docker image inspect'), format, image, maybe(container)),
  words(fc.constant('docker history'), oneOf('', '-q', '--no-trunc', '-H=false'), format, image),
  words(fc.constant('docker save'), oneOf('', '-o out.tar', '-o x.tar', '> out.tar'), image, maybe(image)),
  words(
    fc.constant('docker load'),
    oneOf('-i out.tar', '-i x.tar', '-i nosuch', '< out.tar', '< tiny/Dockerfile', '-q'),
  ),
  words(fc.constant('docker import'), files, maybe(image)),
  words(fc.constant('docker image prune'), oneOf('-f', '-af', '', '-f --filter until=1h')),
  words(
    fc.constant('docker commit'),
    oneOf('', "-m 'a message'", '-c \'CMD ["ls"]\'', '-c NOSUCH'),
    container,
    maybe(image),
  ),
);
