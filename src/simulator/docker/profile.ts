/** Which docker the CLI is a simulation of; `docker version` prints it. */
export const PROFILE = {
  version: '28.2.2',
  gitCommit: 'e6534b4',
  goVersion: 'go1.24.3',
  buildTime: 'Fri May 30 12:07:14 2025',
  buildx: { version: 'v0.24.0', revision: 'd0e5e86c8b88ae4865040bc96917c338f4dd673c' },
} as const;
