import type { Process, Program } from '../../common/process.ts';
import { waitForSignal } from './serve.ts';

/** Servers whose protocols nothing in the simulated world speaks: they start, say so as the real ones do, and wait. */

const stamp = (process: Process): string => new Date(process.host.clock.now()).toISOString();

/** `redis-server` */
export const redisServer: Program = async (process) => {
  const version = process.env.REDIS_VERSION ?? '8.2.1';
  if (process.argv.includes('--version') || process.argv.includes('-v')) {
    await process.stdout.write(`Redis server v=${version} sha=00000000:1 malloc=jemalloc-5.3.0 bits=64\n`);
    return 0;
  }
  const date = new Date(process.host.clock.now());
  const time = `${date.toUTCString().slice(5, 25)}.${String(date.getUTCMilliseconds()).padStart(3, '0')}`;
  const say = (mark: string, text: string) =>
    process.stdout.write(`${process.pid}:M ${time} ${mark} ${text}\n`);
  await process.stdout.write(`${process.pid}:C ${time} * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo\n`);
  await process.stdout.write(
    `${process.pid}:C ${time} * Redis version=${version}, bits=64, commit=00000000, modified=1, pid=${process.pid}, just started\n`,
  );
  await say('*', 'Server initialized');
  await say('*', 'Ready to accept connections tcp');
  await sayNoProtocol(process, 'the Redis protocol');
  const signal = await waitForSignal(process, ['SIGTERM', 'SIGINT']);
  await process.stdout.write(
    `${process.pid}:signal-handler (${Math.floor(process.host.clock.now() / 1000)}) Received ${signal} scheduling shutdown...\n`,
  );
  await say('#', 'Redis is now ready to exit, bye bye...');
  return 0;
};

/** `postgres`, and the script that its image starts it by. */
export const postgres: Program = async (process) => {
  const version = process.env.PG_VERSION?.split('-')[0] ?? '18.0';
  if (process.argv.includes('--version') || process.argv.includes('-V')) {
    await process.stdout.write(`postgres (PostgreSQL) ${version}\n`);
    return 0;
  }
  const { POSTGRES_PASSWORD: password, POSTGRES_HOST_AUTH_METHOD: method } = process.env;
  if (!password && method !== 'trust') {
    await process.stderr.write(
      'Error: Database is uninitialized and superuser password is not specified.\n' +
        '       You must specify POSTGRES_PASSWORD to a non-empty value for the\n' +
        '       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".\n\n' +
        '       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all\n' +
        '       connections without a password. This is *not* recommended.\n\n' +
        '       See PostgreSQL documentation about "trust":\n' +
        '       https://www.postgresql.org/docs/current/auth-trust.html\n',
    );
    return 1;
  }
  const say = (text: string) =>
    process.stderr.write(
      `${stamp(process).replace('T', ' ').replace('Z', ' UTC')} [${process.pid}] LOG:  ${text}\n`,
    );
  await process.stdout.write('\nPostgreSQL init process complete; ready for start up.\n\n');
  await say(`starting PostgreSQL ${version} on x86_64-pc-linux-gnu, compiled by gcc, 64-bit`);
  await say('listening on IPv4 address "0.0.0.0", port 5432');
  await say('listening on IPv6 address "::", port 5432');
  await say('database system is ready to accept connections');
  await sayNoProtocol(process, "PostgreSQL's protocol");
  const signal = await waitForSignal(process, ['SIGTERM', 'SIGINT']);
  await say(`received ${signal === 'SIGINT' ? 'fast' : 'smart'} shutdown request`);
  await say('database system is shut down');
  return 0;
};

async function sayNoProtocol(process: Process, protocol: string): Promise<void> {
  await process.stderr.write(`(the sandbox starts this server and speaks nothing of ${protocol})\n`);
}
