import { beforeAll, describe, expect, test } from 'vitest';
import { readWorld } from '../../../src/node/worlds.ts';
import { World } from '../../../src/simulator/world/index.ts';
import { Screen } from '../shell/screen.ts';

let open: () => World;

beforeAll(async () => {
  const { snapshot, blobs } = await readWorld('laptop-with-myapp');
  open = () => new World(snapshot, { blobs: new Map(blobs) });
});

/** Two networks, a volume, two images and containers in three states. */
const SETUP = `
  docker tag myapp:1.0 ghcr.io/jsingh/myapp:1.0
  docker run -d --name web myapp:1.0
  docker run -d --name frozen myapp:1.0
  docker pause frozen
  docker create --name idle myapp:1.0
  docker network create backend
  docker volume create data`;

async function asked(...questions: string[]): Promise<string[]> {
  const world = open();
  await world.run('laptop', SETUP);
  const answers: string[] = [];
  for (const question of questions) {
    const { output } = await world.run('laptop', `docker __completeNoDesc ${question} 2>/dev/null`);
    answers.push(output.trim().split('\n').join(' '));
  }
  return answers;
}

describe('docker __complete', () => {
  test('offers verbs and flags with their descriptions', async () => {
    const world = open();
    const { output } = await world.run('laptop', 'docker __complete pu; docker __complete rmi --f');
    expect(output).toMatch(
      /^pull\t.+\npush\t.+\n:4\nCompletion ended with directive: ShellComp\w+NoFileComp\n/,
    );
    expect(output).toMatch(/\n--force\t.+\n:4\n/);
  });

  test('offers the verbs of a noun, and its own flags to each verb', async () => {
    expect(await asked('volume ""', 'logout --', 'images -a -', 'rm -f -', 'run myapp:1.0 -')).toEqual([
      'create inspect ls prune rm update :4',
      ':4',
      '--digests --filter -f --format --no-trunc --quiet -q --tree :4',
      '--link -l --volumes -v :4',
      ':4',
    ]);
  });

  test('offers the containers that a verb can do something with', async () => {
    expect(
      await asked('stop ""', 'exec -it ""', 'unpause ""', 'start ""', 'rm ""', 'rm -f ""', 'logs ""'),
    ).toEqual([
      'frozen web :4',
      'web :4',
      'frozen :4',
      'idle :4',
      'idle :4',
      'idle frozen web :4',
      'idle frozen web :4',
    ]);
  });

  test('offers images, networks and volumes, as many as a verb takes', async () => {
    const both = 'myapp:1.0 ghcr.io/jsingh/myapp:1.0 :4';
    expect(
      await asked(
        'push ""',
        'push myapp:1.0 ""',
        'rmi myapp:1.0 ""',
        'run --rm ""',
        'network connect ""',
        'network connect backend ""',
        'network disconnect bridge ""',
        'network disconnect nosuch ""',
        'volume rm ""',
        'cp ""',
        'build ""',
      ),
    ).toEqual([
      both,
      ':4',
      both,
      both,
      'bridge host none backend :4',
      'idle frozen web :4',
      'frozen web :4',
      ':4',
      'data :4',
      ':0',
      ':16',
    ]);
  });

  test('offers the values of flags', async () => {
    expect(
      await asked(
        'run --pull ""',
        'run --restart=',
        'run --network ""',
        'run --pid container:',
        'run --link ""',
        '--log-level ""',
        'context use ""',
        'push --nosuch ""',
        'images --filter ""',
        'run --name ""',
      ),
    ).toEqual([
      'always missing never :4',
      'no always on-failure unless-stopped :4',
      'bridge host none backend :4',
      'container:idle container:frozen container:web :4',
      'idle: frozen: web: :2',
      'debug info warn error fatal panic :4',
      'default :4',
      ':0',
      ':0',
      ':4',
    ]);
  });

  test('says so when the engine cannot be asked', async () => {
    const { output } = await open().run(
      'laptop',
      'docker -H tcp://127.0.0.1:1 __complete rmi ""; docker __complete -H tcp://127.0.0.1:1 rmi "" 2>&1',
    );
    expect(output).toContain(':1\nCompletion ended with directive: ShellCompDirectiveError\n');
  });
});

test('Tab completes docker’s verbs, flags, images and files in the terminal', async () => {
  const world = open();
  await world.run('laptop', SETUP);
  const screen = new Screen(world.machine('laptop').host, { columns: 100, rows: 40 });
  await screen.rest();
  const typed = async (text: string, shown: string) => {
    await screen.type('\x15', text, '\t');
    await screen.shows(`$ ${shown.trimEnd()}`);
    await screen.type('|');
    await screen.shows(`$ ${shown}|`);
  };
  await typed('docker pus', 'docker push ');
  await typed('docker push gh', 'docker push ghcr.io/jsingh/myapp:1.0 ');
  await typed('docker rmi --fo', 'docker rmi --force ');
  await typed('docker run --pull=al', 'docker run --pull=always ');
  await typed('docker exec -it w', 'docker exec -it web ');
  await typed('docker network rm ba', 'docker network rm backend ');
});
