import type { Process } from '../../common/process.ts';
import { credentials, findPlace, NULL_USER, type Place } from './acr.ts';
import { post, send } from './client.ts';
import { AzFailure } from './errors.ts';
import { confirm } from './registries.ts';

/** `az acr repository …` and `az acr manifest …`: through the registry's own API. */

type Options = ReadonlyMap<string, string>;

/** How a registry is asked: with a token for a scope, or as the admin user. */
async function authorizationFor(
  process: Process,
  server: string,
  scope: string,
  { username, password }: { username: string; password: string },
): Promise<string> {
  if (username !== NULL_USER) return `Basic ${btoa(`${username}:${password}`)}`;
  const form = { grant_type: 'refresh_token', service: server, scope, refresh_token: password };
  const answer = await (await post(process, `https://${server}/oauth2/token`, form)).json();
  return `Bearer ${(answer as { access_token: string }).access_token}`;
}

/** Asks the registry's own API. @throws AzFailure */
async function askRegistry(
  process: Process,
  place: Place,
  path: string,
  scope: string,
  init: RequestInit = {},
): Promise<Record<string, unknown>> {
  const { server } = place;
  const authorization = await authorizationFor(process, server, scope, await credentials(process, place));
  const response = await send(process, `https://${server}${path}`, {
    ...init,
    headers: { authorization },
  });
  const text = await response.text();
  const answer = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> & {
    errors?: { message: string }[];
  };
  if (response.ok) return answer;
  const id = response.headers.get('x-ms-correlation-request-id') ?? process.host.random.uuid();
  throw new AzFailure(`${answer.errors?.[0]?.message ?? 'an error occurred'}. Correlation ID: ${id}.`);
}

const placeOf = (process: Process, options: Options, name = 'name'): Promise<Place> =>
  findPlace(process, options.get(name) ?? '');

/** `az acr repository list` */
export async function repositories(process: Process, options: Options): Promise<unknown> {
  const place = await placeOf(process, options);
  const answer = await askRegistry(process, place, '/acr/v1/_catalog', 'registry:catalog:*');
  return answer.repositories ?? [];
}

interface Tag {
  name: string;
  digest: string;
  lastUpdateTime: string;
}

/** `az acr repository show-tags` */
export async function tags(process: Process, options: Options): Promise<unknown> {
  const place = await placeOf(process, options);
  const name = options.get('repository') ?? '';
  const scope = `repository:${name}:pull,metadata_read`;
  const answer = await askRegistry(process, place, `/acr/v1/${name}/_tags`, scope);
  const found = answer.tags as Tag[];
  if (options.get('orderby') === 'time_desc')
    found.sort((a, b) => (a.lastUpdateTime < b.lastUpdateTime ? 1 : -1));
  if (options.get('orderby') === 'time_asc')
    found.sort((a, b) => (a.lastUpdateTime < b.lastUpdateTime ? -1 : 1));
  const top = Number(options.get('top') ?? found.length);
  const shown = found.slice(0, Math.max(0, top));
  return options.has('detail') ? shown : shown.map((tag) => tag.name);
}

/** `name:tag`, `name@digest`, or `name` for its tag `latest`. @throws AzFailure */
function parseImage(image: string): { repository: string; tag?: string; digest?: string } {
  const [name = '', digest, ...more] = image.split('@');
  if (digest !== undefined && more.length === 0) return { repository: name, digest };
  const [repository = '', tag = 'latest', ...rest] = image.split(':');
  if (rest.length === 0) return { repository, tag };
  throw new AzFailure(
    "The name of the image to delete may include a tag in the format 'name:tag' or digest in the format 'name@digest'.",
  );
}

