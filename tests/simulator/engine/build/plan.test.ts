import { describe, expect, test } from 'vitest';
import type { DockerfileError } from '../../../../src/simulator/engine/build/dockerfile/errors.ts';
import { reachable } from '../../../../src/simulator/engine/build/plan/graph.ts';
import { type PlanOptions, planBuild } from '../../../../src/simulator/engine/build/plan/plan.ts';

const AMD64 = { os: 'linux', architecture: 'amd64' };

interface Planned {
  names: string[];
  images: string[];
  config: Record<string, unknown>;
  history: string[];
  contextPaths: string[] | undefined;
  warnings: string[];
}

async function plan(dockerfile: string, more: Partial<PlanOptions> = {}): Promise<Planned> {
  const warnings: string[] = [];
  const images: string[] = [];
  const result = await planBuild({
    dockerfile,
    buildArgs: new Map(),
    labels: {},
    target: '',
    noCache: [],
    platform: undefined,
    buildPlatform: AMD64,
    network: '',
    hostNetworkAllowed: false,
    allStages: false,
    resolveImage: async (reference) => {
      images.push(reference);
      return {
        reference,
        config: {
          ...AMD64,
          config: {
            Env: ['PATH=/bin'],
            OnBuild: reference.includes('onbuild') ? ['RUN echo trigger'] : null,
          },
          rootfs: { type: 'layers', diff_ids: [`sha256:${'1'.repeat(64)}`] },
        },
        chainId: `sha256:${'1'.repeat(64)}`,
      };
    },
    ignorePatterns: async () => [],
    onWarning: ({ rule, message, lines }) => warnings.push(`${rule}: ${message} (line ${lines.start})`),
    ...more,
  });
  const { image, top } = result.target;
  return {
    names: reachable(top).map((step) => step.name),
    images,
    config: { ...image.config },
    history: (image.history ?? []).map((entry) => entry.created_by ?? ''),
    contextPaths: result.contextPaths,
    warnings,
  };
}

async function refusal(dockerfile: string, more: Partial<PlanOptions> = {}): Promise<string> {
  try {
    await plan(dockerfile, more);
  } catch (error) {
    const { message, locations } = error as DockerfileError;
    return locations[0] ? `${locations[0].start}: ${message}` : message;
  }
  throw new Error('nothing was refused');
}

describe('what is refused', () => {
  test.each([
    ['', 'the Dockerfile cannot be empty'],
    ['# only a comment\n', '1: file with no instructions'],
    ['RUN echo hi\n', '1: no build stage in current context'],
    [
      'FROM busybox\nCOPPY a /\n',
      '2: dockerfile parse error on line 2: unknown instruction: COPPY (did you mean COPY?)',
    ],
    ['FROM busybox\nENV\n', '2: dockerfile parse error on line 2: ENV requires at least one argument'],
    ['FROM busybox\nENV A\n', '2: ENV must have two arguments'],
    [
      'FROM busybox\nCOPY a\n',
      '2: dockerfile parse error on line 2: COPY requires at least two arguments, but only one was provided. Destination could not be determined',
    ],
    [
      'FROM busybox\nCOPY --form=x a b\n',
      '2: dockerfile parse error on line 2: unknown flag: --form (did you mean from?)',
    ],
    ['FROM\n', '1: dockerfile parse error on line 1: FROM requires either one or three arguments'],
    [
      'FROM a as 1b\n',
      '1: dockerfile parse error on line 1: invalid name for build stage: "1b", name can\'t start with a number or contain symbols',
    ],
    ['FROM busybox\nEXPOSE\n', '2: dockerfile parse error on line 2: EXPOSE requires at least one argument'],
    ['FROM busybox\nWORKDIR\n', '2: dockerfile parse error on line 2: WORKDIR requires exactly one argument'],
    [
      'FROM busybox\nSHELL sh\n',
      '2: dockerfile parse error on line 2: SHELL requires the arguments to be in JSON form',
    ],
    [
      'FROM busybox\nHEALTHCHECK FOO\n',
      '2: dockerfile parse error on line 2: Unknown type "FOO" in HEALTHCHECK (try CMD)',
    ],
    ['FROM busybox\nRUN <<EOF\necho\n', '2: unterminated heredoc'],
  ])('%j', async (dockerfile, expected) => {
    expect(await refusal(dockerfile)).toBe(expected);
  });

  test('a stage that is not there', async () => {
    expect(await refusal('FROM busybox\n', { target: 'nosuch' })).toBe(
      'target stage "nosuch" could not be found',
    );
  });
});

