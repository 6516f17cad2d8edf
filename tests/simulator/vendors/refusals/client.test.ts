import { describeRefusals, HUB, login } from './harness.ts';

describeRefusals(
  'the client',
  {
    programs: ['docker-credential-pass', 'docker-credential-secretservice'],
    registries: [
      { ...HUB, holds: { ...HUB.holds, 'library/many:1': 'many' } },
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

    {
      row: '57 another architecture',
      before: ['docker rmi base:1'],
      run: 'docker pull --platform linux/arm64/v8 many:1',
      says: 'no matching manifest for linux/arm64/v8 in the manifest list entries',
    },
    {
      row: '58 another architecture, run all the same',
      before: ['docker pull -q base:arm'],
      run: 'docker run base:arm /hello',
      says: "WARNING: The requested image's platform (linux/arm64) does not match the detected host platform (linux/amd64/v4) and no specific platform was requested\nexec /hello: exec format error",
    },
    {
      row: '71 too long a name',
      run: `docker push ${'a'.repeat(256)}`,
      says: 'repository name must not be more than 255 characters',
    },
    {
      row: '78 two passwords',
      run: 'echo x | docker login -u ada -p x --password-stdin registry.example.com',
      says: 'conflicting options: cannot specify both --password and --password-stdin',
    },
    {
      row: '79 a password in sight',
      run: 'docker login -u ada -p secret registry.example.com 2>&1 | head -n 1',
      says: 'WARNING! Using --password via the CLI is insecure. Use --password-stdin.',
    },
    {
      row: '81 the second login',
      before: [login('ada', 'secret', 'registry.example.com')],
      run: 'docker login registry.example.com 2>&1 | head -n 3',
      says: "Authenticating with existing credentials... [Username: ada]\n\n Info -> To login with a different account, run 'docker logout' followed by 'docker login'",
    },
    {
      row: '87 no daemon',
      run: 'DOCKER_HOST=unix:///run/nobody.sock docker ps',
      says: 'Cannot connect to the Docker daemon at unix:///run/nobody.sock. Is the docker daemon running?',
    },
    {
      row: '88 not one of the group docker',
      before: ['sudo chmod 600 /var/run/docker.sock'],
      run: 'docker ps',
      says: 'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.50/containers/json": dial unix /var/run/docker.sock: connect: permission denied',
    },
    {
      row: '90 nothing kept',
      run: 'echo x | docker-credential-secretservice get',
      says: 'credentials not found in native keychain',
    },
    {
      row: '90 no server',
      run: 'echo | docker-credential-secretservice get',
      says: 'no credentials server URL',
    },
    {
      row: '90 no user',
      run: `echo '{"ServerURL":"x"}' | docker-credential-secretservice store`,
      says: 'no credentials username',
    },
  ],
);
