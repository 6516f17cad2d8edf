import { describe, expect, it } from 'vitest';
import { disk, recording, run } from './harness.ts';

describe('docker save and load', () => {
  it('write a private file, and refuse a path before the engine is asked', async () => {
    const files = disk();
    const options = { ...recording({ 'GET /images/get': () => new Response('tar') }), files };
    expect((await run(['save', 'a', 'b:1', '-o', 'out.tar'], options)).exit).toBe(0);
    expect(files.readText('/home/user/out.tar')).toBe('tar');
    expect(files.stat('/home/user/out.tar').mode).toBe(0o600);
    expect(options.asked).toEqual(['GET /images/get?names=a&names=b:1']);
    expect((await run(['save', 'a', '-o', '/nosuch/x.tar'], options)).stderr).toBe(
      'failed to save image: invalid output path: stat /nosuch: no such file or directory\n',
    );
    expect((await run(['save', 'a', '-o', '/home'], options)).stderr).toBe(
      'failed to save image: cannot write to a directory\n',
    );
    expect((await run(['save', 'a'], { ...options, tty: 100 })).stderr).toBe(
      'cowardly refusing to save to a terminal. Use the -o flag or redirect\n',
    );
    expect(options.asked).toHaveLength(1);
  });

  it('read a file or standard input', async () => {
    const bodies: string[] = [];
    const options = recording({
      'POST /images/load': async (request) => {
        bodies.push(await request.text());
        return new Response('{"stream":"Loaded image: busybox:1.37\\n"}', {
          headers: { 'Content-Type': 'application/json' },
        });
      },
    });
    const files = disk();
    files.write('/home/user/in.tar', 'from a file');
    expect((await run(['load', '-i', 'in.tar'], { ...options, files })).stdout).toBe(
      'Loaded image: busybox:1.37\n',
    );
    await run(['load'], { ...options, stdin: ['from ', 'a pipe'] });
    expect(bodies).toEqual(['from a file', 'from a pipe']);
    expect(options.asked[0]).toBe('POST /images/load?quiet=1');
    expect((await run(['load', '-i', 'nosuch.tar'], options)).stderr).toBe(
      'open nosuch.tar: no such file or directory\n',
    );
    expect((await run(['load'], { ...options, tty: 100 })).stderr).toBe(
      'requested load from stdin, but stdin is empty\n',
    );
  });
});
