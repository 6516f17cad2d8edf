import type { Process } from '../../common/process.ts';
import { accessToken, property, send } from './configuration.ts';
import { GcloudFailure } from './errors.ts';

type Options = ReadonlyMap<string, string>;

const FORMAT = `A valid Docker repository has the format of
  LOCATION-docker.DOMAIN/PROJECT-ID/REPOSITORY-ID

A valid image has the format of
  LOCATION-docker.DOMAIN/PROJECT-ID/REPOSITORY-ID/IMAGE
`;

interface Repository {
  name: string;
  format: string;
  mode: string;
  createTime: string;
  updateTime: string;
  sizeBytes: string;
}

interface Image {
  uri: string;
  tags: string[];
  imageSizeBytes: string;
  uploadTime: string;
  updateTime: string;
}

function requireProject(process: Process, options: Options): string {
  const project = options.get('project') ?? property(process, 'core/project');
  if (project !== undefined) return project;
  throw new GcloudFailure(
    'The required property [project] is not currently set.\nIt can be set on a per-command basis by re-running your command with the [--project] flag.\n\nYou may set it for your current workspace by running:\n\n  $ gcloud config set project VALUE\n\nor it can be set temporarily by the environment variable [CLOUDSDK_CORE_PROJECT]',
  );
}

/** Calls the Artifact Registry API. @throws GcloudFailure with Google's refusal */
export async function call(
  process: Process,
  path: string,
  body?: unknown,
  method = 'POST',
): Promise<Record<string, unknown>> {
  const token = await accessToken(process);
  const response = await send(process, `https://artifactregistry.googleapis.com/v1/${path}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method, body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Record<string, unknown> & {
    error?: { status: string; message: string };
  };
  if (response.ok) return answer;
  const { status = '', message = '' } = answer.error ?? {};
  const who = `This command is authenticated as ${property(process, 'core/account')} which is the active account specified by the [core/account] property`;
  throw new GcloudFailure(`${status}: ${message}${status === 'PERMISSION_DENIED' ? ` ${who}` : ''}`);
}

/** Where a repository is. @throws GcloudFailure when that is nowhere said */
function parentOf(process: Process, options: Options): string {
  const location = options.get('location') ?? property(process, 'artifacts/location');
  const project = options.get('project') ?? property(process, 'core/project');
  for (const [attribute, value, key] of [
    ['project', project, 'core/project'],
    ['location', location, 'artifacts/location'],
  ] as const) {
    if (value !== undefined) continue;
    throw new GcloudFailure(
      `Error parsing [repository].\nThe [repository] resource is not properly specified.\nFailed to find attribute [${attribute}]. The attribute can be set in the following ways: \n- provide the argument \`repository\` on the command line with a fully specified name\n- provide the argument \`--${attribute}\` on the command line\n- set the property \`${key}\``,
    );
  }
  return `projects/${project}/locations/${location}`;
}

/** The full name of the repository that a command is about. @throws GcloudFailure */
export function repositoryOf(process: Process, [name]: string[], options: Options): string {
  if (name === undefined) throw new GcloudFailure('argument REPOSITORY: Must be specified.', 2);
  return name.startsWith('projects/') ? name : `${parentOf(process, options)}/repositories/${name}`;
}

/** `gcloud artifacts repositories create` */
export async function createRepository(process: Process, words: string[], options: Options): Promise<number> {
  const [name] = words;
  if (name === undefined) {
    throw new GcloudFailure(
      'argument REPOSITORY: Must be specified.\nUsage: gcloud artifacts repositories create (REPOSITORY : --location=LOCATION) --repository-format=REPOSITORY_FORMAT [optional flags]',
      2,
    );
  }
  const format = options.get('repository-format');
  if (format === undefined) {
    throw new GcloudFailure(
      'argument --repository-format: Must be specified.\nUsage: gcloud artifacts repositories create (REPOSITORY : --location=LOCATION) --repository-format=REPOSITORY_FORMAT [optional flags]',
      2,
    );
  }
  const parent = parentOf(process, options);
  const dockerConfig = options.has('immutable-tags') ? { immutableTags: true } : undefined;
  await call(process, `${parent}/repositories?repositoryId=${encodeURIComponent(name)}`, {
    format: format.toUpperCase(),
    dockerConfig,
  });
  const operation = `${parent}/operations/${process.host.random.uuid()}`;
  await process.stderr.write(
    `Create request issued for: [${name}]\nWaiting for operation [${operation}] to complete...done.\nCreated repository [${name}].\n`,
  );
  return 0;
}

