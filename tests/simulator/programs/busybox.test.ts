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

test('ls and wc have columns of fixed widths', async () => {
  expect(
    await inContainer(
      'cd /tmp; echo one two > f; chmod 600 f; ls -l f | cut -c1-47; ls -lh /tmp/f | cut -c1-41; ls -ln f | cut -c1-43',
    ),
  ).toBe(
    `-rw-------    1 root     root             8 Nov
-rw-------    1 root     root           8
-rw-------    1 0        0                8
`,
  );
  expect(await inContainer('cd /tmp; echo one two > f; wc f; wc -l f; wc -lc f f; wc -l < f; wc < f')).toBe(
    `        1         2         8 f
1 f
        1         8 f
        1         8 f
        2        16 total
1
        1         2         8
`,
  );
});

test('test and [ are programs too, and tar fails with 1', async () => {
  expect(
    await inContainer('env test -f /etc/passwd; echo $?; busybox [ a = b ]; echo $?; tar tf /x; echo $?'),
  ).toBe("0\n1\ntar: can't open '/x': No such file or directory\n1\n");
});

test.each([
  ['if', 'sh: syntax error: unexpected end of file (expecting "then")'],
  ['if true; then echo a', 'sh: syntax error: unexpected end of file (expecting "fi")'],
  ['while true; do', 'sh: syntax error: unexpected end of file (expecting "done")'],
  ['{ echo a', 'sh: syntax error: unexpected end of file (expecting "}")'],
  ['f() {', 'sh: syntax error: unexpected end of file (expecting "}")'],
  ['case x in', 'sh: syntax error: unexpected end of file (expecting ")")'],
  ['fi', 'sh: syntax error: unexpected "fi"'],
  [')', 'sh: syntax error: unexpected ")"'],
  ['&& ls', 'sh: syntax error: unexpected "&&"'],
  ['echo $(', 'sh: syntax error: unexpected end of file (expecting ")")'],
  ['echo "abc', 'sh: syntax error: unterminated quoted string'],
  ['echo `ls', 'sh: syntax error: EOF in backquote substitution'],
  ['echo ${x', "sh: syntax error: missing '}'"],
  ['echo a\nif true\nfi', 'a\nsh: syntax error: unexpected "fi" (expecting "then")'],
])('ash refuses %j with its own words and status 2', async (script, words) => {
  const { output, status } = await open().run('laptop', `docker run --rm myapp:1.0 sh -c '${script}'`);
  expect({ output, status }).toEqual({ output: `${words}\n`, status: 2 });
});

test.each([
  ['cd /nosuch; echo $?', "sh: cd: line 0: can't cd to /nosuch: No such file or directory\n2\n", 0],
  ['true\n\ncd /nosuch', "sh: cd: line 2: can't cd to /nosuch: No such file or directory\n", 2],
  ['exit abc', 'sh: exit: line 0: Illegal number: abc\n', 2],
  ['set -u; echo $NOPE', 'sh: NOPE: parameter not set\n', 2],
  ['echo \x24{NOPE:?gone}; echo no', 'sh: NOPE: gone\n', 2],
  ['echo $((1/0)); echo no', 'sh: divide by zero\n', 2],
  ['readonly A=1; A=2; echo no', 'sh: A: is read only\n', 2],
  ['exec nosuch; echo no', 'sh: exec: line 0: nosuch: not found\n', 127],
  ['. /nosuch; echo no', "sh: .: line 0: can't open '/nosuch': No such file or directory\n", 2],
  ['cat < /nosuch; echo $?', "sh: can't open /nosuch: no such file\n1\n", 0],
  ['kill 99999', "sh: can't kill pid 99999: No such process\n", 1],
])('ash says of %j what is wrong', async (script, words, exit) => {
  const { output, status } = await open().run('laptop', `docker run --rm myapp:1.0 sh -c '${script}'`);
  expect({ output, status }).toEqual({ output: words, status: exit });
});

test('all applets are listed, those of the shell too', async () => {
  const names = (await inContainer('busybox --list')).trim().split('\n');
  expect(names).toEqual(expect.arrayContaining(['[', 'ash', 'httpd', 'ls', 'mount', 'sh', 'test', 'wget']));
  expect(names).toEqual([...new Set(names)].sort());
});

test('mount and df tell what a container has mounted', async () => {
  expect(
    await inContainer('mount | head -2; mount /dev/sda1 /mnt; df /; df -h /dev/shm | tail -1; df /nosuch'),
  ).toMatch(
    /^overlay on \/ type overlay \(rw,relatime\)\nproc on \/proc type proc .*\nmount: permission denied \(are you root\?\)\nFilesystem {11}1K-blocks {6}Used Available Use% Mounted on\noverlay {14}[ \d]{29} {2}\d\d% \/\nshm {22}64\.0M {9}0 {5}64\.0M {3}0% \/dev\/shm\ndf: \/nosuch: can't find mount point\nFilesystem .*\n$/,
  );
});

