import { expect, test } from 'vitest';
import { directory } from '../../../../src/simulator/common/files.ts';
import { legacyOwnerOf } from '../../../../src/simulator/engine/build/owner.ts';

const file = (text: string) => ({
  ...{ type: 'file' as const, mode: 0o644, uid: 0, gid: 0, mtime: 0 },
  content: new TextEncoder().encode(text),
});
const root = directory([
  [
    'etc',
    directory([
      ['passwd', file('root:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n')],
      ['group', file('root:x:0:\nstaff:x:50:\n')],
    ]),
  ],
]);

test('the legacy builder looks a user without a group up as a group too', () => {
  expect(legacyOwnerOf(root, 'nobody:staff')).toEqual({ uid: 65534, gid: 50 });
  expect(legacyOwnerOf(root, '5')).toEqual({ uid: 5, gid: 5 });
  const prefix = 'unable to convert uid/gid chown string to host mapping: ';
  expect(() => legacyOwnerOf(root, 'nobody')).toThrow(
    `${prefix}can't find gid for group nobody: no such group: nobody`,
  );
  expect(() => legacyOwnerOf(root, 'who')).toThrow(`${prefix}can't find uid for user who: no such user: who`);
});
