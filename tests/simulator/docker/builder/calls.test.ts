import { beforeEach, describe, expect, test } from 'vitest';
import { BuildMachine } from './harness.ts';

let machine: BuildMachine;
beforeEach(async () => {
  machine = await BuildMachine.create();
  machine.write(
    'app/Dockerfile',
    `ARG V=1.37
# base is what all begin with
FROM busybox:\${V} AS base
# WHO to greet
ARG WHO=world
ARG QUIET
FROM base AS app
RUN --mount=type=secret,id=token,required --mount=type=ssh true
FROM base
ARG LAST
`,
  );
});

describe('docker build --call', () => {
  test('outline tells what a target takes, and what it stands on', async () => {
    const { stdout, exit } = await machine.docker('build --call outline --target app --build-arg WHO=me app');
    expect(exit).toBe(0);
    expect(stdout).toBe(`TARGET: app

BUILD ARG   VALUE   DESCRIPTION
V           1.37    
WHO         me      to greet
QUIET               

SECRET   REQUIRED
token    true

SSH       REQUIRED
default   

`);
  });

  test('outline of a stage without a name, as JSON', async () => {
    const { stdout } = await machine.docker('build --call outline,format=json app');
    const { name, args, secrets, sources } = JSON.parse(stdout);
    expect(name).toBeUndefined();
    expect(args.map((arg: { name: string }) => arg.name)).toEqual(['V', 'WHO', 'QUIET', 'LAST']);
    expect(args[1]).toEqual({
      name: 'WHO',
      description: 'to greet',
      value: 'world',
      location: { ranges: [{ start: { line: 5 }, end: { line: 5 } }] },
    });
    expect(secrets).toBeUndefined();
    expect(atob(sources[0])).toMatch(/^ARG V=1.37\n/);
  });

  test('targets lists the stages, and looks for no image', async () => {
    const { stdout, stderr } = await machine.docker('build --call targets app');
    expect(stdout).toBe(`TARGET    DESCRIPTION
base      is what all begin with
app       
(default) 
`);
    expect(stderr).not.toContain('load metadata');
  });

  test('subrequests.describe tells what may be asked', async () => {
    const { stdout } = await machine.docker('build --call subrequests.describe app');
    expect(stdout).toContain('outline              1.0.0   List all parameters');
  });

  test('what the frontend does not know it refuses', async () => {
    for (const name of ['nosuch', 'format=json']) {
      const { stderr, exit } = await machine.docker(`build --call ${name} app`);
      expect(exit).toBe(1);
      expect(stderr).toContain(`ERROR: failed to solve: unsupported request frontend.`);
    }
  });

  test('an error is told without its lines', async () => {
    machine.write('app/Dockerfile', 'FROM busybox:1.37\nFOO bar\n');
    const { stderr } = await machine.docker('build --call targets app');
    expect(stderr).toMatch(
      /DONE [\d.]+s\nERROR: failed to solve: dockerfile parse error on line 2: unknown instruction: FOO/,
    );
  });

  test('check with format=json says no warnings as null, and its status can be passed over', async () => {
    const clean = await machine.docker('build --call check,format=json tiny');
    expect(JSON.parse(clean.stdout).warnings).toBeNull();
    machine.write('tiny/Dockerfile', 'FROM busybox:1.37 as x\n');
    expect((await machine.docker('build --call check tiny')).exit).toBe(1);
    expect((await machine.docker('build --call check,ignorestatus=true tiny')).exit).toBe(0);
  });
});
