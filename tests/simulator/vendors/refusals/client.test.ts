import { describeRefusals, HUB, login } from './harness.ts';

describeRefusals(
  'the client',
  {
    programs: ['docker-credential-pass'],
    registries: [
      HUB,
      {
        service: {
          vendor: 'plain',
          host: 'registry.example.com',
          accounts: [{ name: 'ada', password: 'secret' }],
        },
      },
    ],
  },
  [
    {
      row: '63 no such image',
      run: 'docker push nosuch/app:1.0',
      says: 'An image does not exist locally with the tag: nosuch/app',
    },
    {
      row: '64 a tag and all tags',
      run: 'docker push -a base:1',
      says: "tag can't be used with --all-tags/-a",
    },
    {
      row: '65 tag no image',
      run: 'docker tag nosuch:1 a:1',
      says: 'Error response from daemon: No such image: nosuch:1',
    },
    {
      row: '67 upper case',
      run: 'docker push MyOrg/App:1',
      says: 'invalid reference format: repository name (App) must be lowercase',
    },
    {
      row: '68 no reference',
      run: "docker tag base:1 'app:bad tag'",
      says: 'Error parsing reference: "app:bad tag" is not a valid repository/tag: invalid reference format',
    },
    { row: '69 a URL', run: 'docker pull http://registry.example.com/x', says: 'invalid reference format' },
    {
      row: '70 an ID',
      run: `docker pull ${'a'.repeat(64)}`,
      says: `invalid repository name (${'a'.repeat(64)}), cannot specify 64-byte hexadecimal strings`,
    },
    {
      row: '72 a digest as tag',
      run: `docker tag base:1 app@sha256:${'a'.repeat(64)}`,
      says: 'refusing to create a tag with a digest reference',
    },
    {
      row: '73 nothing to push',
      run: 'docker push',
      says: "docker: 'docker push' requires 1 argument\n\nUsage:  docker push [OPTIONS] NAME[:TAG]\n\nRun 'docker push --help' for more information",
    },
    {
      row: '74 two registries',
      run: 'docker login a b',
      says: "SRun 'docker login --help' for more information",
    },
    {
      row: '75 no such command',
      run: 'docker pusj x',
      says: "docker: unknown command: docker pusj\n\nRun 'docker --help' for more information",
    },
    {
      row: '76 nobody to ask',
      run: 'docker login registry.example.com',
      says: 'Error: Cannot perform an interactive login from a non TTY device',
    },
    {
      row: '77 no user name',
      run: 'echo x | docker login --password-stdin registry.example.com',
      says: 'the --password-stdin option requires --username to be set',
    },
    {
      row: '82 no such helper',
      before: [`mkdir -p ~/.docker && echo '{"credsStore":"desktop"}' > ~/.docker/config.json`],
      run: login('ada', 'secret', 'registry.example.com'),
      says: 'Error saving credentials: error storing credentials - err: exec: "docker-credential-desktop": executable file not found in $PATH, out: ``',
    },
    {
      row: '83 the same, at a pull',
      before: [`mkdir -p ~/.docker && echo '{"credsStore":"desktop"}' > ~/.docker/config.json`],
      run: 'docker pull -q base:2',
      says: 'docker.io/library/base:2',
    },
    {
      row: '84 no pass',
      before: [`mkdir -p ~/.docker && echo '{"credsStore":"pass"}' > ~/.docker/config.json`],
      run: login('ada', 'secret', 'registry.example.com'),
      says: 'Error saving credentials: error storing credentials - err: exit status 1, out: `pass not initialized: exec: "pass": executable file not found in $PATH:`',
    },
    {
      row: '86 a file cut off',
      before: [`mkdir -p ~/.docker && echo '{"auths":' > ~/.docker/config.json`],
      run: 'docker logout registry.example.com 2>&1 | head -n 1',
      says: 'WARNING: Error parsing config file (/home/ada/.docker/config.json): unexpected EOF',
    },
    {
      row: '89 nothing to remove',
      run: 'docker logout registry.example.com',
      says: 'Removing login credentials for registry.example.com',
    },
  ],
);
