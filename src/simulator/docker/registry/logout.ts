import { INDEX_SERVER, registryHostname } from '../config/auth.ts';
import { credentialStore } from '../config/credentials.ts';
import { maxArgs } from '../framework/args.ts';
import type { Command } from '../framework/command.ts';
import { logoutDevice } from './device.ts';

/** `docker logout` */
export const logout: Command = {
  paths: ['logout'],
  short: 'Sign out of a registry',
  long: 'Sign out of a registry.\nWithout a server it is Docker Hub.',
  usage: '[SERVER]',
  common: 9,
  args: maxArgs(1),
  run: async (invocation) => {
    const { process, config } = invocation;
    const server = invocation.args[0] ?? '';
    const host = server === '' ? INDEX_SERVER : registryHostname(server);
    // Older versions kept credentials under the address as it was typed.
    const keys = server === '' ? [INDEX_SERVER] : [server, host, `http://${host}`, `https://${host}`];
    if (server === '') {
      try {
        await logoutDevice(invocation);
      } catch (error) {
        await invocation.warn(`WARNING: ${(error as Error).message}\n`);
      }
    }
    await invocation.print(`Removing login credentials for ${host}\n`);
    const failures = new Map<string, string>();
    for (const key of keys) {
      try {
        await credentialStore(process, config, key).erase(key);
      } catch (error) {
        failures.set(key, (error as Error).message);
      }
    }
    if (failures.size === keys.length) {
      await invocation.warn('WARNING: could not erase credentials:\n');
      for (const [key, message] of failures) await invocation.warn(`${key}: ${message}\n`);
    }
    return 0;
  },
};