describe('steps', () => {
  const MULTI = `FROM alpine:3.21 AS build
WORKDIR /src
COPY main.txt .
RUN cp main.txt built.txt

FROM busybox:1.37 AS unused
RUN echo never

FROM busybox:1.37 AS runtime
COPY --from=build /src/built.txt /built.txt
USER nobody
ENTRYPOINT ["cat"]
CMD ["/built.txt"]
`;

  test('are named by stage and number, and only those that are needed', async () => {
    const { names, contextPaths } = await plan(MULTI);
    expect(names.sort()).toEqual([
      '[build 1/4] FROM docker.io/library/alpine:3.21',
      '[build 2/4] WORKDIR /src',
      '[build 3/4] COPY main.txt .',
      '[build 4/4] RUN cp main.txt built.txt',
      '[internal] load build context',
      '[runtime 1/2] FROM docker.io/library/busybox:1.37',
      '[runtime 2/2] COPY --from=build /src/built.txt /built.txt',
    ]);
    expect(contextPaths).toEqual(['main.txt']);
  });

  test('a target leaves the later stages out', async () => {
    expect((await plan(MULTI, { target: 'build' })).images).toEqual(['docker.io/library/alpine:3.21']);
  });

  test('build arguments: before FROM for FROM, after it for the rest', async () => {
    const dockerfile = `ARG TAG=1.37
FROM busybox:\${TAG}
ARG VERSION=dev
ARG TAG
ENV APP=$VERSION-$TAG
RUN echo "$APP"
`;
    const { images, names, config } = await plan(dockerfile, { buildArgs: new Map([['VERSION', '2']]) });
    expect(images).toEqual(['docker.io/library/busybox:1.37']);
    expect(config.Env).toEqual(['PATH=/bin', 'APP=2-1.37']);
    expect(names).toContain('[2/2] RUN echo "2-1.37"');
  });

  test('the config and history that instructions leave', async () => {
    const { config, history } = await plan(`FROM busybox
WORKDIR /app
WORKDIR sub
EXPOSE 80 53/udp
LABEL a=1 "b c"=2
USER node
VOLUME /data
STOPSIGNAL SIGINT
HEALTHCHECK --interval=5s CMD true
ENTRYPOINT ["cat"]
CMD ["x"]
`);
    expect(config).toMatchObject({
      WorkingDir: '/app/sub',
      ExposedPorts: { '80/tcp': {}, '53/udp': {} },
      Labels: { a: '1', 'b c': '2' },
      User: 'node',
      Volumes: { '/data': {} },
      StopSignal: 'SIGINT',
      Healthcheck: { Test: ['CMD-SHELL', 'true'], Interval: 5e9 },
      Entrypoint: ['cat'],
      Cmd: ['x'],
    });
    expect(history).toEqual([
      'WORKDIR /app',
      'WORKDIR /app/sub',
      'EXPOSE map[53/udp:{} 80/tcp:{}]',
      'LABEL a=1 b c=2',
      'USER node',
      'VOLUME [/data]',
      'STOPSIGNAL SIGINT',
      'HEALTHCHECK &{["CMD-SHELL" "true"] "5s" "0s" "0s" "0s" \'\\x00\'}',
      'ENTRYPOINT ["cat"]',
      'CMD ["x"]',
    ]);
  });

  test('writes what cannot be printed as Go quotes it', async () => {
    const { history } = await plan('FROM busybox\nCMD ["a\u00a0b", "\x7f"]\n');
    expect(history).toEqual([String.raw`CMD ["a\u00a0b" "\x7f"]`]);
  });

  test('triggers of the base image run first', async () => {
    const { names, config } = await plan('FROM onbuild\nRUN echo own\n');
    expect(names).toContain('[2/3] ONBUILD RUN echo trigger');
    expect(names).toContain('[3/3] RUN echo own');
    expect(config.OnBuild).toBeNull();
  });
});

