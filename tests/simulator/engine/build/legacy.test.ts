import { beforeEach, describe, expect, test } from 'vitest';
import type { Engine } from '../../../../src/simulator/engine/index.ts';
import { build, builder, busybox, history, inspect } from './harness.ts';

/** Ids that differ from run to run, by the order in which they come. */
function numbered(text: string): string {
  const seen: string[] = [];
  return text.replaceAll(/\b[0-9a-f]{12}\b/g, (id) => {
    if (!seen.includes(id)) seen.push(id);
    return `#${seen.indexOf(id) + 1}`;
  });
}

describe('the legacy builder', () => {
  let engine: Engine;
  beforeEach(async () => {
    ({ engine } = await builder());
    await (
      await engine.fetch(
        new Request('http://docker/images/create?fromImage=busybox&tag=1.37', { method: 'POST' }),
      )
    ).text();
  });

  const DOCKERFILE = 'FROM busybox:1.37\nENV NAME=world\nRUN echo hello $NAME > greeting\nCMD ["cat"]\n';

  test('runs each instruction in a container, and makes an image of it', async () => {
    const { stream, imageId } = await build(engine, { Dockerfile: DOCKERFILE }, { t: 'greet', rm: '1' });
    expect(numbered(stream)).toBe(`Step 1/4 : FROM busybox:1.37
 ---> #1
Step 2/4 : ENV NAME=world
 ---> Running in #2
 ---> Removed intermediate container #2
 ---> #3
Step 3/4 : RUN echo hello $NAME > greeting
 ---> Running in #4
 ---> Removed intermediate container #4
 ---> #5
Step 4/4 : CMD ["cat"]
 ---> Running in #6
 ---> Removed intermediate container #6
 ---> #7
Successfully built #7
Successfully tagged greet:latest
`);
    expect(stream).toContain(` ---> ${busybox.id.slice(7, 19)}\n`);
    const image = await inspect(engine, 'greet');
    expect(image.Id).toBe(imageId);
    expect(image.Config).toMatchObject({ Env: ['PATH=/bin', 'NAME=world'], Cmd: ['cat'] });
    expect(image.RootFS.Layers).toHaveLength(2);
    expect((await history(engine, 'greet')).slice(0, 3)).toEqual([
      '/bin/sh -c #(nop)  CMD ["cat"]',
      '/bin/sh -c echo hello $NAME > greeting',
      '/bin/sh -c #(nop)  ENV NAME=world',
    ]);
  });

  test('builds upon a pulled image of another platform, and warns of it', async () => {
    const warning = `
WARNING: Pulled image with specified platform (linux/arm64), but the resulting image's configured platform (linux/amd64) does not match.
This is most likely caused by a bug in the build system that created the fetched image (busybox:1.37).
Please notify the image author to correct the configuration.`;
    const { engine: fresh } = await builder();
    const files = { Dockerfile: 'FROM busybox:1.37\n' };
    const other = await build(fresh, files, { platform: 'linux/arm64' });
    expect(other).toMatchObject({ error: '', imageId: busybox.id });
    expect(other.statuses.at(-1)).toBe(warning);
    // What is here already is taken without a word; what is pulled again is not.
    const known = await build(fresh, files, { platform: 'linux/arm64' });
    expect(known).toMatchObject({ error: '', imageId: busybox.id, statuses: [] });
    expect((await build(fresh, files, { platform: 'linux/arm64', pull: '1' })).statuses).toContain(warning);
    const own = await build(fresh, files, { platform: 'linux/amd64', pull: '1' });
    expect(own.statuses.join('\n')).not.toContain('WARNING');
  });

  test('uses what it has made before, until something differs', async () => {
    await build(engine, { Dockerfile: DOCKERFILE });
    const again = await build(engine, { Dockerfile: DOCKERFILE });
    expect(again.stream.match(/Using cache/g)).toHaveLength(3);
    expect(again.stream).not.toContain('Running in');
    const changed = await build(engine, { Dockerfile: DOCKERFILE.replace('NAME=world', 'NAME=moon') });
    expect(changed.stream).not.toContain('Using cache');
    const anew = await build(engine, { Dockerfile: DOCKERFILE }, { nocache: '1' });
    expect(anew.stream).not.toContain('Using cache');
  });

  test('COPY is made anew when the file has changed', async () => {
    const Dockerfile = 'FROM busybox:1.37\nCOPY a.txt /a\n';
    const first = await build(engine, { Dockerfile, 'a.txt': '1' });
    const same = await build(engine, { Dockerfile, 'a.txt': '1', other: 'x' });
    const different = await build(engine, { Dockerfile, 'a.txt': '2' });
    expect(same.imageId).toBe(first.imageId);
    expect(same.stream).toContain('Using cache');
    expect(different.imageId).not.toBe(first.imageId);
  });

  test('names a copied file by the sum of its tar header and content', async () => {
    const Dockerfile = 'FROM busybox:1.37\nCOPY hello.txt /hello.txt\n';
    await build(engine, { Dockerfile, 'hello.txt': 'hello from tiny\n' }, { t: 'tiny' });
    expect((await history(engine, 'tiny'))[0]).toMatch(
      /^\/bin\/sh -c #\(nop\) COPY file:[0-9a-f]{64} in \/hello\.txt $/,
    );
  });

  test('stages, and copies from them', async () => {
    const Dockerfile = `FROM busybox:1.37 AS build
RUN echo made > /out
FROM busybox:1.37
COPY --from=build /out /in
RUN cat /in
`;
    const { stream } = await build(engine, { Dockerfile }, { target: '' });
    expect(stream).toContain('Step 4/5 : COPY --from=build /out /in');
    expect(stream).toContain('\nmade\n');
    const stopped = await build(engine, { Dockerfile }, { target: 'build' });
    expect(stopped.stream).not.toContain('Step 3/');
  });

  test('build arguments reach RUN, and one that nothing reads is told of', async () => {
    const Dockerfile = 'FROM busybox:1.37\nARG WHO=nobody\nRUN echo for $WHO\n';
    const { stream } = await build(
      engine,
      { Dockerfile },
      { buildargs: JSON.stringify({ WHO: 'me', OTHER: 'x' }) },
    );
    expect(stream).toContain('\nfor me\n');
    expect(stream).toContain('[Warning] One or more build-args [OTHER] were not consumed\n');
  });

  test.each([
    ['FROM busybox:1.37\nRUN exit 3\n', "The command '/bin/sh -c exit 3' returned a non-zero code: 3"],
    [
      'FROM busybox:1.37\nCOPY nosuch /\n',
      'COPY failed: file not found in build context or excluded by .dockerignore: stat nosuch: file does not exist',
    ],
    [
      'FROM busybox:1.37\nCOPPY a /\n',
      'dockerfile parse error on line 2: unknown instruction: COPPY (did you mean COPY?)',
    ],
    ['', 'the Dockerfile (Dockerfile) cannot be empty'],
    [
      'FROM busybox:1.37\nCOPY --from=nosuchstage /x /x\n',
      "invalid from flag value nosuchstage: pull access denied for nosuchstage, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    ],
    ['FROM busybox:9.99\n', 'manifest for busybox:9.99 not found: manifest unknown: manifest unknown'],
  ])('%j is refused', async (Dockerfile, message) => {
    expect((await build(engine, { Dockerfile })).error).toBe(message);
  });

  test('.dockerignore keeps the Dockerfile itself out; of the rest the client has taken care', async () => {
    const { stream } = await build(engine, {
      Dockerfile: 'FROM busybox:1.37\nCOPY . /all\nRUN cat /all/a\nRUN cat /all/Dockerfile\n',
      '.dockerignore': 'Dockerfile\na\n',
      a: 'still here\n',
    });
    expect(stream).toContain('\nstill here\n');
    expect(stream).not.toContain('\nFROM busybox');
  });

  test('only prints what went wrong and the id when quiet', async () => {
    const { imageId } = await build(engine, { Dockerfile: DOCKERFILE });
    const { stream } = await build(engine, { Dockerfile: DOCKERFILE }, { q: '1' });
    expect(stream).toBe(`${imageId}\n`);
  });
});
