import { bringBack, purge, throwAway } from '../bin.ts';
import { GHCR_FACTS } from './definition.ts';
import type { Github } from './state.ts';

/** Deleting and, within thirty days, restoring packages and their versions. */

export function deleteVersion({ state, registry, now }: Github, name: string, digest: string): void {
  state.deleted.push(throwAway(registry, name, digest, now()));
}

export function deletePackage(github: Github, name: string): void {
  const { state, registry, now } = github;
  // What an earlier package of this name left can be restored no more.
  forget(github, ({ repository }) => repository === name && state.gone.has(name));
  for (const digest of [...(registry.repository(name)?.manifests.keys() ?? [])])
    deleteVersion(github, name, digest);
  registry.deleteRepository(name);
  state.gone.set(name, { settings: state.packages.get(name)!, deleted: now() });
  state.packages.delete(name);
}

export function restoreVersion({ state, registry, now }: Github, name: string, digest: string): void {
  const found = state.deleted.find((one) => one.repository === name && one.digest === digest);
  if (!found) return;
  bringBack(registry, found, now());
  state.deleted = state.deleted.filter((one) => one !== found);
}

/** Whether it could be: not when its name is in use again. */
export function restorePackage(github: Github, name: string): boolean {
  const { state } = github;
  const found = state.gone.get(name);
  if (!found || state.packages.has(name)) return false;
  state.packages.set(name, found.settings);
  state.gone.delete(name);
  // What was deleted with the package comes back with it; versions deleted before stay deleted.
  for (const { repository, digest, deleted } of [...state.deleted]) {
    if (repository === name && deleted === found.deleted) restoreVersion(github, name, digest);
  }
  return true;
}

/** After thirty days it is gone for good. Called before a request is answered: nobody can see it happen later. */
export function forgetExpired(github: Github): void {
  const { state, now } = github;
  const isOver = ({ deleted }: { deleted: number }): boolean => now() - deleted > GHCR_FACTS.restorable;
  forget(github, isOver);
  for (const [name, one] of state.gone) if (isOver(one)) state.gone.delete(name);
}

function forget(
  { state, registry }: Github,
  isOver: (one: Github['state']['deleted'][number]) => boolean,
): void {
  for (const one of state.deleted.filter(isOver)) purge(registry, one);
  state.deleted = state.deleted.filter((one) => !isOver(one));
}
