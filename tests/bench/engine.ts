import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { serveSite } from '../../src/node/site.ts';
import { readWorld } from '../../src/node/worlds.ts';
import { Random } from '../../src/simulator/common/random.ts';
import { createVendor, type Vendor, vendorDefinition } from '../../src/simulator/vendors/index.ts';
import { World } from '../../src/simulator/world/index.ts';
import { launchChromium } from '../browser/chromium.ts';
import { Lab } from '../browser/lab.ts';
import { call, engineOn, type Hosts, JumpingClock, networkOf } from '../simulator/engine/harness.ts';
import { file, seedImage } from '../simulator/engine/seed.ts';
import { answer, answerTime, firstAnswers, noteAnswers } from './answer-time.ts';
import { echoingXterm } from './bare-xterm.ts';
import { builtSite } from './built-site.ts';
import { median, percentile, table } from './table.ts';

const IMAGES = 2000;
const RUNS = 60;
/** Until a page's code is compiled. */
const WARM = 20;
const LAYERS = 20;
/** For what a busy machine does in its own time, in milliseconds. */
const PATIENCE = 300_000;

/** Lists of many images, bytes of a push of many layers, memory after many commands. */
export async function bench(): Promise<void> {
  await measureLists();
  await measureListsInChromium();
  await measurePush();
  measureMemory();
}

/** `docker images` with many images: the whole command, and the engine's part of it. */
async function measureLists(): Promise<void> {
  const { snapshot, blobs } = await readWorld('laptop-with-myapp');
  const world = new World(snapshot, { blobs: new Map(blobs) });
  const { engine } = world.machine('laptop');
  const archive = new Uint8Array(1024);
  for (let i = 0; i < IMAGES; i += 1) {
    const url = `http://docker/images/create?fromSrc=-&repo=many&tag=v${i}&changes=LABEL+number%3D${i}`;
    const answer = await engine.fetch(new Request(url, { method: 'POST', body: archive }));
    if (!answer.ok) throw new Error(await answer.text());
    await answer.text();
  }
  const timed = (run: () => Promise<unknown>): Promise<string[]> =>
    figures(async () => {
      const begin = performance.now();
      await run();
      return performance.now() - begin;
    });
  const list = () => engine.fetch(new Request('http://docker/images/json')).then((answer) => answer.text());
  const lines = (await world.run('laptop', 'docker images -q | wc -l')).output.trim();
  table(
    [`with ${lines} images, in Node`, 'median, ms', '95th percentile, ms'],
    [
      ['docker images', ...(await timed(() => world.run('laptop', 'docker images')))],
      ['GET /images/json', ...(await timed(list))],
    ],
  );
}

/**
 * The same in a lesson, from Enter to the last line: as the page has it from the worker, and as the terminal has drawn
 * it. Beside it the list of one image, and as the limit what a bare terminal takes for as many lines that are ready in
 * a worker.
 */
async function measureListsInChromium(): Promise<void> {
  const site = await serveSite(builtSite(), { port: 0 });
  const bare = await serveSite(echoingXterm(IMAGES + 1), { port: 0 });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await noteAnswers(page);
    const lab = await Lab.open(page, site.url, 'start/push-your-first-image');
    await firstAnswers(page);
    const few = await figures(() => answerTime(page));
    await lab.type('echo > f; tar cf f.tar f');
    await lab.type(
      `for i in $(seq ${IMAGES}); do docker import -c "LABEL n=$i" f.tar many:v$i >/dev/null; done; echo all "made"`,
    );
    await page.getByText('all made').first().waitFor({ timeout: PATIENCE });
    await lab.type('docker images many | wc -l');
    // Errors went to the screen unseen once, and a list of one image was measured.
    await lab.shows(new RegExp(`^${IMAGES + 1}$`, 'm'));
    await firstAnswers(page);
    const floor = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await floor.goto(bare.url);
    await floor.waitForSelector('[data-ready]');
    for (let i = 0; i < WARM; i += 1) await answerTime(floor);
    const [limit, come, shown]: [number[], number[], number[]] = [[], [], []];
    for (let i = 0; i < RUNS; i += 1) {
      limit.push(await answerTime(floor));
      const many = await answer(page);
      come.push(many.come);
      shown.push(many.shown);
    }
    table(
      ['docker images in Chromium', 'median, ms', '95th percentile, ms (at most 16)'],
      [
        ['1 image', ...few],
        [`${IMAGES} images more, answered`, ...row(come)],
        ['the same, shown', ...row(shown)],
        [`bare xterm, ${IMAGES} ready lines more, shown`, ...row(limit)],
      ],
    );
  } finally {
    await browser.close();
    await Promise.all([site.close(), bare.close()]);
  }
}

