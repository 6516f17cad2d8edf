import { decodeGoJson } from '../../common/go-json.ts';
import type { Process, Program } from '../../common/process.ts';
import { readAll } from '../support/input.ts';
import { programName } from '../support/program.ts';

/** The protocol of docker's credential helpers: the action as argument, JSON on standard input and output. */

export interface Credentials {
  ServerURL: string;
  Username: string;
  Secret: string;
}

/** A refusal; helpers print it on standard output, where docker reads it. */
export class HelperError extends Error {}

export const NOT_FOUND = 'credentials not found in native keychain';

export interface Store {
  get(process: Process, server: string): Promise<{ Username: string; Secret: string }>;
  store(process: Process, credentials: Credentials): Promise<void>;
  erase(process: Process, server: string): Promise<void>;
  /** User name by server. */
  list(process: Process): Promise<Record<string, string>>;
}

const NO_SERVER = 'no credentials server URL';
const NO_USER = 'no credentials username';

/** A helper that keeps credentials in a store. */
export function helper(store: Store, version: string): Program {
  return async (process) => {
    const name = programName(process);
    const action = process.argv[1];
    if (process.argv.length !== 2 || action === undefined) {
      await process.stdout.write(`Usage: ${name} <store|get|erase|list|version>\n`);
      return 1;
    }
    try {
      await process.stdout.write(await act(process, store, action, `${name} ${version}\n`));
      return 0;
    } catch (error) {
      if (!(error instanceof HelperError)) throw error;
      await process.stdout.write(`${error.message}\n`);
      return 1;
    }
  };
}

async function act(process: Process, store: Store, action: string, version: string): Promise<string> {
  const input = async (): Promise<string> =>
    new TextDecoder().decode(await readAll(process.stdin, process.signal)).trim();
  switch (action) {
    case 'get': {
      const server = await input();
      if (server === '') throw new HelperError(NO_SERVER);
      return `${JSON.stringify({ ServerURL: server, ...(await store.get(process, server)) })}\n`;
    }
    case 'store':
      await store.store(process, readCredentials(await input()));
      return '';
    case 'erase': {
      const server = await input();
      if (server === '') throw new HelperError(NO_SERVER);
      await store.erase(process, server);
      return '';
    }
    case 'list':
      return `${JSON.stringify(await store.list(process))}\n`;
    case 'version':
    case '--version':
    case '-v':
      return version;
    default:
      throw new HelperError(`unknown credential action: ${action}`);
  }
}

/** Reads what `store` is given, as Go's decoder does. @throws HelperError in Go's words */
function readCredentials(text: string): Credentials {
  let given: unknown;
  try {
    given = decodeGoJson(text);
  } catch (error) {
    throw new HelperError((error as Error).message);
  }
  const credentials = { ServerURL: '', Username: '', Secret: '' };
  if (given !== null) {
    if (typeof given !== 'object' || Array.isArray(given))
      throw new HelperError(
        `json: cannot unmarshal ${kindOf(given)} into Go value of type credentials.Credentials`,
      );
    for (const [name, value] of Object.entries(given)) {
      const field = Object.keys(credentials).find((one) => one.toLowerCase() === name.toLowerCase());
      if (field === undefined || value === null) continue;
      if (typeof value !== 'string')
        throw new HelperError(
          `json: cannot unmarshal ${kindOf(value)} into Go struct field Credentials.${field} of type string`,
        );
      credentials[field as keyof Credentials] = value;
    }
  }
  if (credentials.ServerURL === '') throw new HelperError(NO_SERVER);
  if (credentials.Username === '') throw new HelperError(NO_USER);
  return credentials;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
