import { NetworkError } from '../../common/network.ts';
import type { Process } from '../../common/process.ts';
import { authorization } from '../../common/sigv4.ts';
import type { Settings } from './configuration.ts';
import { badConfiguration, badValue, generalError, serviceError } from './errors.ts';

const NO_REGION = 'You must specify a region. You can also configure your region by running "aws configure".';
const NO_CREDENTIALS =
  'Unable to locate credentials. You can configure credentials by running "aws configure".';

/** What a region must be to stand in a host's name, as botocore checks it. */
const HOST_LABEL = /^(?!-)[a-zA-Z\d-]{1,63}(?<!-)$/;

const HOSTS: Record<string, string> = { ecr: 'api.ecr', sts: 'sts' };

interface Call {
  service: string;
  operation: string;
  input: Record<string, unknown>;
  endpoint: Endpoint;
}

/** Where a service is asked, and as whom. */
export interface Endpoint {
  url: URL;
  region: string;
  settings: Settings;
}

/** Finds out where a service is to be asked. @throws AwsFailure */
export function findEndpoint(
  service: string,
  settings: Settings,
  globals: ReadonlyMap<string, string>,
): Endpoint {
  const given = globals.get('endpoint-url');
  const scheme = given !== undefined && /^[a-z][a-z\d+.-]*:/i.test(given);
  if (given !== undefined && (!scheme || !URL.canParse(given))) {
    throw badValue(
      `Bad value for --endpoint-url "${given}": scheme is missing.  Must be of the form http://<hostname>/ or https://<hostname>/`,
    );
  }
  const region = globals.get('region') ?? settings.get('region')?.value;
  // STS also answers without a region; ECR is one registry in each.
  if (region === undefined && service !== 'sts') throw badConfiguration(NO_REGION);
  if (region !== undefined && !HOST_LABEL.test(region))
    throw generalError(`Provided region_name '${region}' doesn't match a supported format.`);
  const host = region === undefined ? 'sts.amazonaws.com' : `${HOSTS[service]}.${region}.amazonaws.com`;
  const address = given ?? `https://${host}/`;
  if (!/^https?:/i.test(address)) throw generalError(`Invalid endpoint: ${address}`);
  return { url: new URL(address), region: region ?? 'us-east-1', settings };
}

/** `20261128T090000Z` */
const timestamp = (time: number): string => new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');

/** Calls an operation of a service. @throws AwsFailure */
export async function callService(process: Process, call: Call): Promise<Record<string, unknown>> {
  const { service, operation } = call;
  const { url, region, settings } = call.endpoint;
  const key = settings.get('aws_access_key_id');
  const secret = settings.get('aws_secret_access_key')?.value;
  if (key === undefined) throw badConfiguration(NO_CREDENTIALS);
  if (secret === undefined) {
    const missing = key.from === 'env' ? 'AWS_SECRET_ACCESS_KEY' : 'aws_secret_access_key';
    throw generalError(`Partial credentials found in ${key.from}, missing: ${missing}`);
  }
  const date = timestamp(process.host.clock.now());
  const { headers, body } = encode(call);
  headers.set('host', url.host).set('x-amz-date', date);
  const signed = authorization(
    { method: 'POST', url, headers, body, date, region, service },
    key.value,
    secret,
  );
  const response = await send(
    process,
    new Request(url, { method: 'POST', headers: [...headers, ['authorization', signed]], body }),
  );
  const text = await response.text();
  const result = service === 'sts' ? readXml(text) : readJson(text);
  if (response.ok) return result ?? {};
  // Of one who does not speak the protocol the whole text is the message, as botocore has it.
  const { Code, __type, Message, message = 'None' } = result ?? { message: text };
  const code = String(Code ?? __type ?? response.status).replace(/^.*#/, '');
  throw serviceError(
    `An error occurred (${code}) when calling the ${operation} operation: ${Message ?? message}`,
  );
}

/** ECR takes JSON with the operation in a header, STS a form. */
function encode({ service, operation, input }: Call): { headers: Map<string, string>; body: string } {
  if (service === 'sts') {
    const type = 'application/x-www-form-urlencoded; charset=utf-8';
    return {
      headers: new Map([['content-type', type]]),
      body: new URLSearchParams({ Action: operation, Version: '2011-06-15' }).toString(),
    };
  }
  const headers = new Map([
    ['content-type', 'application/x-amz-json-1.1'],
    ['x-amz-target', `AmazonEC2ContainerRegistry_V20150921.${operation}`],
  ]);
  return { headers, body: JSON.stringify(input) };
}

/** The password of `docker login` for the user `AWS`, which ECR gives for twelve hours. @throws AwsFailure */
export async function ecrPassword(process: Process, endpoint: Endpoint): Promise<string> {
  const call = { service: 'ecr', operation: 'GetAuthorizationToken', input: {}, endpoint };
  const { authorizationData } = (await callService(process, call)) as {
    authorizationData?: { authorizationToken: string }[];
  };
  // Python's word for what is not there.
  if (!authorizationData?.[0]) throw generalError("'authorizationData'");
  return atob(authorizationData[0].authorizationToken).replace(/^AWS:/, '');
}

async function send(process: Process, request: Request): Promise<Response> {
  try {
    return await process.host.network.fetch(request);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw generalError(
      error.failure === 'timeout'
        ? `Connect timeout on endpoint URL: "${request.url}"`
        : `Could not connect to the endpoint URL: "${request.url}"`,
    );
  }
}

/** An answer of the JSON protocol; `undefined` when it is none. */
function readJson(text: string): Record<string, unknown> | undefined {
  try {
    return (JSON.parse(text || '{}') ?? {}) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** The innermost elements of a small XML answer, in the order that the CLI prints an identity's. */
function readXml(text: string): Record<string, unknown> {
  const found = new Map(
    [...text.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name, value]) => [name!, value!]),
  );
  const order = ['UserId', 'Account', 'Arn', 'Code', 'Message'];
  return Object.fromEntries(order.flatMap((name) => (found.has(name) ? [[name, found.get(name)]] : [])));
}
