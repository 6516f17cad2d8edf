import type { Flag } from './command.ts';

/** The options before the command. */
export interface Globals {
  /** The directory of config.json and contexts. */
  configDirectory: string;
  /** `--context`, or `''`. */
  context: string;
  hosts: readonly string[];
  debug: boolean;
}

/** `~/.docker`, unless the environment or `--config` says another. */
export function defaultConfigDirectory(env: Readonly<Record<string, string>>, home: string): string {
  return env.DOCKER_CONFIG || `${env.HOME ?? home}/.docker`;
}

/** The options of `docker` itself; some defaults lie in the config directory. */
export function globalFlags(configDirectory: string): Flag[] {
  return [
    {
      name: 'config',
      type: 'string',
      usage: 'Directory of the client config files',
      default: configDirectory,
    },
    {
      name: 'context',
      short: 'c',
      type: 'string',
      usage:
        'Context that says which daemon to talk to (goes before the DOCKER_HOST variable and the context chosen by "docker context use")',
    },
    { name: 'debug', short: 'D', type: 'bool', usage: 'Turn on debug mode' },
    { name: 'host', short: 'H', type: 'list', usage: 'Socket of the daemon to connect to' },
    {
      name: 'log-level',
      short: 'l',
      type: 'string',
      usage: 'How much to log ("debug", "info", "warn", "error", "fatal")',
      default: 'info',
    },
    { name: 'tls', type: 'bool', usage: 'Use TLS; comes with --tlsverify' },
    {
      name: 'tlscacert',
      type: 'string',
      usage: 'Trust only certificates that this CA signed',
      default: `${configDirectory}/ca.pem`,
    },
    {
      name: 'tlscert',
      type: 'string',
      usage: 'File of the TLS certificate',
      default: `${configDirectory}/cert.pem`,
    },
    {
      name: 'tlskey',
      type: 'string',
      usage: 'File of the TLS key',
      default: `${configDirectory}/key.pem`,
    },
    { name: 'tlsverify', type: 'bool', usage: 'Use TLS and check who the remote is' },
    { name: 'version', short: 'v', type: 'bool', usage: 'Print the version and quit' },
  ];
}

/** `--help`, which every command has. */
export const HELP_FLAG: Flag = {
  name: 'help',
  short: 'h',
  type: 'bool',
  usage: 'Print usage',
  hidden: true,
  shortDeprecated: 'use --help',
};
