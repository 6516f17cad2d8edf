import { beforeAll, describe, expect, test } from 'vitest';
import type { World } from '../../../../src/simulator/world/index.ts';
import { openWorlds, run } from '../../programs/cloud-world.ts';

/**
 * What products say when they refuse, word for word, each caused by commands in a world. The number is the row of the
 * list of refusals that the project was given, whose sources stand there.
 *
 * Rows that nothing typed here can cause, and why:
 *
 * - 22, 41: wordings that ECR and ACR gave up years ago; the second also has its URL without quotes, as docker no
 *   longer prints it. Today's are rows 21 and 40.
 * - 39: of Container Registry, which was shut down on 2025-03-18; `gcr.io` is served by Artifact Registry, rows 35-38.
 * - 51: of dockers that took every body for JSON; the client in docker 28 looks at its type first, and prints such a page
 *   after `unknown: `, which plain.test.ts has.
 * - 66: of an older daemon, which took `MyOrg` for a name; today's takes it for a host, and the CLI refuses `myorg/App`
 *   by itself, as in row 67.
 * - 59, 60: notes and errors of the containerd image store; this engine keeps the older store, as docker 28 on Linux.
 * - 85: Windows' credential manager; every machine here is a Linux one.
 * - 91 to 96: printed by actions of GitHub's marketplace inside a workflow run, not by a command of a shell. (99, the
 *   registry's own words to such a run, is in ghcr.test.ts.)
 * - 98: how older BuildKits passed on a 403; the one in docker 28 prints row 97.
 */

/** A registry of a world, as its definition has it. */
interface Service {
  service: Record<string, unknown>;
  holds?: Record<string, string>;
}

export interface Case {
  row: string;
  /** Commands before the one that is refused, and turns of a product's switches. */
  before?: (string | { host: string; knobs: Record<string, unknown> })[];
  run: string;
  /** The last line printed, or the last lines. */
  says: string;
}

interface Setting {
  registries: Service[];
  /** Programs of the laptop. */
  programs?: string[];
  machine?: Record<string, unknown>;
}

/** Docker Hub with the images that the cases push: for worlds that are about another product. */
export const HUB: Service = {
  service: { vendor: 'docker-hub', repositories: [{ name: 'library/base' }] },
  holds: { 'library/base:1': 'tiny', 'library/base:2': 'other', 'library/base:arm': 'arm' },
};

export const login = (user: string, password: string, host = ''): string =>
  `echo '${password}' | docker login -u ${user} --password-stdin ${host}`;
export const push = (image: string): string => `docker tag base:1 ${image} && docker push ${image}`;
export const pullDenied = (name: string): string =>
  `Error response from daemon: pull access denied for ${name}, repository does not exist or may require 'docker login': denied: `;

/** Runs a line while the world's clock goes on to whatever the daemon waits for. */
async function runToTheEnd(world: World, line: string): Promise<string> {
  let printed: string | undefined;
  const running = run(world, line).then((text) => {
    printed = text;
  });
  while (printed === undefined) {
    await Promise.race([running, new Promise((resolve) => setTimeout(resolve, 20))]);
    const { next } = world.clock;
    if (printed === undefined && next !== undefined) await world.clock.advance(next - world.clock.now());
  }
  return printed;
}

/** Tests refusals, each in a world of its own whose laptop has pulled `base:1` and `base:2`. */
export function describeRefusals(
  product: string,
  { registries, programs = [], machine = {} }: Setting,
  cases: Case[],
): void {
  describe(product, () => {
    let open: () => World;
    beforeAll(async () => {
      open = await openWorlds(programs, registries, {
        setup: ['docker pull -q base:1', 'docker pull -q base:2'],
        ...machine,
      });
    });

    test.each(cases)('row $row', async ({ before = [], run: line, says }) => {
      const world = open();
      world.network.fail('selfsigned.example.com', 'unknown-authority');
      for (const step of before) {
        if (typeof step === 'string') expect((await world.run('laptop', step)).status, step).toBe(0);
        else await world.registry(step.host).turn(step.knobs);
      }
      const printed = (await runToTheEnd(world, line)).replace(/\n?\[\d+\]$/, '').trimEnd();
      expect(printed.split('\n').slice(-says.split('\n').length).join('\n')).toBe(says);
    });
  });
}