async function figures(measure: () => Promise<number>): Promise<string[]> {
  const times: number[] = [];
  for (let i = 0; i < RUNS; i += 1) times.push(await measure());
  return row(times);
}

function row(times: number[]): string[] {
  return [median(times).toFixed(1), percentile(times, 0.95).toFixed(1)];
}

/** Bytes that go over the network in a push, and in a second one of the same image. */
async function measurePush(): Promise<void> {
  const clock = new JumpingClock();
  const plain = (host: string): Vendor =>
    createVendor(vendorDefinition.parse({ vendor: 'plain', host }), {
      clock,
      random: new Random(9),
      blobs: new Map(),
    });
  const [source, target] = [plain('source.test'), plain('target.test')];
  const image = seedImage(
    Array.from({ length: LAYERS }, (_, i) => [file(`layer-${i}`, new Random(i).bytes(200_000))]),
  );
  await source.importImage({
    repository: 'app',
    tags: ['1'],
    mediaType: image.mediaType,
    manifest: image.manifest,
    blobs: image.blobs,
  });
  let moved = { blobs: 0, manifests: 0 };
  const hosts: Hosts = {
    'source.test': (request) => source.fetch(request),
    'target.test': async (request) => {
      const body = new Uint8Array(await request.clone().arrayBuffer());
      moved[request.url.includes('/manifests/') ? 'manifests' : 'blobs'] += body.length;
      return target.fetch(request);
    },
  };
  const { engine } = engineOn({ network: networkOf(hosts), clock });
  const must = async (path: string): Promise<void> => {
    const { status, text } = await call(engine, 'POST', path, { auth: {} });
    if (status >= 400 || text.includes('"error"')) throw new Error(text);
  };
  await must('/images/create?fromImage=source.test/app&tag=1');
  await must('/images/source.test/app:1/tag?repo=target.test/app&tag=1');
  /** An engine compresses layers anew: what it pushed is as long as the manifest there says. */
  const heldSize = async (): Promise<number> => {
    const accept = image.mediaType;
    const request = new Request('http://target.test/v2/app/manifests/1', { headers: { accept } });
    const { config, layers } = (await (await target.fetch(request)).json()) as Record<
      string,
      { size: number }[]
    >;
    return [config, layers].flat().reduce((sum, blob) => sum + blob!.size, 0);
  };
  const rows: string[][] = [];
  for (const push of ['first push', 'second push']) {
    moved = { blobs: 0, manifests: 0 };
    await must('/images/target.test/app/push?tag=1');
    rows.push([push, moved.blobs, await heldSize(), moved.manifests].map(String));
  }
  table(
    [`${LAYERS} layers`, 'bytes of blobs sent', 'bytes of the blobs there', 'of the manifest sent'],
    rows,
  );
}

/** In a process of its own, where the garbage collector can be called. */
function measureMemory(): void {
  const program = join(import.meta.dirname, 'engine-memory.ts');
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--expose-gc', program], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
  table(['after so many commands', 'heap, MB', 'buffers, MB', 'blobs held, MB'], rows);
}
