import fc from 'fast-check';

/** What command lines are made of: names, options and slips that several verbs share. */

export const oneOf = (...items: string[]) => fc.constantFrom(...items);
export const maybe = (arbitrary: fc.Arbitrary<string>) => fc.option(arbitrary, { nil: '', freq: 2 });
export const words = (...parts: fc.Arbitrary<string>[]) =>
  fc.tuple(...parts).map((texts) => texts.filter(Boolean).join(' '));

const odd = oneOf(
  "''",
  '.',
  '..',
  '/',
  ':',
  '@',
  '-',
  '--',
  '*',
  "'a b'",
  '$NOSUCH',
  '~',
  'é',
  '"\\n"',
  '0',
  '-1',
  '{{',
  "'{{.'",
);

const repository = oneOf(
  'busybox',
  'alpine',
  'nginx',
  'hello-world',
  'learner/app',
  'learner/private',
  'otheruser/private-app',
  'ghcr.io/octocat/hello-app',
  'ghcr.io/octocat/secret-app',
  'localhost:5000/app',
  'plain.example.com:5000/x',
  '123456789012.dkr.ecr.us-east-1.amazonaws.com/my-app',
  '123456789012.dkr.ecr.us-east-1.amazonaws.com/frozen',
  'registry.example.com/app',
  'nosuch',
  'nosuch.example.com/x',
  'learner/App',
  'UPPER/app',
  'a//b',
  'scratch',
);
const tag = oneOf(
  '',
  ':1.37',
  ':latest',
  ':3.20',
  ':1.0',
  ':v1',
  ':nosuch',
  ':',
  ':bad tag',
  '@sha256:abc',
  `@sha256:${'a'.repeat(64)}`,
);
export const image = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(repository, tag).map(([name, suffix]) => name + suffix) },
  { weight: 2, arbitrary: oneOf('$(docker images -q | head -1)', '$(docker images -q)', '0123456789ab') },
  { weight: 1, arbitrary: odd },
);
export const container = fc.oneof(
  { weight: 8, arbitrary: oneOf('web', 'db', 'c1', 'c2', 'nosuch') },
  { weight: 3, arbitrary: oneOf('$(docker ps -lq)', '$(docker ps -aq)', '$(docker ps -q | head -1)') },
  { weight: 1, arbitrary: odd },
);
export const host = oneOf(
  '',
  'ghcr.io',
  'localhost:5000',
  'registry.example.com',
  'docker.io',
  'nosuch.example.com',
  'https://ghcr.io',
  '123456789012.dkr.ecr.us-east-1.amazonaws.com',
);
export const format = oneOf(
  '',
  '--format json',
  "--format '{{.ID}}'",
  "--format '{{json .}}'",
  "--format 'table {{.ID}}\\t{{.Names}}'",
  "--format '{{.Nope}}'",
  "--format '{{'",
  "-f '{{.Id}}'",
  "-f '{{range .RepoTags}}{{.}} {{end}}'",
);
export const filter = oneOf(
  '',
  '--filter dangling=true',
  '--filter reference=busybox',
  '--filter since=busybox:1.37',
  '--filter label=x',
  '--filter nosuch=1',
  '--filter status=running',
  '--filter name=web',
  '-f until=1h',
  '--filter',
);
export const badFlag = fc.option(
  oneOf('--foo', '-z', '--help', '-q', '-a', '--no-trunc', '-f', '--all=maybe'),
  {
    nil: '',
    freq: 4,
  },
);
export const files = oneOf(
  'x.tar',
  'out.tar',
  '/nosuchdir/x.tar',
  'tiny',
  'app',
  'tiny/Dockerfile',
  '.',
  '-',
  'nosuch',
);
