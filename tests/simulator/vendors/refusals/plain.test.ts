import { type Case, describeRefusals, HUB, login, push } from './harness.ts';

const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

describeRefusals(
  "registries of one's own",
  {
    registries: [
      HUB,
      {
        service: {
          vendor: 'plain',
          host: 'registry.example.com',
          accounts: [{ name: 'ada', password: 'secret' }],
        },
      },
      { service: { vendor: 'plain', host: 'plain.example.com:5000', tls: false } },
      { service: { vendor: 'plain', host: 'insecure.example.com:5000', tls: false, delete: false } },
    ],
    machine: { insecureRegistries: ['insecure.example.com:5000'] },
  },
  [
    {
      row: '52 plain HTTP',
      run: push('plain.example.com:5000/app:1'),
      says: 'Get "https://plain.example.com:5000/v2/": http: server gave HTTP response to HTTPS client',
    },
    {
      row: '53 an unknown authority',
      run: 'docker pull selfsigned.example.com/app:1',
      says: 'Error response from daemon: Get "https://selfsigned.example.com/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    },
    {
      row: '54 nothing listens',
      run: push('127.0.0.1:5999/app:1'),
      says: 'Get "http://127.0.0.1:5999/v2/": dial tcp 127.0.0.1:5999: connect: connection refused',
    },
    {
      row: '55 a wrong password',
      run: login('ada', 'nope', 'registry.example.com'),
      says: 'Error response from daemon: login attempt to https://registry.example.com/v2/ failed with status: 401 Unauthorized',
    },

    {
      row: '50 no more repositories',
      before: [
        login('ada', 'secret', 'registry.example.com'),
        push('registry.example.com/app:1'),
        { host: 'registry.example.com', knobs: { 'max-repositories': 1 } },
      ],
      run: push('registry.example.com/web:1'),
      says: 'denied: registry contains 1 repositories, limit is 1',
    },
    {
      row: '51 more than the proxy lets through, as docker 28 passes it on',
      before: [
        login('ada', 'secret', 'registry.example.com'),
        { host: 'registry.example.com', knobs: { 'max-body': 10 } },
      ],
      run: `${push('registry.example.com/web:1')} 2>&1 | grep -o 'unknown: <html>'`,
      says: 'unknown: <html>',
    },
    {
      row: '56 a proxy that lets nobody in',
      before: [{ host: 'insecure.example.com:5000', knobs: { forbidden: true } }],
      run: login('ada', 'secret', 'insecure.example.com:5000'),
      says: 'Error response from daemon: login attempt to http://insecure.example.com:5000/v2/ failed with status: 403 Forbidden',
    },
    {
      row: '80 the first login',
      run: `${login('ada', 'secret', 'registry.example.com')} 2>&1 | grep -v Succeeded`,
      says: "WARNING! Your credentials are stored unencrypted in '/home/ada/.docker/config.json'.\nConfigure a credential helper to remove this warning. See\nhttps://docs.docker.com/go/credential-store/",
    },
    {
      row: '61 bytes lost on the way',
      before: [{ host: 'insecure.example.com:5000', knobs: { 'corrupt-uploads': true } }],
      run: push('insecure.example.com:5000/app:1'),
      says: 'digest invalid: provided digest did not match uploaded content',
    },
    ...(
      [
        ['blob upload unknown to registry', '-X PATCH -d x', 'app/blobs/uploads/nosuch'],
        ['manifest invalid', `-X PUT -H 'Content-Type: ${MANIFEST}' -d '{}'`, 'app/manifests/1'],
        ['repository name not known to registry', '', 'nosuch/tags/list'],
        ['invalid repository name', '', 'App/tags/list'],
        ['blob unknown to registry', '', `app/blobs/sha256:${'0'.repeat(64)}`],
        ['The operation is unsupported.', '-X DELETE', 'app/manifests/1'],
      ] as const
    ).map(
      ([says, options, path]): Case => ({
        row: `62 ${says}`,
        before: [push('insecure.example.com:5000/app:1')],
        run: `curl -s ${options} http://insecure.example.com:5000/v2/${path} | jq -r '.errors[0].message'`,
        says,
      }),
    ),
  ],
);
