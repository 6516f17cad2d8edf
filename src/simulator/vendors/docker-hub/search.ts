import { json } from '../respond.ts';
import type { DockerHubDefinition } from './definition.ts';

/** `index.docker.io/v1/search`: what `docker search` asks. */
export function search(url: URL, entries: DockerHubDefinition['search']): Response {
  const query = (url.searchParams.get('q') ?? '').toLowerCase();
  const size = Number(url.searchParams.get('n')) || 25;
  const results = entries
    .filter(({ name, description }) => name.includes(query) || description.toLowerCase().includes(query))
    .slice(0, size)
    .map(({ name, description, stars, official }) => ({
      name,
      description,
      star_count: stars,
      is_official: official,
      is_automated: false,
    }));
  return json(200, { num_results: results.length, query, page: 1, page_size: 25, num_pages: 1, results });
}
