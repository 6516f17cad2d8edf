import type { Process } from '../../common/process.ts';
import { absolute } from '../support/program.ts';
import { type Credentials, HelperError, helper, NOT_FOUND, type Store } from './protocol.ts';

/** Helpers that keep credentials on the machine: in the desktop's keyring, or in the password store of `pass`. */

const encode = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** What a file keeps; `undefined` where something else wrote it. */
function decode(text: string): Credentials | undefined {
  try {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return (JSON.parse(new TextDecoder().decode(bytes)) as Credentials | null) ?? undefined;
  } catch {
    return undefined;
  }
}

/** A folder with a file for each server, its name in base64, as docker-credential-pass lays it out. */
function folderStore(folder: (process: Process) => string): Store {
  const pathOf = (process: Process, server: string): string =>
    `${folder(process)}/${encode(server).replaceAll('/', '_').replaceAll('+', '-')}.gpg`;
  const read = (process: Process, path: string): Credentials | undefined => {
    return process.files.isFile(path) ? decode(process.files.readText(path)) : undefined;
  };
  return {
    async get(process, server) {
      const found = read(process, pathOf(process, server));
      if (!found) throw new HelperError(NOT_FOUND);
      return { Username: found.Username, Secret: found.Secret };
    },
    async store(process, credentials) {
      const path = pathOf(process, credentials.ServerURL);
      process.files.mkdir(folder(process), { parents: true, mode: 0o700 });
      // Stands for the encryption by the keyring: nobody can read the secret by looking.
      process.files.write(path, encode(JSON.stringify(credentials)), 0o600);
    },
    async erase(process, server) {
      const path = pathOf(process, server);
      if (process.files.isFile(path)) process.files.remove(path);
    },
    async list(process) {
      const path = folder(process);
      const names = process.files.isDirectory(path) ? process.files.list(path) : [];
      return Object.fromEntries(
        names.flatMap((name) => {
          const found = read(process, `${path}/${name}`);
          return found ? [[found.ServerURL, found.Username]] : [];
        }),
      );
    },
  };
}

/** `docker-credential-secretservice`: the desktop's keyring, which is unlocked with the session. */
export const secretservice = helper(
  folderStore((process) => absolute(process, `${process.env.HOME ?? '/'}/.local/share/keyrings/docker`)),
  '(github.com/docker/docker-credential-helpers) v0.9.3',
);

const passFolder = (process: Process): string =>
  absolute(process, process.env.PASSWORD_STORE_DIR ?? `${process.env.HOME ?? '/'}/.password-store`);
const kept = folderStore((process) => `${passFolder(process)}/docker-credential-helpers`);

/** Without the program `pass`, or a store that it made, nothing can be kept. */
function requirePass(process: Process): void {
  const places = (process.env.PATH ?? '').split(':').map((place) => absolute(process, `${place}/pass`));
  if (!places.some((path) => process.files.isFile(path))) {
    throw new HelperError('pass not initialized: exec: "pass": executable file not found in $PATH: ');
  }
  if (!process.files.isFile(`${passFolder(process)}/.gpg-id`)) {
    throw new HelperError(
      'pass not initialized: exit status 1: Error: password store is empty. Try "pass init".',
    );
  }
}

/** `docker-credential-pass`: the password store of `pass`. */
export const pass = helper(
  {
    async get(process, server) {
      requirePass(process);
      return kept.get(process, server);
    },
    async store(process, credentials) {
      requirePass(process);
      await kept.store(process, credentials);
    },
    async erase(process, server) {
      requirePass(process);
      await kept.erase(process, server);
    },
    async list(process) {
      requirePass(process);
      return kept.list(process);
    },
  },
  '(github.com/docker/docker-credential-helpers) v0.9.3',
);
