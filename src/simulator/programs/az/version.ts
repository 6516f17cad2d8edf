import type { Process } from '../../common/process.ts';

/** The release whose words these are, compared with what it prints: the one that Debian 12 has. */
const VERSION = '2.45.0';
const TELEMETRY = '1.0.8';

/** `az --version` */
export const versionText = ({ env }: Process): string => `azure-cli                         ${VERSION}

core                              ${VERSION}
telemetry                          ${TELEMETRY}

Dependencies:
msal                              1.21.0
azure-mgmt-resource               22.0.0

Python location '/usr/bin/python3'
Extensions directory '${env.AZURE_CONFIG_DIR ?? `${env.HOME ?? '/'}/.azure`}/cliextensions'

Python (Linux) 3.11.2 (main, Apr 28 2025, 14:11:48) [GCC 12.2.0]

Legal docs and information: aka.ms/AzureCliLegal


Your CLI is up-to-date.
`;

/** `az version` */
export const versions = async (): Promise<unknown> => ({
  'azure-cli': VERSION,
  'azure-cli-core': VERSION,
  'azure-cli-telemetry': TELEMETRY,
  extensions: {},
});