test('df counts in what it was asked to', async () => {
  const lines = (await inContainer('df -m /; df -T /dev; df -P /; df -i /; df -B 512 /; df -t tmpfs')).split(
    '\n',
  );
  expect(lines[0]).toBe('Filesystem           1M-blocks      Used Available Use% Mounted on');
  expect(lines[1]).toBe('overlay                  63488     14336     49152  23% /');
  expect(lines[2]).toBe('Filesystem           Type       1K-blocks      Used Available Use% Mounted on');
  expect(lines[3]).toBe('tmpfs                tmpfs          65536         0     65536   0% /dev');
  expect(lines[4]).toBe('Filesystem           1024-blocks    Used Available Capacity Mounted on');
  expect(lines[6]).toBe('Filesystem              Inodes      Used Available Use% Mounted on');
  expect(lines[8]).toMatch(/^Filesystem {11}512-blocks {5}Used/);
  expect(lines.slice(11).map((line) => line.split(' ')[0])).toEqual(['tmpfs', 'shm', '']);
});

test('ash counts no lines of what it reads from its input, but those of its own commands', async () => {
  const script = "printf 'nosuch\\ncd /nosuch\\nif\\n' | docker run -i --rm myapp:1.0 sh";
  expect(await open().run('laptop', script)).toMatchObject({
    output:
      'sh: nosuch: not found\n' +
      "sh: cd: line 2: can't cd to /nosuch: No such file or directory\n" +
      'sh: syntax error: unexpected end of file (expecting "then")\n',
    status: 2,
  });
});

test('id tells the groups that were added', async () => {
  const { output } = await open().run('laptop', 'docker run --rm -u 1000:7 --group-add 4242 myapp:1.0 id -G');
  expect(output).toBe('7 4242\n');
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

test('ulimit tells and sets what ash and the processes of a container may use', async () => {
  const outside = (line: string) => open().run('laptop', line);
  expect(await inContainer('ulimit; ulimit -n; ulimit -a | head -3')).toBe(
    'unlimited\n1048576\ncore file size (blocks)         (-c) 0\ndata seg size (kb)              (-d) unlimited\nscheduling priority             (-e) 0\n',
  );
  expect(
    await inContainer(
      'ulimit -n 100; ulimit -n; (ulimit -Sn 50; ulimit -n; ulimit -Hn); ulimit -n; ulimit -n 200; echo $?; ulimit -n foo; echo after',
    ),
  ).toBe(
    "100\n50\n100\n100\nsh: error setting limit: Operation not permitted\n1\nsh: invalid number 'foo'\nafter\n",
  );
  const run =
    "docker run --rm --ulimit nofile=1024:2048 --ulimit core=-1 myapp:1.0 sh -c 'ulimit -n; ulimit -Hn; ulimit -c'";
  expect((await outside(run)).output).toBe('1024\n2048\nunlimited\n');
  const exec =
    "docker run -d --name web --ulimit nofile=20:40 myapp:1.0 sleep 100 >/dev/null; docker exec web sh -c 'ulimit -n'";
  expect((await outside(exec)).output).toBe('20\n');
});

test('/proc tells of each process of a container', async () => {
  const script =
    'cat /proc/1/cmdline | tr "\\0" " "; echo; cat /proc/1/comm; head -1 /proc/1/status; cat /proc/99/comm';
  expect((await open().run('laptop', `docker run --rm myapp:1.0 sh -c '${script}'`)).output).toBe(
    `sh -c ${script} \nsh\nName:\tsh\ncat: can't open '/proc/99/comm': No such file or directory\n`,
  );
  const started = "docker run -d --name one --entrypoint sh myapp:1.0 -c 'exec sleep 100' >/dev/null";
  const { output } = await open().run(
    'laptop',
    `${started}; sleep 1; docker exec one sh -c 'cat /proc/1/cmdline | tr "\\0" " "; grep PPid /proc/1/status; (echo a >/proc/x) 2>/dev/null || ls /proc | head -1'`,
  );
  expect(output).toMatch(/^sleep 100 PPid:\t0\n1\n$/);
});

test('a script whose interpreter the image does not have is not found, and one with Windows line ends neither', async () => {
  const files = `printf '#!/bin/bash\\necho ok\\n' > a; printf '#!/bin/sh\\r\\necho ok\\r\\n' > b; chmod +x a b`;
  const image = `printf 'FROM busybox\\nCOPY a b /\\nENTRYPOINT ["/b"]\\n' > Dockerfile; docker build -q -t x . >/dev/null`;
  const runs = `docker run --rm x; docker run --rm --entrypoint sh x -c '/a; /b; echo $?; exec /b'`;
  expect((await open().run('laptop', `${files}; ${image}; ${runs}`)).output).toBe(
    'exec /b: no such file or directory\nsh: /a: not found\nsh: /b: not found\n127\nsh: exec: line 0: /b: not found\n',
  );
});
