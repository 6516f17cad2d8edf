import { describe, expect, test } from 'vitest';
import {
  familiarName,
  familiarString,
  parseReference,
  referenceString,
  withDefaultTag,
} from '../../../src/simulator/common/reference.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

describe('references', () => {
  test.each([
    ['busybox', 'docker.io/library/busybox:latest', 'busybox'],
    ['busybox:1.37', 'docker.io/library/busybox:1.37', 'busybox'],
    ['learner/app', 'docker.io/learner/app:latest', 'learner/app'],
    ['docker.io/library/busybox', 'docker.io/library/busybox:latest', 'busybox'],
    ['index.docker.io/busybox', 'docker.io/library/busybox:latest', 'busybox'],
    ['ghcr.io/octocat/app:2', 'ghcr.io/octocat/app:2', 'ghcr.io/octocat/app'],
    ['localhost/app', 'localhost/app:latest', 'localhost/app'],
    ['localhost:5000/app', 'localhost:5000/app:latest', 'localhost:5000/app'],
    ['LEARNER/app', 'LEARNER/app:latest', 'LEARNER/app'],
    ['[::1]:5000/app', '[::1]:5000/app:latest', '[::1]:5000/app'],
    ['docker.io/library/a/b', 'docker.io/library/a/b:latest', 'library/a/b'],
  ])('%s is %s', (text, whole, familiar) => {
    const reference = parseReference(text);
    expect(referenceString(withDefaultTag(reference))).toBe(whole);
    expect(familiarName(reference)).toBe(familiar);
  });

  test('keeps a digest and adds no tag beside it', () => {
    expect(familiarString(withDefaultTag(parseReference(`busybox@${DIGEST}`)))).toBe(`busybox@${DIGEST}`);
    expect(familiarString(withDefaultTag(parseReference(`busybox:1@${DIGEST}`)))).toBe(`busybox:1@${DIGEST}`);
  });

  test.each([
    ['learner/App', 'invalid reference format: repository name (learner/App) must be lowercase'],
    ['App', 'invalid reference format: repository name (library/App) must be lowercase'],
    ['MyOrg/App:1', 'invalid reference format: repository name (App) must be lowercase'],
    ['a//b', 'invalid reference format'],
    ['app:bad tag', 'invalid reference format'],
    ['-x', 'invalid reference format'],
    ['', 'invalid reference format'],
    ['http://host/app', 'invalid reference format'],
    ['app@sha256:abc', 'invalid reference format'],
    [
      'a'.repeat(64),
      `invalid repository name (${'a'.repeat(64)}), cannot specify 64-byte hexadecimal strings`,
    ],
    [`ghcr.io/${'a/'.repeat(128)}a`, 'repository name must not be more than 255 characters'],
  ])('refuses %s', (text, message) => {
    expect(() => parseReference(text)).toThrow(message);
  });
});
