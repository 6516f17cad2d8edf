import { FileError, resolvePath } from '../../common/files.ts';
import { decodeGoJson, encodeGoJson } from '../../common/go-json.ts';
import type { Process } from '../../common/process.ts';
import { CommandError } from '../framework/errors.ts';
import { type AuthConfig, decodeAuth, encodeAuth } from './auth.ts';

type GoType =
  | 'string'
  | '[]string'
  | 'map[string]string'
  | 'map[string]map[string]string'
  | 'map[string]configfile.ProxyConfig';

const MAP = 'map[string]';

/** What else the file may hold, in the order it is written; other keys are lost when the CLI writes it. */
const FIELDS: Record<string, GoType> = {
  HttpHeaders: 'map[string]string',
  psFormat: 'string',
  imagesFormat: 'string',
  networksFormat: 'string',
  pluginsFormat: 'string',
  volumesFormat: 'string',
  statsFormat: 'string',
  detachKeys: 'string',
  credsStore: 'string',
  credHelpers: 'map[string]string',
  serviceInspectFormat: 'string',
  servicesFormat: 'string',
  tasksFormat: 'string',
  secretFormat: 'string',
  configFormat: 'string',
  nodesFormat: 'string',
  pruneFilters: '[]string',
  proxies: 'map[string]configfile.ProxyConfig',
  currentContext: 'string',
  cliPluginsExtraDirs: '[]string',
  plugins: 'map[string]map[string]string',
  aliases: 'map[string]string',
  features: 'map[string]string',
  experimental: 'string',
};

/** The client's `config.json`. */
export class ConfigFile {
  /** As messages show it. */
  readonly filename: string;
  /** Credentials by registry, decoded. */
  readonly auths = new Map<string, AuthConfig>();
  private readonly fields: Record<string, unknown> = {};
  private readonly process: Process;

  constructor(process: Process, directory: string) {
    this.process = process;
    this.filename = `${directory}/config.json`;
  }

  private get path(): string {
    return resolvePath(this.process.cwd, this.filename);
  }

  text(name: string): string {
    return (this.fields[name] as string | undefined) ?? '';
  }

  map(name: string): Readonly<Record<string, string>> {
    return (this.fields[name] as Record<string, string> | undefined) ?? {};
  }

  list(name: string): readonly string[] {
    return (this.fields[name] as string[] | undefined) ?? [];
  }

  setText(name: string, value: string): void {
    if (value === '') delete this.fields[name];
    else this.fields[name] = value;
  }

  /** Whether the file says anything about credentials. */
  get containsAuth(): boolean {
    return (
      this.text('credsStore') !== '' || Object.keys(this.map('credHelpers')).length > 0 || this.auths.size > 0
    );
  }

  /**
   * Reads the file, if there is one. What was read before an error counts.
   * @throws CommandError
   */
  load(): void {
    const { files } = this.process;
    let text: string;
    try {
      text = files.readText(this.path);
    } catch (error) {
      if (!(error instanceof FileError) || error.code === 'ENOENT') return;
      // Go opens a directory like any file, and finds out when it reads.
      if (error.code === 'EISDIR') {
        throw new CommandError(
          `parsing config file (${this.filename}): read ${this.filename}: is a directory`,
        );
      }
      throw new CommandError(`loading config file: open ${this.filename}: ${error.message.toLowerCase()}`);
    }
    try {
      if (/[^ \t\r\n]/.test(text)) this.read(decodeGoJson(text));
    } catch (error) {
      throw new CommandError(`parsing config file (${this.filename}): ${(error as Error).message}`);
    }
  }

