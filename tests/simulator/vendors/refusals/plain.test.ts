import { describeRefusals, HUB, login, push } from './harness.ts';

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
    ],
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
  ],
);