/** `az acr repository delete` */
export async function remove(process: Process, options: Options): Promise<unknown> {
  const image = options.get('image');
  const whole = options.get('repository');
  if ((image === undefined) === (whole === undefined))
    throw new AzFailure('Usage error: --image IMAGE | --repository REPOSITORY');
  const place = await placeOf(process, options);
  if (whole !== undefined) {
    await confirm(
      process,
      options,
      `Are you sure you want to delete the repository '${whole}' and all images under it?`,
    );
    const scope = `repository:${whole}:delete`;
    return askRegistry(process, place, `/acr/v1/${whole}`, scope, { method: 'DELETE' });
  }
  const { repository, tag, digest } = parseImage(image ?? '');
  const scope = `repository:${repository}:pull,delete`;
  const { manifests } = (await askRegistry(process, place, `/acr/v1/${repository}/_manifests`, scope)) as {
    manifests: { digest: string; tags: string[] }[];
  };
  const found = manifests.find((one) => (tag === undefined ? one.digest === digest : one.tags.includes(tag)));
  if (!found)
    throw new AzFailure(`Could not get the manifest digest for image '${repository}:${tag ?? digest}'.`);
  const names = found.tags.map((one) => `'${repository}:${one}'`);
  const message =
    names.length > 0
      ? `This operation will delete the manifest '${found.digest}' and all the following images: ${names.join(', ')}.`
      : `This operation will delete the manifest '${found.digest}'.`;
  await confirm(process, options, `${message}\nAre you sure you want to continue?`);
  await askRegistry(process, place, `/v2/${repository}/manifests/${found.digest}`, scope, {
    method: 'DELETE',
  });
  return undefined;
}

/** `az acr repository untag` */
export async function untag(process: Process, options: Options): Promise<unknown> {
  const place = await placeOf(process, options);
  const { repository, tag = 'latest' } = parseImage(options.get('image') ?? '');
  const scope = `repository:${repository}:delete`;
  await askRegistry(process, place, `/acr/v1/${repository}/_tags/${tag}`, scope, { method: 'DELETE' });
  return undefined;
}

/** `az acr manifest list-deleted` and `list-deleted-tags`: each with the time after which it is purged. */
async function deleted(process: Process, options: Options, list: 'manifests' | 'tags'): Promise<unknown> {
  if (!options.has('registry') || !options.has('name')) {
    throw new AzFailure(
      "You must provide either a fully qualified repository specifier such as 'myregistry.azurecr.io/hello-world' as a positional parameter or provide '-r MyRegistry -n hello-world' argument values.",
    );
  }
  const place = await placeOf(process, options, 'registry');
  const [repository = '', tag] = (options.get('name') ?? '').split(':');
  const path = `/acr/v1/_deleted/${repository}/_${list}`;
  const answer = await askRegistry(process, place, path, `repository:${repository}:pull`);
  const days = place.registry?.policies.softDeletePolicy.retentionDays ?? 0;
  return (answer[list] as { deletedAt: string; tag?: string }[])
    .filter((one) => tag === undefined || one.tag === tag)
    .map((one) => ({
      ...one,
      expiresAfter: new Date(Date.parse(one.deletedAt) + days * 24 * 60 * 60 * 1000).toISOString(),
    }));
}

export const deletedManifests = (process: Process, options: Options): Promise<unknown> =>
  deleted(process, options, 'manifests');
export const deletedTags = (process: Process, options: Options): Promise<unknown> =>
  deleted(process, options, 'tags');

/** `az acr manifest restore` */
export async function restore(process: Process, options: Options): Promise<unknown> {
  if (!options.has('registry') || !options.has('name')) {
    throw new AzFailure(
      "You must provide either a fully qualified manifest specifier such as 'myregistry.azurecr.io/hello-world:latest' as a positional parameter or provide '-r MyRegistry -n hello-world:latest' argument values.",
    );
  }
  const place = await placeOf(process, options, 'registry');
  const { repository, tag } = parseImage(options.get('name') ?? '');
  const scope = `repository:${repository}:pull,push`;
  let digest = options.get('digest');
  if (digest === undefined) {
    const path = `/acr/v1/_deleted/${repository}/_tags`;
    const found = (await askRegistry(process, place, path, scope)).tags as { tag: string; digest: string }[];
    digest = found.filter((one) => one.tag === tag).at(-1)?.digest;
    if (digest === undefined) throw new AzFailure(`No deleted manifests found for tag: ${tag}`);
  }
  const path = `/acr/v1/_deleted/${repository}/_manifests/${digest}`;
  return askRegistry(process, place, path, scope, { method: 'POST', body: JSON.stringify({ tag }) });
}
