import type { Process } from '../../common/process.ts';
import { accessToken, property, send } from './configuration.ts';
import { GcloudFailure } from './errors.ts';
import { baseName, type Column, type Listing, printList, shortTime } from './output.ts';

type Options = ReadonlyMap<string, string>;

const FORMAT = `A valid Docker repository has the format of
  LOCATION-docker.DOMAIN/PROJECT-ID/REPOSITORY-ID

A valid image has the format of
  LOCATION-docker.DOMAIN/PROJECT-ID/REPOSITORY-ID/IMAGE
`;

interface Image {
  name: string;
  uri: string;
  tags: string[];
  imageSizeBytes: string;
  mediaType: string;
  uploadTime: string;
  updateTime: string;
}

const REPOSITORIES: Listing = {
  title: 'ARTIFACT_REGISTRY',
  columns: [
    { key: 'name', label: 'REPOSITORY', show: baseName },
    { key: 'format', label: 'FORMAT' },
    { key: 'mode', label: 'MODE' },
    { key: 'description', label: 'DESCRIPTION' },
    { key: 'location', label: 'LOCATION' },
    { key: 'labels', label: 'LABELS' },
    { key: 'encryption', label: 'ENCRYPTION' },
    { key: 'createTime', label: 'CREATE_TIME', show: shortTime },
    { key: 'updateTime', label: 'UPDATE_TIME', show: shortTime },
    { key: 'sizeBytes', label: 'SIZE (MB)', show: (size) => (Number(size) / 2 ** 20).toFixed(3) },
  ],
};

const IMAGE_COLUMNS: Column[] = [
  { key: 'package', label: 'IMAGE' },
  { key: 'version', label: 'DIGEST' },
  { key: 'tags', label: 'TAGS' },
  { key: 'createTime', label: 'CREATE_TIME', show: shortTime },
  { key: 'updateTime', label: 'UPDATE_TIME', show: shortTime },
  { key: 'metadata.imageSizeBytes', label: 'SIZE' },
];

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
  // A message's own full stop moves to the end.
  const text = message.endsWith('.') ? `${message} ${who}.` : `${message}. ${who}`;
  throw new GcloudFailure(`${status}: ${status === 'ALREADY_EXISTS' ? message : text}`);
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
export function repositoryOf(process: Process, [name = '']: string[], options: Options): string {
  return name.startsWith('projects/') ? name : `${parentOf(process, options)}/repositories/${name}`;
}

/** `gcloud artifacts repositories create` */
export async function createRepository(process: Process, words: string[], options: Options): Promise<number> {
  const [name = ''] = words;
  const format = options.get('repository-format') ?? '';
  if (!/^[a-z](?:[a-z0-9-]*[a-z0-9])?$/.test(baseName(name))) {
    throw new GcloudFailure(
      'Names may only contain lowercase letters, numbers, and hyphens, and must begin with a letter and end with a letter or number.',
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

/** `gcloud artifacts repositories list`: of one location, or of all. */
export async function listRepositories(process: Process, _: string[], options: Options): Promise<number> {
  const project = requireProject(process, options);
  const location = options.get('location') ?? property(process, 'artifacts/location');
  let locations = location === undefined ? [] : [location];
  if (location === undefined) {
    const answer = await call(process, `projects/${project}/locations`);
    locations = (answer as { locations: { locationId: string }[] }).locations.map((one) => one.locationId);
  }
  const where = location === undefined ? 'across all locations' : `location ${location}`;
  await process.stderr.write(`Listing items under project ${project}, ${where}.\n\n`);
  const items: Record<string, unknown>[] = [];
  for (const one of locations) {
    const answer = await call(process, `projects/${project}/locations/${one}/repositories`);
    const { repositories = [] } = answer as { repositories?: Record<string, unknown>[] };
    // What the table alone shows is no part of the resource.
    const more = options.has('format') ? {} : { location: one, encryption: 'Google-managed key' };
    items.push(...repositories.map((repository) => ({ ...repository, ...more })));
  }
  return printList(process, options, items, REPOSITORIES);
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
  // Nothing is told before it is known who asks.
  await accessToken(process);
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
  const items = images.map((one) => {
    const [path = '', digest = ''] = one.uri.split('@');
    const { name, mediaType, imageSizeBytes } = one;
    return {
      package: path,
      version: digest,
      tags: tags ? one.tags : '',
      createTime: one.uploadTime,
      updateTime: one.updateTime,
      metadata: { buildTime: null, imageSizeBytes, mediaType, name },
    };
  });
  const columns = tags ? IMAGE_COLUMNS : IMAGE_COLUMNS.filter(({ key }) => key !== 'tags');
  return printList(process, options, items, { columns });
}
