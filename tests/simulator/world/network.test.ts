import { describe, expect, test } from 'vitest';
import type { NetworkError } from '../../../src/simulator/common/network.ts';
import { Internet } from '../../../src/simulator/world/network.ts';

const say = (text: string) => async () => new Response(text);
const failureOf = (promise: Promise<Response>) =>
  promise.then(
    () => 'answered',
    (error: NetworkError) => error.failure,
  );

describe('the network', () => {
  test('leads host names to services, and tells apart why one does not answer', async () => {
    const internet = new Internet();
    internet.serve('ghcr.io', say('ghcr'));
    internet.serve('plain.example.com', say('plain'), { port: 5000, tls: false });
    internet.fail('blackhole.example.com', 'timeout');
    const laptop = internet.connect('laptop');
    expect(await (await laptop.fetch(new Request('https://ghcr.io/v2/'))).text()).toBe('ghcr');
    expect(await failureOf(laptop.fetch(new Request('https://nosuch.example.com/')))).toBe('no-such-host');
    expect(await failureOf(laptop.fetch(new Request('https://ghcr.io:8443/')))).toBe('refused');
    expect(await failureOf(laptop.fetch(new Request('https://blackhole.example.com/')))).toBe('timeout');
    expect(await failureOf(laptop.fetch(new Request('https://plain.example.com:5000/')))).toBe('plain-http');
    expect((await laptop.fetch(new Request('http://plain.example.com:5000/'))).status).toBe(200);
    internet.remove('ghcr.io');
    expect(await failureOf(laptop.fetch(new Request('https://ghcr.io/v2/')))).toBe('no-such-host');
  });

  test('a port of a machine is its own localhost, and reached by its name from others', async () => {
    const internet = new Internet();
    const laptop = internet.connect('laptop');
    const server = internet.connect('server');
    const close = server.listen(8080, say('app'));
    expect(() => server.listen(8080, say('other'))).toThrow('address already in use');
    expect(await (await server.fetch(new Request('http://localhost:8080/'))).text()).toBe('app');
    expect(await (await laptop.fetch(new Request('http://server:8080/'))).text()).toBe('app');
    expect(await failureOf(laptop.fetch(new Request('http://localhost:8080/')))).toBe('refused');
    close();
    expect(await failureOf(server.fetch(new Request('http://localhost:8080/')))).toBe('refused');
  });
});
