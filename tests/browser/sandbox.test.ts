import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { Lab } from './lab.ts';

const site = inject('site');

/** Lines typed one after another, and what the terminal shows then. */
const BUILDS: [string, RegExp][] = [
  ["printf 'FROM alpine\\nRUN echo made > /x\\nCOPY . /src\\n' > Dockerfile", /\$$/],
  ['docker build -t mine .', /naming to docker\.io\/library\/mine(.|\n)*\$$/],
  ['docker run --rm mine cat /x', /^made$/m],
  ['DOCKER_BUILDKIT=0 docker build -t old . | tail -1', /^Successfully tagged old:latest$/m],
  ['docker build --check .', /^Check complete, no warnings found\.$/m],
  ['docker save mine | gzip | docker load', /^Loaded image: mine:latest$/m],
  ['docker build -o out . 2> /dev/null; cat out/x', /^made$/m],
];
const PROGRAMS: [string, RegExp][] = [
  ['docker run -d --name web -p 8080:8080 myapp:1.0 | wc -c', /^65$/m],
  ['curl -s localhost:8080', /^myapp 1\.0/m],
  ["docker exec web sh -c 'id -u; wget -qO- localhost:8080'", /^0\nmyapp 1\.0/m],
  ['echo \'{"a":[1,{"b":"c"}]}\' | jq -r .a[1].b', /^c$/m],
  ["awk -F: '$3 == 0 { print $1 }' /etc/passwd | sed s/oo/00/", /^r00t$/m],
  ['find /etc -name hosts | sort | xargs sha256sum | cut -c65-', /^ {2}\/etc\/hosts$/m],
  ['tar cz myapp | tar tz | tail -1', /^myapp\/./m],
  ['aws ecr create-repository --repository-name app --query repository.registryId', /^"\d{12}"$/m],
  ['aws ecr describe-repositories --output table | tail -1', /^\|\|\+-+\+-+\+\|\|$/m],
  ['gcloud artifacts repositories list 2>&1 | head -1', /^ERROR: \(gcloud\.artifacts/m],
  ['az acr list', /Please run 'az login' to setup account\./],
  ['gh api user --jq .login', /gh auth login/],
  ['docker buildx imagetools inspect alpine | head -1', /^Name: +docker\.io\/library\/alpine:latest$/m],
];

describe.skipIf(!site)('the sandbox, where all of the simulator is loaded', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  for (const [name, lines] of Object.entries({ BUILDS, PROGRAMS })) {
    test(`${name.toLowerCase()} work in a browser as they do elsewhere`, async () => {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(`${site}sandbox/`);
      const lab = new Lab(page);
      await lab.ready();
      for (const [line, answer] of lines) {
        await lab.type(`clear; ${line}`);
        await lab.shows(answer);
      }
      expect(errors).toEqual([]);
      await page.close();
    });
  }
});
