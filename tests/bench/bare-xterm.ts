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

/**
 * The same with a worker that echoes every key and answers Enter with ready lines, the last of them `myapp`'s: the way
 * that any output has to go.
 */
export function echoingXterm(lines: number): string {
  const worker = `
const line = (name, tag) => name.padEnd(13) + tag.padEnd(10) + 'fab47c47dbd3   2 minutes ago   141MB';
const lines = Array.from({ length: ${lines - 1} }, (_, i) => line('many', 'v' + i));
const answer = '\\r\\n' + [...lines, line('myapp', '1.0')].join('\\r\\n') + '\\r\\n$ ';
onmessage = ({ data }) => postMessage(data === '\\r' ? answer : data);`;
  return bareXterm(`
const worker = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(worker)}])));
worker.onmessage = ({ data }) => terminal.write(data);
terminal.onData((data) => data === '\\x0c' ? terminal.write('\\x1b[H\\x1b[2J\\x1b[3J') : worker.postMessage(data));
terminal.focus();
terminal.write('$ ', () => document.getElementById('terminal').setAttribute('data-ready', ''));`);
}
