import { describe, expect, it } from 'vitest';
import { pruneFilters } from '../../../src/simulator/docker/framework/filters.ts';
import { resourcePath } from '../../../src/simulator/docker/framework/resource-path.ts';
import { naturalCompare } from '../../../src/simulator/docker/render/natural.ts';
import { run } from './harness.ts';

describe("an object's path in the Engine API", () => {
  it.each([
    ['containers', '/web', 'json', '/containers/web/json'],
    ['containers', 'web/', '', '/containers/web'],
    ['containers', 'a/../web', 'logs', '/containers/web/logs'],
    ['containers', 'a/b', 'stop', '/containers/a%2Fb/stop'],
    ['containers', 'a?b', 'stop', '/containers/a%3Fb/stop'],
    ['volumes', '../x', '', '/x'],
    ['images', '/localhost:5000/app:1', 'json', '/images/localhost%3A5000%2Fapp%3A1/json'],
    ['images', '..', 'json', '/json'],
    ['images', '', 'json', '/images/json'],
  ])('%s %s %s: %s', (collection, name, action, path) => {
    expect(resourcePath(collection, name, action)).toBe(path);
  });
});

describe('DOCKER_HOST', () => {
  it.each([
    ['a b', 'parse "tcp://a b": invalid character " " in host name'],
    ['tcp://x:abc', 'parse "tcp://x:abc": invalid port ":abc" after host'],
    ['tcp://[::1', 'parse "tcp://[::1": missing \']\' in host'],
    ['tcp://a://b', 'invalid proto, expected tcp: a://b'],
  ])('%s is refused', async (host, reason) => {
    const { stderr, exit } = await run(['ps'], { env: { DOCKER_HOST: host } });
    expect({ stderr, exit }).toEqual({
      stderr: `Failed to initialize: unable to resolve docker endpoint: ${reason}\n`,
      exit: 1,
    });
  });

  it('may have a path, and no host', async () => {
    expect((await run(['ps'], { env: { DOCKER_HOST: ':99999' } })).stderr).toMatch(
      /^error during connect: Get "http:\/\/localhost:99999\/v1.50\/containers\/json"/,
    );
  });
});

it('merges the filters that all prune commands have into those of one', () => {
  const merged = (own: string[], all: string[]): readonly string[] =>
    pruneFilters({ flags: { list: () => own }, config: { list: () => all } } as never);
  expect(merged(['label=keep'], ['label!=keep', 'until=1h', 'foo'])).toEqual(['label=keep', 'until=1h']);
  expect(merged(['until=1h'], ['until=1h', 'label=a=b'])).toEqual(['until=1h']);
  expect(merged(['label!=c'], ['label=a=b'])).toEqual(['label!=c', 'label=a=b']);
});

it('sorts digits before all else', () => {
  expect(['v..1', 'v10', 'v2', 'v02'].sort(naturalCompare)).toEqual(['v2', 'v02', 'v10', 'v..1']);
});

it('lists the context in force even where there is none', async () => {
  const args = ['-c', 'nosuch', 'context', 'ls', '--format', '{{.Name}} {{.Current}} {{.Error}}'];
  expect((await run(args)).stdout).toMatch(
    /^default false \nnosuch true context "nosuch": context not found: open \/h…\n$/,
  );
});
