import { describe, expect, it } from 'vitest';
import { connectionFailure, dialFailure } from '../../../src/simulator/common/go-connection.ts';
import { NetworkError } from '../../../src/simulator/common/network.ts';

describe('failures of a connection, as Go words them', () => {
  it('names the host with the letters it was typed with', () => {
    const failure = new NetworkError('no-such-host', 'learner', '', 443);
    expect(connectionFailure(failure, 'https://Learner/v2/')).toBe(
      'dial tcp: lookup Learner on 127.0.0.53:53: no such host',
    );
  });

  it('looks up a name that is no ASCII in its ASCII form', () => {
    const failure = new NetworkError('no-such-host', 'xn--9ca.example.com', '', 443);
    expect(connectionFailure(failure, 'https://%C3%A9.example.com/v2/')).toContain(
      'lookup xn--9ca.example.com on',
    );
  });

  it('puts an IPv6 address in brackets', () => {
    const failure = new NetworkError('refused', '[::1]', '::1', 443);
    expect(connectionFailure(failure, 'https://[::1]/v2/')).toBe(
      'dial tcp [::1]:443: connect: connection refused',
    );
  });

  it('tells of a port that there cannot be', () => {
    expect(dialFailure('https://registry.example.com:99999/v2/')).toBe(
      'dial tcp: address 99999: invalid port',
    );
    expect(dialFailure('https://registry.example.com:65535/v2/')).toBeUndefined();
    expect(dialFailure('https://registry.example.com/v2/a:99999')).toBeUndefined();
  });
});
