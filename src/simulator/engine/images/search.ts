import { basicAuthorization } from '../../common/base64.ts';
import { decodeGoJson } from '../../common/go-json.ts';
import type { Filters } from '../containers/filters.ts';
import type { EngineContext } from '../context.ts';
import type { AuthConfig } from '../distribution/auth.ts';
import { isInsecure } from '../distribution/endpoints.ts';
import { send } from '../distribution/transport.ts';
import { ApiError, invalidParameter, messageOf } from '../errors.ts';

export const SEARCH_FILTERS = ['is-automated', 'is-official', 'stars'];

const HUB_INDEX = 'https://index.docker.io/v1/';

interface SearchResult {
  star_count: number;
  is_official: boolean;
  name: string;
  is_automated: boolean;
  description: string;
}

/** `GET /images/search`: asks the search service of a registry's index, which only Docker Hub has. */
export async function searchImages(
  context: EngineContext,
  {
    term,
    limit,
    filters,
    credentials,
  }: { term: string; limit: number; filters: Filters; credentials: AuthConfig },
): Promise<SearchResult[]> {
  if (filters.bool('is-automated')) return [];
  const official = filters.bool('is-official');
  const stars = Math.max(0, ...filters.get('stars').map(readStars));
  if (/^https?:\/\//.test(term)) {
    throw invalidParameter(`invalid repository name: repository name (${term}) should not have a scheme`);
  }
  const { index, name } = await locate(context, term);
  const count = limit || 25;
  if (count > 100) throw invalidParameter(`limit ${count} is outside the range of [1, 100]`);
  const headers = new Headers();
  if (credentials.username) {
    const { username, password = '' } = credentials;
    headers.set('Authorization', basicAuthorization(username, password));
  }
  const url = `${index}search?q=${encodeURIComponent(name).replaceAll('%20', '+')}&n=${count}`;
  const response = await send(context, 'GET', url, { headers });
  if (response.status !== 200) throw new Error(`Unexpected status code ${response.status}`);
  const text = await response.text();
  let found: Partial<SearchResult>[];
  try {
    found = (decodeGoJson(text) as { results?: Partial<SearchResult>[] }).results ?? [];
  } catch (error) {
    throw new Error(`error decoding registry search results: ${(error as Error).message}`);
  }
  return found
    .map((result) => ({
      star_count: result.star_count ?? 0,
      is_official: result.is_official ?? false,
      name: result.name ?? '',
      is_automated: false,
      description: result.description ?? '',
    }))
    .filter(
      (result) => (official === undefined || result.is_official === official) && result.star_count >= stars,
    );
}

function readStars(text: string): number {
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw invalidParameter(
    `invalid filter 'stars=${text}': strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`,
  );
}

/** Which index a term is for: a first part that looks like a host names one. */
async function locate(context: EngineContext, term: string): Promise<{ index: string; name: string }> {
  const [first = '', ...rest] = term.split('/');
  const named = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const host = named ? first : 'docker.io';
  const name = named ? rest.join('/') : term;
  if (host === 'docker.io' || host === 'index.docker.io')
    return { index: HUB_INDEX, name: name.replace(/^library\//, '') };
  const index = `https://${host}/v1/`;
  try {
    await send(context, 'GET', `${index}_ping`, { impatient: true });
    return { index, name };
  } catch (error) {
    if (isInsecure(context, host)) return { index: `http://${host}/v1/`, name };
    throw new ApiError(
      400,
      `invalid registry endpoint ${index}: ${messageOf(error)}. If this private registry supports only HTTP or HTTPS with an unknown CA certificate, please add \`--insecure-registry ${host}\` to the daemon's arguments. In the case of HTTPS, if you have access to the registry's CA certificate, no need for the flag; simply place the CA certificate at /etc/docker/certs.d/${host}/ca.crt`,
    );
  }
}
