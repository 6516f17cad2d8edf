import { describe, expect, it } from 'vitest';
import { disk, engine, json, recording, run } from './harness.ts';

const IMAGE =
  '{"Id":"sha256:ab","RepoTags":["a:1","b:2"],"Config":{"Env":["X=\\u003c1\\u003e"],"Cmd":null},"Size":12345678901234,"Labels":{}}';

const options = {
  engine: engine((_, path) => {
    if (path === '/images/there/json') return new Response(IMAGE);
    if (path === '/containers/c1/json') return new Response('{"State":{"Status":"running"}}');
    if (path === '/info') return json({ Swarm: { ControlAvailable: false } });
    return json({ message: `No such object at ${path}` }, 404);
  }),
};

describe('docker inspect', () => {
  it('lays out the engine’s own text', async () => {
    const { stdout, exit } = await run(['inspect', 'there'], options);
    expect(exit).toBe(0);
    expect(stdout).toBe(
      '[\n    {\n        "Id": "sha256:ab",\n        "RepoTags": [\n            "a:1",\n            "b:2"\n        ],\n        "Config": {\n            "Env": [\n                "X=\\u003c1\\u003e"\n            ],\n            "Cmd": null\n        },\n        "Size": 12345678901234,\n        "Labels": {}\n    }\n]\n',
    );
    expect((await run(['inspect', '-f', 'json', 'there'], options)).stdout).toBe(`[${IMAGE}]\n`);
  });

  it('prints what it finds, and then what it does not', async () => {
    expect(await run(['inspect', '-f', '{{.Id}}', 'nosuch', 'there'], options)).toMatchObject({
      stdout: 'sha256:ab\n',
      stderr: 'Error: No such object: nosuch\n',
      exit: 1,
    });
    expect(await run(['inspect', 'nosuch'], options)).toMatchObject({ stdout: '[]\n', exit: 1 });
    expect((await run(['inspect', '-f', '{{.State.Status}}', 'c1'], options)).stdout).toBe('running\n');
  });

  it.each([
    [
      ['{{.Nope}}'],
      '\n',
      'template parsing error: template: :1:2: executing "" at <.Nope>: map has no entry for key "Nope"\n',
      1,
    ],
    [['{{'], '', 'template parsing error: template: :1: unclosed action\n', 64],
    [['{{nofunc .}}'], '', 'template parsing error: template: :1: function "nofunc" not defined\n', 64],
  ])('refuses the template %j', async ([format], stdout, stderr, exit) => {
    expect(await run(['inspect', '-f', format!, 'there'], options)).toMatchObject({ stdout, stderr, exit });
  });

  it('sees an image as Go does before it sees its JSON', async () => {
    const format = '{{.ID}} {{.RepoTags}} {{.Config.Env}} {{.Size}}';
    expect((await run(['image', 'inspect', '-f', format, 'there'], options)).stdout).toBe(
      'sha256:ab [a:1 b:2] [X=<1>] 12345678901234\n',
    );
  });

  it('looks at one type alone when told so', async () => {
    expect((await run(['inspect', '--type', 'container', 'there'], options)).stderr).toBe(
      'Error response from daemon: No such object at /containers/there/json\n',
    );
    expect((await run(['inspect', '--type', 'foo', 'x'], options)).stderr).toBe(
      'unknown type: "foo": must be one of "config", "container", "image", "network", "node", "plugin", "secret", "service", "task", "volume"\n',
    );
  });
});

describe('what is not simulated', () => {
  it.each([
    [
      ['swarm', 'init', '--advertise-addr', '192.0.2.1'],
      'docker swarm init: the sandbox does not simulate Swarm\n',
    ],
    [['compose', 'up', '-d'], 'docker compose: the sandbox does not simulate Compose\n'],
    [['trust', 'sign', 'a:1'], 'docker trust sign: the sandbox does not simulate content trust\n'],
    [
      ['stack', 'deploy'],
      "docker: 'docker stack deploy' requires 1 argument\n\nUsage:  docker stack deploy [OPTIONS] STACK\n\nRun 'docker stack deploy --help' for more information\n",
    ],
  ])('%j says so', async (argv, stderr) => {
    expect(await run(argv, options)).toMatchObject({ stdout: '', stderr, exit: 1 });
  });

  it('has its flags in help, and refuses others', async () => {
    const { stdout } = await run(['context', 'rm', '--help'], options);
    expect(stdout).toMatch(/\n\nOptions:\n {2}-f, --force {3}.+\n$/);
    expect(await run(['context', 'rm', '--foo', 'x'], options)).toMatchObject({
      stderr:
        "unknown flag: --foo\n\nUsage:  docker context rm CONTEXT [CONTEXT...]\n\nRun 'docker context rm --help' for more information\n",
      exit: 125,
    });
  });
});

describe('help', () => {
  it('prints the help of a plugin in the frame of its own, and of a noun that says how it is used', async () => {
    const files = disk();
    files.mkdir('/usr/libexec/docker/cli-plugins', { parents: true });
    files.write('/usr/libexec/docker/cli-plugins/docker-buildx', 'buildx', 0o755);
    const { stdout } = await run(['buildx', 'version', '--help'], { ...options, files });
    expect(stdout).toMatch(/^(.+)\n\nUsage: {2}docker buildx version\n\n\1\n\nOptions:\n {2}-D, --debug /);
    const nouns = await run(['buildx', 'imagetools', 'foo'], { ...options, files });
    expect(nouns).toMatchObject({ stderr: 'ERROR: unknown command: "foo"\n', exit: 1 });
    expect(nouns.stdout).toContain('Usage:  docker buildx imagetools [OPTIONS] COMMAND\n');
    const manifest = await run(['manifest'], options);
    expect(manifest.stderr).toMatch(/^\nUsage: {2}docker manifest COMMAND\n\n/);
  });
});

describe('docker context', () => {
  it('knows the default one', async () => {
    expect((await run(['context', 'ls'], options)).stdout).toBe(
      'NAME        DESCRIPTION                               DOCKER ENDPOINT               ERROR\ndefault *   Current DOCKER_HOST based configuration   unix:///var/run/docker.sock   \n',
    );
    expect((await run(['context', 'inspect', '-f', '{{.Endpoints.docker.Host}}'], options)).stdout).toBe(
      'unix:///var/run/docker.sock\n',
    );
    expect(await run(['context', 'use', 'default'], options)).toMatchObject({
      stdout: 'default\n',
      stderr: 'Current context is now "default"\n',
    });
  });
});

describe('docker inspect --type=', () => {
  it('is refused before the engine is asked', async () => {
    const options = recording({});
    expect(await run(['inspect', '--type=', 'x'], options)).toMatchObject({
      stderr:
        'type is empty: must be one of "config", "container", "image", "network", "node", "plugin", "secret", "service", "task", "volume"\n',
      exit: 1,
    });
    expect(options.asked).toEqual([]);
  });
});