  private read(value: unknown): void {
    if (value === undefined || value === null) return;
    if (typeof value !== 'object' || Array.isArray(value)) {
      throw new CommandError(
        `json: cannot unmarshal ${kindOf(value)} into Go value of type configfile.ConfigFile`,
      );
    }
    let failure: CommandError | undefined;
    const mismatch = (found: unknown, field: string, type: string): void => {
      failure ??= new CommandError(
        `json: cannot unmarshal ${kindOf(found)} into Go struct field ${field} of type ${type}`,
      );
    };
    for (const [key, content] of Object.entries(value)) {
      if (key.toLowerCase() === 'auths') {
        this.readAuths(content, mismatch);
        continue;
      }
      const name = Object.keys(FIELDS).find((field) => field.toLowerCase() === key.toLowerCase());
      if (!name || content === null) continue;
      this.fields[name] = decodeField(content, FIELDS[name]!, (found, type) =>
        mismatch(found, `ConfigFile.${name}`, type),
      );
    }
    if (failure) throw failure;
    for (const [address, entry] of this.auths) {
      const { auth, ...rest } = entry;
      this.auths.set(address, { ...rest, ...(auth ? decodeAuth(auth) : {}), serveraddress: address });
    }
  }

  private readAuths(content: unknown, mismatch: (found: unknown, field: string, type: string) => void): void {
    if (content === null) return;
    if (typeof content !== 'object' || Array.isArray(content)) {
      mismatch(content, 'ConfigFile.auths', 'map[string]types.AuthConfig');
      return;
    }
    for (const [address, entry] of Object.entries(content)) {
      if (typeof entry !== 'object' || Array.isArray(entry)) {
        mismatch(entry, 'ConfigFile.auths', 'types.AuthConfig');
        continue;
      }
      const auth: Record<string, string> = {};
      for (const [name, text] of Object.entries(entry ?? {})) {
        if (typeof text === 'string') auth[name] = text;
        else if (text !== null) mismatch(text, `AuthConfig.auths.${name}`, 'string');
      }
      this.auths.set(address, auth as AuthConfig);
    }
  }

  /**
   * Writes the file: tabs, keys in their order, no newline at the end; private to the user when new.
   * @throws CommandError
   */
  save(): void {
    const auths = [...this.auths]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([address, entry]) => {
        const { username: _, password: __, serveraddress: ___, ...rest } = entry;
        return [address, filled({ auth: encodeAuth(entry), ...rest })] as const;
      });
    const fields = Object.keys(FIELDS).map((name) => [name, sorted(this.fields[name])] as const);
    const content = { auths: Object.fromEntries(auths), ...filled(Object.fromEntries(fields)) };
    const text = encodeGoJson(content, '\t');
    const { files } = this.process;
    try {
      files.mkdir(this.path.replace(/\/[^/]*$/, ''), { parents: true, mode: 0o700 });
    } catch {
      throw new CommandError(`mkdir ${this.filename.replace(/\/[^/]*$/, '')}: not a directory`);
    }
    try {
      files.write(this.path, text, 0o600);
    } catch (error) {
      throw new CommandError(`open ${this.filename}: ${(error as Error).message.toLowerCase()}`);
    }
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}

/** A value as Go decodes it into a type: what does not fit is reported, and left empty where it stood. */
function decodeField(value: unknown, type: string, misfit: (found: unknown, type: string) => void): unknown {
  if (type === 'string') {
    if (typeof value !== 'string' && value !== null) misfit(value, type);
    return typeof value === 'string' ? value : '';
  }
  if (type === '[]string') {
    if (Array.isArray(value)) return value.map((one) => decodeField(one, 'string', misfit));
    if (value !== null) misfit(value, type);
    return [];
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    misfit(value, type);
    return {};
  }
  const inner = type.startsWith(MAP) ? type.slice(MAP.length) : undefined;
  const entries = Object.entries(value ?? {});
  return Object.fromEntries(
    entries.map(([key, one]) => [key, inner ? decodeField(one, inner, misfit) : one]),
  );
}

/** Without empty values, as Go's `omitempty`. */
function filled(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => {
      if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
      return value !== undefined && value !== '';
    }),
  );
}

/** Go writes the keys of maps in order. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
