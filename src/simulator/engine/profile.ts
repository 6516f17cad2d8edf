/** Which release of the engine is simulated, and what it was built of. */
export interface Profile {
  name: string;
  version: string;
  apiVersion: string;
  minApiVersion: string;
  gitCommit: string;
  goVersion: string;
  /** As `docker version` has it, and as older clients read it. */
  buildTime: string;
  buildDate: string;
  kernelVersion: string;
  operatingSystem: string;
  osVersion: string;
  components: { name: string; version: string; commit: string }[];
}

/** Docker Engine 28.2.2 of May 2025 with the classic image store. */
export const DOCKER_28_2_2: Profile = {
  name: 'docker-28.2.2',
  version: '28.2.2',
  apiVersion: '1.50',
  minApiVersion: '1.24',
  gitCommit: '45873be',
  goVersion: 'go1.24.4',
  buildTime: 'Fri May 30 12:07:26 2025',
  buildDate: '2025-05-30T12:07:26.000000000+00:00',
  kernelVersion: '6.18.44-fc-v595',
  operatingSystem: 'Debian GNU/Linux 12 (bookworm)',
  osVersion: '12',
  components: [
    { name: 'containerd', version: '1.7.24~ds1', commit: '1.7.24~ds1-6+deb13u1' },
    { name: 'runc', version: '1.1.5+ds1', commit: '1.1.5+ds1-1+deb12u1' },
    { name: 'docker-init', version: '0.19.0', commit: '' },
  ],
};
