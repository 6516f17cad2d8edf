import { DaemonError } from '../framework/engine.ts';
import type { Invocation } from '../framework/invocation.ts';

interface ContainerSummary {
  Names: string[];
  State: string;
}

/** A source of candidates. */
export type Source = (invocation: Invocation) => Promise<string[]>;

/** The names of images that have one. */
export const images: Source = async ({ engine }) => {
  const list = await engine.json<{ RepoTags: string[] | null }[]>('GET', '/images/json');
  return list.flatMap(({ RepoTags }) => RepoTags ?? []).filter((name) => !name.includes('<none>'));
};

const containersWhere =
  (all: boolean, keep: (state: string) => boolean): Source =>
  async ({ engine }) => {
    const list = await engine.json<ContainerSummary[]>('GET', '/containers/json', { query: { all } });
    return list.filter(({ State }) => keep(State)).map(({ Names }) => (Names[0] ?? '').replace(/^\//, ''));
  };

export const containers = containersWhere(true, () => true);
/** Those that run, the paused among them. */
export const running = containersWhere(false, () => true);
export const active = containersWhere(false, (state) => state !== 'paused');
export const paused = containersWhere(false, (state) => state === 'paused');
export const stopped = containersWhere(true, (state) => ['exited', 'created'].includes(state));
const removable = containersWhere(true, (state) => ['exited', 'created', 'dead'].includes(state));

/** What `docker rm` can take away: with `--force` everything. */
export const toRemove: Source = (invocation) =>
  invocation.flags.bool('force') ? containers(invocation) : removable(invocation);

export const networks: Source = async ({ engine }) => {
  const list = await engine.json<{ Name: string }[]>('GET', '/networks');
  return list.map(({ Name }) => Name);
};

/** The containers in the network that is the first argument; none where there is no such network. */
export const connected: Source = async ({ engine, args }) => {
  try {
    const network = await engine.json<{ Containers: Record<string, { Name: string }> | null }>(
      'GET',
      `/networks/${encodeURIComponent(args[0] ?? '')}`,
    );
    return Object.values(network.Containers ?? {}).map(({ Name }) => Name);
  } catch (error) {
    if (error instanceof DaemonError) return [];
    throw error;
  }
};

export const volumes: Source = async ({ engine }) => {
  const { Volumes } = await engine.json<{ Volumes: { Name: string }[] | null }>('GET', '/volumes');
  return (Volumes ?? []).map(({ Name }) => Name);
};

/** The variables of the environment that the CLI runs in. */
export const environment: Source = async ({ process }) => Object.keys(process.env);
