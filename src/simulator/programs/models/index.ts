import type { ProgramTable } from '../../common/process.ts';

/** The programs that run in containers, besides the shell and the tools that machines have as well. */
export const models: ProgramTable = {
  'busybox-httpd': async () => (await import('./busybox-httpd.ts')).busyboxHttpd,
  hello: async () => (await import('./hello.ts')).hello,
  httpd: async () => (await import('./httpd.ts')).httpd,
  nginx: async () => (await import('./nginx.ts')).nginx,
  node: async () => (await import('./node.ts')).node,
  postgres: async () => (await import('./services.ts')).postgres,
  python: async () => (await import('./python.ts')).python,
  'redis-server': async () => (await import('./services.ts')).redisServer,
};
