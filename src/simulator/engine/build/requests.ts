import { encodeBase64 } from '../../common/base64.ts';
import { encodeGoJson } from '../../common/go-json.ts';
import { alignColumns } from '../../common/tabwriter.ts';
import type { Lines } from './dockerfile/errors.ts';
import { parseDockerfile } from './dockerfile/lines.ts';
import { parseStages } from './dockerfile/parse.ts';
import { locationOf } from './lint-result.ts';
import type { KnownArg, Request } from './plan/outline.ts';
import type { StageState } from './plan/stage.ts';

/** What `docker build --call` is answered, by name: BuildKit's subrequests, which build nothing. */
type Answer = Record<string, string>;

const VERSION = '1.0.0';

function answer(data: object, text: string): Answer {
  return { 'result.json': encodeGoJson(data, 2), 'result.txt': text, version: VERSION };
}

/** Rows of cells, each column as wide as its longest cell and a gap. */
function table(rows: readonly (readonly string[])[], padding: number): string {
  return alignColumns(rows.map((row) => `${row.join('\t')}\n`).join(''), { minWidth: 0, padding });
}

const TWO_FILES = ['result.json', 'result.txt'].map((name) => ({ name, description: '' }));

const REQUESTS = [
  {
    name: 'frontend.outline',
    version: VERSION,
    type: 'rpc',
    description: 'List all parameters current build target supports',
    opts: [{ name: 'target', description: 'Target build stage' }],
    inputs: null,
    metadata: TWO_FILES,
    refs: null,
  },
  {
    name: 'frontend.targets',
    version: VERSION,
    type: 'rpc',
    description: 'List all targets current build supports',
    opts: [],
    inputs: null,
    metadata: TWO_FILES,
    refs: null,
  },
  {
    name: 'frontend.subrequests.describe',
    version: VERSION,
    type: 'rpc',
    description: 'List available subrequest types',
    opts: null,
    inputs: null,
    metadata: TWO_FILES,
    refs: null,
  },
];

/** `--call=subrequests.describe`: which requests there are. */
export function describeRequests(): Answer {
  const rows = REQUESTS.map(({ name, version, description }) => [
    name.slice('frontend.'.length),
    version,
    description,
  ]);
  return answer(REQUESTS, table([['NAME', 'VERSION', 'DESCRIPTION'], ...rows], 1));
}

/** `--call=targets`: the stages of a Dockerfile, in order. @throws DockerfileError */
export function listTargets(text: string): Answer {
  const { statements, escapeToken } = parseDockerfile(text);
  const { stages } = parseStages(statements, escapeToken);
  const targets = stages.map((stage, i) => ({
    name: stage.name || undefined,
    default: i === stages.length - 1 || undefined,
    description: stage.description || undefined,
    base: stage.base || undefined,
    platform: stage.platform || undefined,
    location: locationOf(stage.lines),
  }));
  const rows = targets.map(({ name, default: isDefault, description }) => [
    [name, isDefault && '(default)'].filter((part) => part).join(' '),
    description ?? '',
  ]);
  const data = { targets: targets.length > 0 ? targets : null, sources: [encodeBase64(text)] };
  return answer(data, table([['TARGET', 'DESCRIPTION'], ...rows], 1));
}

/** `--call=outline`: what a target takes: its own, what its base takes, and the stages that it copies from. */
export function outlineOf(target: StageState, text: string): Answer {
  const args = new Map<string, KnownArg>();
  const secrets = new Map<string, Request>();
  const agents = new Map<string, Request>();
  const visit = (stage: StageState): void => {
    addMissing(args, stage.outline.args());
    addMissing(secrets, stage.outline.secrets);
    addMissing(agents, stage.outline.agents);
    if (stage.base) visit(stage.base);
    for (const dependency of stage.dependencies.keys()) visit(dependency);
  };
  visit(target);
  const { name, description } = target.stage;
  const data = {
    name: name || undefined,
    description: description || undefined,
    args: inOrder(args).map(([key, arg]) => ({
      name: key,
      description: arg.description || undefined,
      value: arg.value || undefined,
      location: locationOf(arg.lines),
    })),
    secrets: inOrder(secrets).map(requestData),
    ssh: inOrder(agents).map(requestData),
    sources: [encodeBase64(text)],
  };
  const shown = {
    ...data,
    args: orNothing(data.args),
    secrets: orNothing(data.secrets),
    ssh: orNothing(data.ssh),
  };
  const head = [['TARGET:', name || '(default)'], ...(description ? [['DESCRIPTION:', description]] : [])];
  return answer(
    shown,
    [
      name || description ? `${table(head, 1)}\n` : '',
      section(
        ['BUILD ARG', 'VALUE', 'DESCRIPTION'],
        data.args.map((arg) => [arg.name, arg.value ?? '', arg.description ?? '']),
      ),
      section(['SECRET', 'REQUIRED'], data.secrets.map(requestRow)),
      section(['SSH', 'REQUIRED'], data.ssh.map(requestRow)),
    ].join(''),
  );
}

function addMissing<T>(all: Map<string, T>, more: ReadonlyMap<string, T>): void {
  for (const [name, value] of more) if (!all.has(name)) all.set(name, value);
}

function inOrder<T extends { lines: Lines }>(named: ReadonlyMap<string, T>): [string, T][] {
  return [...named].sort(([, a], [, b]) => a.lines.start - b.lines.start);
}

const orNothing = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

const requestData = ([name, { required, lines }]: [string, Request]) => ({
  name,
  required: required || undefined,
  location: locationOf(lines),
});

const requestRow = ({ name, required }: ReturnType<typeof requestData>): string[] => [
  name,
  required ? 'true' : '',
];

function section(heading: string[], rows: string[][]): string {
  return rows.length > 0 ? `${table([heading, ...rows], 3)}\n` : '';
}
