import { resolvePath } from '../../common/files.ts';
import type { Input, Output, Process } from '../../common/process.ts';
import { CommandError } from '../framework/errors.ts';

/** What a helper says when it keeps nothing for a server. */
const NOT_FOUND = 'credentials not found in native keychain';
/** Complaints of a helper that take the place of its exit status. */
const COMPLAINTS = ['no credentials server URL', 'no credentials username'];

export interface HelperCredentials {
  ServerURL: string;
  Username: string;
  Secret: string;
}

/** Whether a program of that name is on the PATH. */
export function onPath(process: Process, program: string): boolean {
  return (process.env.PATH ?? '').split(':').some((directory) => {
    const path = resolvePath(process.cwd, `${directory}/${program}`);
    return process.files.isFile(path) && (process.files.stat(path).mode & 0o111) !== 0;
  });
}

/**
 * A credential helper, `docker-credential-<name>`: a program that is told what to do by its argument, reads its
 * standard input and answers on its standard output.
 */
export class CredentialHelper {
  private readonly process: Process;
  private readonly program: string;

  constructor(process: Process, name: string) {
    this.process = process;
    this.program = `docker-credential-${name}`;
  }

  /** `undefined` when the helper keeps nothing for the server. */
  async get(server: string): Promise<HelperCredentials | undefined> {
    const { output, failure } = await this.call('get', server);
    if (failure === undefined) {
      const { Username = '', Secret = '' } = JSON.parse(output) as Partial<HelperCredentials>;
      return { ServerURL: server, Username, Secret };
    }
    if (output.trim() === NOT_FOUND) return undefined;
    throw this.error('getting', failure, output);
  }

  async store(credentials: HelperCredentials): Promise<void> {
    const { output, failure } = await this.call('store', `${JSON.stringify(credentials)}\n`);
    if (failure !== undefined) throw this.error('storing', failure, output);
  }

  async erase(server: string): Promise<void> {
    const { output, failure } = await this.call('erase', server);
    if (failure !== undefined) throw this.error('erasing', failure, output);
  }

  private error(doing: string, failure: string, output: string): CommandError {
    const said = output.trim();
    const reason = COMPLAINTS.includes(said) ? said : failure;
    return new CommandError(`error ${doing} credentials - err: ${reason}, out: \`${said}\``);
  }

  private async call(
    action: string,
    input: string,
  ): Promise<{ output: string; failure: string | undefined }> {
    if (!onPath(this.process, this.program)) {
      return { output: '', failure: `exec: "${this.program}": executable file not found in $PATH` };
    }
    const chunks: string[] = [];
    const decoder = new TextDecoder();
    const stdout: Output = {
      isTTY: false,
      write: async (data) => {
        chunks.push(typeof data === 'string' ? data : decoder.decode(data, { stream: true }));
      },
    };
    const status = await this.process.spawn([this.program, action], { stdin: textInput(input), stdout });
    return { output: chunks.join(''), failure: status === 0 ? undefined : `exit status ${status}` };
  }
}

function textInput(text: string): Input {
  let rest: Uint8Array | undefined = new TextEncoder().encode(text);
  return {
    isTTY: false,
    read: async () => {
      const bytes = rest;
      rest = undefined;
      return bytes;
    },
  };
}
