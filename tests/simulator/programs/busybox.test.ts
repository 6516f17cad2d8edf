import { beforeAll, expect, test } from 'vitest';
import { readWorld } from '../../../src/node/worlds.ts';
import { World } from '../../../src/simulator/world/index.ts';

let open: () => World;

beforeAll(async () => {
  const { snapshot, blobs } = await readWorld('laptop-with-myapp');
  open = () => new World(snapshot, { blobs: new Map(blobs) });
});

/** What a script prints in a container that has BusyBox. */
const inContainer = async (script: string): Promise<string> => {
  const started = 'until wget -q --spider localhost:8080 2>/dev/null; do sleep 1; done';
  const line = `docker run -d --name web myapp:1.0 >/dev/null; docker exec web sh -c '${started}'; docker exec web sh -c '${script}'`;
  return (await open().run('laptop', line)).output;
};

test('applets refuse in BusyBox’s words', async () => {
  expect(await inContainer('ls /x; cat /x /etc; rm /x; cp /etc /y; mkdir /etc; head /x; sleep x')).toBe(
    `ls: /x: No such file or directory
cat: can't open '/x': No such file or directory
cat: read error: Is a directory
rm: can't remove '/x': No such file or directory
cp: omitting directory '/etc'
mkdir: can't create directory '/etc': File exists
head: /x: No such file or directory
sleep: invalid number 'x'
`,
  );
});

test('ps shows every process of the container', async () => {
  expect(await inContainer('ps; true')).toMatch(
    /^PID {3}USER {5}TIME {2}COMMAND\n {4}1 root {6}0:00 node server.js\n.*sh -c ps; true\n.*ps\n$/,
  );
});

test('wget fetches, saves and tells why it cannot', async () => {
  const page = await inContainer('wget -qO- http://localhost:8080/');
  expect(page).not.toBe('');
  expect(await inContainer('cd /tmp; wget localhost:8080; cat index.html')).toBe(
    `Connecting to localhost:8080 (127.0.0.1:8080)\nsaving to 'index.html'\nindex.html           100% |${'*'.repeat(32)}| ${String(page.length).padStart(5)}  0:00:00 ETA\n'index.html' saved\n${page}`,
  );
  expect(await inContainer('wget -q localhost:1; wget nosuch.example; echo $?')).toBe(
    "wget: can't connect to remote host (127.0.0.1): Connection refused\nwget: bad address 'nosuch.example'\n1\n",
  );
});

test('od shows bytes as the real one does', async () => {
  const { output } = await open().run(
    'laptop',
    "printf 'hello\\tworld\\n\\0 and more' > f; od f; od -An -tx1z f; od -t x2c -N 6 f; printf %048d 0 | od -c; od no",
  );
  expect(output).toBe(`0000000 062550 066154 004557 067567 066162 005144 020000 067141
0000020 020144 067555 062562
0000026
 68 65 6c 6c 6f 09 77 6f 72 6c 64 0a 00 20 61 6e  >hello.world.. an<
 64 20 6d 6f 72 65                                >d more<
0000000    6568    6c6c    096f
          h   e   l   l   o  \\t
0000006
0000000   0   0   0   0   0   0   0   0   0   0   0   0   0   0   0   0
*
0000060
od: no: No such file or directory
`);
});