describe('warnings', () => {
  test.each([
    [
      'from busybox as Base\nRUN true\nRUN true\n',
      "StageNameCasing: Stage name 'Base' should be lowercase (line 1)",
    ],
    [
      'from busybox\nRUN true\nRUN true\n',
      "ConsistentInstructionCasing: Command 'from' should match the case of the command majority (uppercase) (line 1)",
    ],
    ['FROM busybox as base\n', "FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 1)"],
    [
      'FROM busybox\nMAINTAINER me\n',
      'MaintainerDeprecated: Maintainer instruction is deprecated in favor of using label (line 2)',
    ],
    [
      'FROM busybox\nCMD echo hi\n',
      'JSONArgsRecommended: JSON arguments recommended for CMD to prevent unintended behavior related to OS signals (line 2)',
    ],
    [
      'FROM busybox\nENV A 1\n',
      'LegacyKeyValueFormat: "ENV key=value" should be used instead of legacy "ENV key value" format (line 2)',
    ],
    [
      'FROM busybox\nENV PASSWORD=hunter2\n',
      'SecretsUsedInArgOrEnv: Do not use ARG or ENV instructions for sensitive data (ENV "PASSWORD") (line 2)',
    ],
    [
      'FROM busybox\nWORKDIR app\n',
      'WorkdirRelativePath: Relative workdir "app" can have unexpected results if the base image changes (line 2)',
    ],
    [
      'FROM busybox\nRUN echo $NOPE\nCOPY $PAHT /\n',
      "UndefinedVar: Usage of undefined variable '$PAHT' (did you mean $PATH?) (line 3)",
    ],
  ])('%j', async (dockerfile, expected) => {
    expect((await plan(dockerfile)).warnings).toContain(expected);
  });

  test('none for a good Dockerfile', async () => {
    expect((await plan('FROM busybox\nCOPY a /\nCMD ["a"]\n')).warnings).toEqual([]);
  });

  test('a check directive switches rules off', async () => {
    expect((await plan('# check=skip=JSONArgsRecommended\nFROM busybox\nCMD echo\n')).warnings).toEqual([]);
  });
});

describe('what BuildKit refuses as it does', () => {
  test('stages that need each other, the last instruction first', async () => {
    const dockerfile = 'FROM busybox AS a\nCOPY --from=b /x /x\nFROM busybox AS b\nCOPY --from=a /x /x\n';
    const failed = plan(dockerfile);
    await expect(failed).rejects.toThrow('circular dependency detected on stage: a');
    await failed.catch((error: DockerfileError) => {
      expect(error.locations.map(({ start }) => start)).toEqual([4, 2]);
    });
  });

  test('a platform that is none, telling the place twice', async () => {
    const failed = plan('FROM --platform=foo busybox\n');
    await failed.catch((error: DockerfileError) => expect(error.locations).toHaveLength(2));
    await expect(failed).rejects.toThrow('failed to parse platform foo: ');
  });

  test.each([
    ['FROM busybox\nRUN --mount= true\n', 'failed to parse csv mounts: EOF'],
    ['FROM busybox\nRUN --network=host true\n', 'failed to load LLB: network.host is not allowed'],
    ['FROM busybox\nRUN --device=x true\n', 'device feature is only supported in Dockerfile frontend'],
    ['# foo=bar\n# escape=`\nFROM busybox\nRUN echo `\n a\n', 'unknown instruction: a'],
  ])('%j', async (dockerfile, expected) => {
    await expect(plan(dockerfile)).rejects.toThrow(expected);
  });

  test("the machine's network is given where it was allowed", async () => {
    const { names } = await plan('FROM busybox\nRUN --network=host true\n', { hostNetworkAllowed: true });
    expect(names).toContain('[2/2] RUN --network=host true');
  });

  test('a signal of no number, of which any but 0 is taken', async () => {
    expect((await plan('FROM busybox\nSTOPSIGNAL 99\n')).config).toMatchObject({ StopSignal: '99' });
    await expect(plan('FROM busybox\nSTOPSIGNAL 0\n')).rejects.toThrow('invalid signal: 0');
  });
});
