import type { Window } from '../rate-limit.ts';
import type { Visibility } from '../vendor.ts';
import type { DockerHubDefinition, HubAccount, HubKnobs } from './definition.ts';

/** A repository's settings, as its page on the site has them. */
export interface HubRepository {
  visibility: Visibility;
  collaborators: string[];
  rateLimited: boolean;
  /**
   * A push made it private though the plan has no private repository left: nobody can push to it or pull from it until
   * it is made public. The push itself is not refused. (https://github.com/docker/hub-feedback/issues/2122 and 648:
   * what Docker's people say there; checked 2026-11-28.)
   */
  locked: boolean;
}

/** What changes at Docker Hub besides images. */
export interface HubState {
  repositories: Map<string, HubRepository>;
  knobs: HubKnobs;
  /** Pulls by account, and of everybody who is not logged in. */
  pulls: Map<string, Window>;
  /** Access tokens made since the world began, by account. */
  issued: Map<string, HubAccount['tokens']>;
  /** Device codes that were given out, and how often the CLI has asked for each. */
  devices: Map<string, number>;
  /** Accounts by the access token of the device flow. */
  sessions: Map<string, string>;
}

export function initialState(definition: DockerHubDefinition): HubState {
  return {
    repositories: new Map(
      definition.repositories.map(({ name, visibility, collaborators, 'rate-limited': rateLimited }) => [
        name,
        { visibility, collaborators, rateLimited, locked: false },
      ]),
    ),
    knobs: definition.knobs,
    pulls: new Map(),
    issued: new Map(),
    devices: new Map(),
    sessions: new Map(),
  };
}
