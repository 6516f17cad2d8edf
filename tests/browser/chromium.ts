import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where a Chromium is, `undefined` where none is installed. */
export const chromiumPath = process.env.CHROMIUM ?? PLACES.find((path) => existsSync(path));

/** Starts Chromium; says loudly when there is none. */
export async function launchChromium(): Promise<Browser> {
  if (!chromiumPath)
    throw new Error(`no Chromium found in ${PLACES.join(', ')}; install one or set CHROMIUM`);
  return chromium.launch({ executablePath: chromiumPath, args: FLAGS });
}
