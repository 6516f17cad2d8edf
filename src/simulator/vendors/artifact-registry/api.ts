import type { BlobStore, Registry } from '../../registry/index.ts';
import { bearerToken } from '../../registry/token.ts';
import { descriptorsIn } from '../descriptors.ts';
import { asObject, bodyObject } from '../request.ts';
import { json } from '../respond.ts';
import { arePolicies } from './cleanup.ts';
import type { ArtifactRegistryDefinition } from './definition.ts';
import type { OAuth } from './oauth.ts';
import type { ArtifactRegistryState } from './state.ts';

/** `artifactregistry.googleapis.com`: repositories and the images in them. */

interface Api {
  definition: ArtifactRegistryDefinition;
  state: ArtifactRegistryState;
  registry: Registry;
  blobs: BlobStore;
  oauth: OAuth;
  host: string;
  now(): number;
}

const refuse = (code: number, status: string, message: string): Response =>
  json(code, { error: { code, message, status } });

const iso = (time: number): string => new Date(time).toISOString();

/** Answers a request to the API. */
export async function answerApi(api: Api, request: Request): Promise<Response> {
  const { definition, state } = api;
  const url = new URL(request.url);
  const account = api.oauth.account(bearerToken(request) ?? '');
  if (account === undefined) {
    return refuse(
      401,
      'UNAUTHENTICATED',
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
    );
  }
  // Of all of Google's locations the world has one.
  if (url.pathname === `/v1/projects/${definition.project}/locations` && request.method === 'GET') {
    const { project, location } = definition;
    return json(200, {
      locations: [{ name: `projects/${project}/locations/${location}`, locationId: location }],
    });
  }
  const match =
    /^\/v1\/projects\/([^/]+)\/locations\/([^/]+)\/repositories(?:\/([^/]+)(\/dockerImages)?)?$/.exec(
      url.pathname,
    );
  if (!match) return refuse(404, 'NOT_FOUND', 'not found');
  const [, project = '', location = '', name, images] = match;
  const role = definition.accounts.find((one) => one.name === account)?.role;
  const here = project === definition.project && location === definition.location;
  const create = request.method === 'POST';
  const change = request.method === 'PATCH';
  const permission = create
    ? 'repositories.create'
    : change
      ? 'repositories.update'
      : name === undefined
        ? 'repositories.list'
        : images
          ? 'dockerimages.list'
          : 'repositories.get';
  const own = name === undefined ? role : (role ?? state.repositories.get(name)?.members[account]);
  if (!here || own === undefined || ((create || change) && own !== 'admin')) {
    const resource = `projects/${project}/locations/${location}${name === undefined ? '' : `/repositories/${name}`}`;
    return refuse(
      403,
      'PERMISSION_DENIED',
      `Permission 'artifactregistry.${permission}' denied on resource '//artifactregistry.googleapis.com/${resource}' (or it may not exist).`,
    );
  }
  if (create) return createRepository(api, request, url.searchParams.get('repositoryId') ?? '');
  if (name === undefined)
    return json(200, {
      repositories: [...state.repositories.keys()].sort().map((one) => describe(api, one)),
    });
  if (!state.repositories.has(name)) return refuse(404, 'NOT_FOUND', 'Requested entity was not found.');
  if (images) return json(200, { dockerImages: imagesOf(api, name) });
  return change ? updateRepository(api, request, name) : json(200, describe(api, name));
}

/** `PATCH` of a repository: its clean-up policies. */
async function updateRepository(api: Api, request: Request, name: string): Promise<Response> {
  const { cleanupPolicies: given, cleanupPolicyDryRun: dryRun } = await bodyObject(request);
  const repository = api.state.repositories.get(name)!;
  const policies = given === undefined ? (repository.cleanup?.policies ?? {}) : given;
  if (!arePolicies(policies) || !(dryRun === undefined || typeof dryRun === 'boolean')) {
    return refuse(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.');
  }
  repository.cleanup = {
    policies,
    dryRun: dryRun ?? repository.cleanup?.dryRun ?? false,
    evaluated: api.now(),
  };
  return json(200, describe(api, name));
}

async function createRepository(api: Api, request: Request, name: string): Promise<Response> {
  const { format, dockerConfig } = await bodyObject(request);
  if (!/^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) {
    return refuse(
      400,
      'INVALID_ARGUMENT',
      "Repository ID may only contain lowercase letters, numbers, and hyphens, and must begin with a letter and end with a letter or number. Repository ID can't contain more than 63 characters.",
    );
  }
  if (api.state.repositories.has(name)) return refuse(409, 'ALREADY_EXISTS', 'the repository already exists');
  if (format !== 'DOCKER')
    return refuse(400, 'INVALID_ARGUMENT', `repository format ${format} is not supported here`);
  api.state.repositories.set(name, {
    members: {},
    immutable: asObject(dockerConfig).immutableTags === true,
    created: api.now(),
  });
  return json(200, { done: true, response: describe(api, name) });
}

function pathsOf({ registry, definition }: Api, name: string): string[] {
  const prefix = `${definition.project}/${name}/`;
  return registry.snapshot().repositories.flatMap((one) => (one.name.startsWith(prefix) ? [one.name] : []));
}

function describe(api: Api, name: string): Record<string, unknown> {
  const { definition, state } = api;
  const { created, immutable, cleanup } = state.repositories.get(name)!;
  const images = imagesOf(api, name);
  const updated = Math.max(created, ...images.map((image) => Date.parse(image.updateTime)));
  return {
    name: `projects/${definition.project}/locations/${definition.location}/repositories/${name}`,
    format: 'DOCKER',
    createTime: iso(created),
    updateTime: iso(updated),
    mode: 'STANDARD_REPOSITORY',
    sizeBytes: String(images.reduce((sum, image) => sum + Number(image.imageSizeBytes), 0)),
    ...(immutable ? { dockerConfig: { immutableTags: true } } : {}),
    ...(cleanup ? { cleanupPolicies: cleanup.policies, cleanupPolicyDryRun: cleanup.dryRun } : {}),
  };
}

function imagesOf(api: Api, name: string) {
  return pathsOf(api, name).flatMap((path) => {
    const repository = api.registry.repository(path)!;
    return [...repository.manifests].map(([digest, { mediaType, pushed }]) => {
      const tags = [...repository.tags].filter(([, tag]) => tag.digest === digest);
      const uri = `${api.host}/${path}@${digest}`;
      return {
        name: `projects/${api.definition.project}/locations/${api.definition.location}/repositories/${name}/dockerImages/${uri.split('/').at(-1)}`,
        uri,
        tags: tags.map(([tag]) => tag),
        imageSizeBytes: String(sizeOf(api, digest)),
        uploadTime: iso(pushed),
        mediaType,
        updateTime: iso(Math.max(pushed, ...tags.map(([, tag]) => tag.pushed))),
      };
    });
  });
}

function sizeOf({ blobs }: Api, digest: string): number {
  const manifest = blobs.get(digest);
  const parts = [...descriptorsIn(manifest, 'config'), ...descriptorsIn(manifest, 'layers')];
  return parts.reduce((sum, { size }) => sum + size, 0);
}