/** `gcloud artifacts repositories list` */
export async function listRepositories(process: Process, _: string[], options: Options): Promise<number> {
  const project = requireProject(process, options);
  const location = options.get('location') ?? property(process, 'artifacts/location') ?? 'us-central1';
  await process.stderr.write(`Listing items under project ${project}, location ${location}.\n\n`);
  const { repositories = [] } = (await call(
    process,
    `projects/${project}/locations/${location}/repositories`,
  )) as { repositories?: Repository[] };
  const columns = [
    'REPOSITORY',
    'FORMAT',
    'MODE',
    'DESCRIPTION',
    'LOCATION',
    'LABELS',
    'ENCRYPTION',
    'CREATE_TIME',
    'UPDATE_TIME',
    'SIZE (MB)',
  ];
  const rows = repositories.map(({ name, format, mode, createTime, updateTime, sizeBytes }) => [
    name.split('/').at(-1)!,
    format,
    mode,
    '',
    location,
    '',
    'Google-managed key',
    short(createTime),
    short(updateTime),
    String(Math.round(Number(sizeBytes) / 1000) / 1000),
  ]);
  return print(process, options, repositories, columns, rows, 'ARTIFACT_REGISTRY');
}

/** `gcloud artifacts docker images list` */
export async function listImages(process: Process, [path]: string[], options: Options): Promise<number> {
  const match = /^([a-z0-9-]+)-docker\.pkg\.dev\/([^/]+)\/([^/]+)(\/.+)?$/.exec(path ?? '');
  if (path === undefined) {
    const value = (name: string) => property(process, name) ?? 'None';
    throw new GcloudFailure(
      `Fail to construct Docker string from config values:\ncore/project: ${value('core/project')}, artifacts/location: ${value('artifacts/location')}, artifacts/repository: ${value('artifacts/repository')}\n\n${FORMAT}`,
    );
  }
  if (!match) throw new GcloudFailure(`Invalid Docker string.\n\n${FORMAT}`);
  const [, location, project, repository, image] = match;
  await process.stderr.write(
    `Listing items under project ${project}, location ${location}, repository ${repository}.\n\n`,
  );
  const answer = (await call(
    process,
    `projects/${project}/locations/${location}/repositories/${repository}/dockerImages`,
  )) as { dockerImages?: Image[] };
  const images = (answer.dockerImages ?? []).filter(
    ({ uri }) => image === undefined || uri.startsWith(`${path}@`),
  );
  const tags = options.has('include-tags');
  const columns = ['IMAGE', 'DIGEST', ...(tags ? ['TAGS'] : []), 'CREATE_TIME', 'UPDATE_TIME', 'SIZE'];
  const rows = images.map((one) => {
    const [name = '', digest = ''] = one.uri.split('@');
    return [
      name,
      digest,
      ...(tags ? [one.tags.join(',')] : []),
      short(one.uploadTime),
      short(one.updateTime),
      one.imageSizeBytes,
    ];
  });
  return print(process, options, images, columns, rows);
}

const short = (time: string): string => time.slice(0, 'yyyy-mm-ddThh:mm:ss'.length);

async function print(
  process: Process,
  options: Options,
  items: unknown[],
  columns: string[],
  rows: string[][],
  title?: string,
): Promise<number> {
  const format = options.get('format');
  if (format === 'json') {
    await process.stdout.write(`${JSON.stringify(items, null, 2)}\n`);
    return 0;
  }
  if (format !== undefined)
    throw new GcloudFailure(`argument --format: only json and the table are simulated, not ${format}`, 2);
  if (rows.length === 0) {
    await process.stderr.write('Listed 0 items.\n');
    return 0;
  }
  const lines = [columns, ...rows];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  const texts = lines.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  );
  const whole = widths.reduce((sum, width) => sum + width, 0) + 2 * (widths.length - 1);
  const heading =
    title === undefined ? '' : `${' '.repeat(Math.floor((whole - title.length) / 2))}${title}\n`;
  await process.stdout.write(`${heading}${texts.join('\n')}\n`);
  return 0;
}
