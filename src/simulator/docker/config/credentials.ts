import type { Process } from '../../common/process.ts';
import type { AuthConfig } from './auth.ts';
import { registryHostname } from './auth.ts';
import type { ConfigFile } from './file.ts';
import { CredentialHelper, onPath } from './helper.ts';

/** The user name under which a helper keeps an identity token. */
const TOKEN_USER = '<token>';

/** Where the credentials of one registry are kept: the config file, or a helper program. */
export interface CredentialStore {
  get(server: string): Promise<AuthConfig>;
  /** @throws CommandError */
  store(auth: AuthConfig): Promise<void>;
  /** @throws CommandError */
  erase(server: string): Promise<void>;
}

/** The store that the config file names for a registry. */
export function credentialStore(process: Process, config: ConfigFile, server: string): CredentialStore {
  const file = new FileStore(process, config);
  const helper = config.map('credHelpers')[server] ?? config.text('credsStore');
  return helper === '' ? file : new HelperStore(new CredentialHelper(process, helper), file);
}

/** Chooses the platform's own helper where the config says nothing and the machine has one. */
export function detectDefaultStore(process: Process, config: ConfigFile): void {
  if (config.containsAuth) return;
  const name = onPath(process, 'pass') ? 'pass' : 'secretservice';
  if (onPath(process, `docker-credential-${name}`)) config.setText('credsStore', name);
}

const warned = new WeakSet<ConfigFile>();

class FileStore implements CredentialStore {
  private readonly process: Process;
  private readonly config: ConfigFile;
  constructor(process: Process, config: ConfigFile) {
    this.process = process;
    this.config = config;
  }

  async get(server: string): Promise<AuthConfig> {
    const found = this.config.auths.get(server);
    if (found) return found;
    for (const [address, auth] of this.config.auths) if (registryHostname(address) === server) return auth;
    return {};
  }

  async store(auth: AuthConfig): Promise<void> {
    const server = auth.serveraddress ?? '';
    const before = this.config.auths.get(server);
    if (before && same(before, auth)) return;
    this.config.auths.set(server, auth);
    this.config.save();
    if (warned.has(this.config) || !auth.password) return;
    warned.add(this.config);
    await this.process.stderr.write(
      `\nWARNING! Your credentials are stored unencrypted in '${this.config.filename}'.\nConfigure a credential helper to remove this warning. See\nhttps://docs.docker.com/go/credential-store/\n\n`,
    );
  }

  async erase(server: string): Promise<void> {
    if (this.config.auths.delete(server)) this.config.save();
  }
}

class HelperStore implements CredentialStore {
  private readonly helper: CredentialHelper;
  private readonly file: FileStore;
  constructor(helper: CredentialHelper, file: FileStore) {
    this.helper = helper;
    this.file = file;
  }

  async get(server: string): Promise<AuthConfig> {
    const kept = await this.file.get(server);
    const found = await this.helper.get(server);
    if (!found) return { ...(kept.email ? { email: kept.email } : {}) };
    const secret =
      found.Username === TOKEN_USER
        ? { identitytoken: found.Secret }
        : { username: found.Username, password: found.Secret };
    return { ...(kept.email ? { email: kept.email } : {}), ...secret, serveraddress: server };
  }

  async store(auth: AuthConfig): Promise<void> {
    const { username = '', password = '', identitytoken, ...rest } = auth;
    await this.helper.store({
      ServerURL: auth.serveraddress ?? '',
      Username: identitytoken ? TOKEN_USER : username,
      Secret: identitytoken ? identitytoken : password,
    });
    // The file remembers that there is something for this registry, but not what.
    await this.file.store(rest);
  }

  async erase(server: string): Promise<void> {
    await this.helper.erase(server);
    await this.file.erase(server);
  }
}

function same(a: AuthConfig, b: AuthConfig): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof AuthConfig>;
  return [...names].every((name) => (a[name] ?? '') === (b[name] ?? ''));
}
