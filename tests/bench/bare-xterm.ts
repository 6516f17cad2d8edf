import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes the folder of a page with a terminal and nothing else; `script` says what is done with it. */
export function bareXterm(script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'bare-xterm-'));
  const resolve = createRequire(import.meta.url).resolve;
  const xterm = resolve('@xterm/xterm').replace(/xterm\.js$/, 'xterm.mjs');
  writeFileSync(join(folder, 'xterm.js'), readFileSync(xterm));
  writeFileSync(join(folder, 'xterm.css'), readFileSync(resolve('@xterm/xterm/css/xterm.css')));
  writeFileSync(join(folder, '404.html'), '');
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html><title>bare</title><link rel="stylesheet" href="/xterm.css"><div id="terminal"></div>
<script type="module">
import { Terminal } from '/xterm.js';
const terminal = new Terminal();
terminal.open(document.getElementById('terminal'));
${script}
</script>`,
  );
  return folder;
}
