import { beforeEach, expect, test } from 'vitest';
import { digestOf } from '../../../../src/simulator/common/digest.ts';
import { Harness } from './harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await Harness.create();
});

const commit = async (container: string, query = '') => {
  const { status, body } = await harness.call('POST', `/commit?container=${container}${query}`, {});
  expect(status).toBe(201);
  return (body as { Id: string }).Id;
};
const configText = (id: string) => new TextDecoder().decode(harness.blobs.get(id));

test('makes an image of what the container changed', async () => {
  const id = await harness.run(['write', '/srv/new', 'text']);
  await harness.wait(id);
  const image = await commit(id, '&repo=learner/app&tag=v1&comment=a%20message&author=me');
  const config = JSON.parse(configText(image));
  expect(config).toMatchObject({ author: 'me', comment: 'a message', container: id });
  expect(config.rootfs.diff_ids).toHaveLength(2);
  expect(config.history.at(-1)).toMatchObject({ created_by: 'write /srv/new text', comment: 'a message' });
  const again = await harness.output(['cat', '/srv/new'], { Image: 'learner/app:v1' });
  expect(again).toEqual({ text: 'text\n', code: 0 });
});

test('a container that changed nothing adds an empty layer to the history alone', async () => {
  const id = await harness.createContainer(['true']);
  const config = JSON.parse(configText(await commit(id)));
  expect(config.rootfs.diff_ids).toHaveLength(1);
  expect(config.history.at(-1).empty_layer).toBe(true);
});

test('writes JSON as Go does, so that the ID agrees', async () => {
  const id = await harness.createContainer(['echo', 'a > b && c <d>']);
  const image = await commit(id, '&comment=%3Ccomment%3E');
  const text = configText(image);
  expect(text).toContain('a \\u003e b \\u0026\\u0026 c \\u003cd\\u003e');
  expect(text).not.toMatch(/[<>&]/);
  expect(digestOf(text)).toBe(image);
});

test('changes its configuration by instructions, and refuses those that are none', async () => {
  await harness.createContainer(['true'], {}, 'web');
  const image = await commit('web', `&changes=${encodeURIComponent('CMD ["ls"]\nENV A=1')}`);
  expect(JSON.parse(configText(image)).config).toMatchObject({ Cmd: ['ls'] });
  expect(JSON.parse(configText(image)).config.Env).toContain('A=1');
  expect(await harness.refusal('POST', '/commit?container=web&changes=NOSUCH%20x', {})).toMatch(/^400 /);
  expect(await harness.refusal('POST', '/commit?container=nosuch', {})).toBe('404 No such container: nosuch');
});
