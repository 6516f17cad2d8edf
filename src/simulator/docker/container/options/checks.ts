/** What the flags of `run` accept, value by value. Each gives the value to keep, or throws the real CLI's reason. */

import { goQuote } from '../../../common/go-quote.ts';
import { parseBytes } from '../../../common/pflag/values.ts';
import { isIpAddress, normalIp } from './address.ts';

export function attach(value: string): string {
  const stream = value.toLowerCase();
  if (['stdin', 'stdout', 'stderr'].includes(stream)) return stream;
  throw new Error('valid streams are STDIN, STDOUT and STDERR');
}

export function deviceCgroupRule(value: string): string {
  if (/^[acb] ([0-9]+|\*):([0-9]+|\*) [rwm]{1,3}$/.test(value)) return value;
  throw new Error(`invalid device cgroup format '${value}'`);
}

export function env(value: string): string {
  if (value.split('=')[0] === '') throw new Error(`invalid environment variable: ${value}`);
  return value;
}

export function label(value: string): string {
  const key = value.split('=')[0]!.replace(/^[ \t]+/, '');
  if (key === '') throw new Error(`invalid label '${value}': empty name`);
  if (/[ \t]/.test(key)) throw new Error(`label '${key}' contains whitespaces`);
  return value;
}

const SYSCTLS = [
  'kernel.msgmax',
  'kernel.msgmnb',
  'kernel.msgmni',
  'kernel.sem',
  'kernel.shmall',
  'kernel.shmmax',
  'kernel.shmmni',
  'kernel.shm_rmid_forced',
];

export function sysctl(value: string): string {
  const at = value.indexOf('=');
  const key = value.slice(0, at);
  if (at > 0 && (SYSCTLS.includes(key) || key.startsWith('net.') || key.startsWith('fs.mqueue.')))
    return value;
  throw new Error(`sysctl '${value}' is not allowed`);
}

/** `name=ip`, or `name:ip`, where the first `:` counts, so that an IPv6 address may follow. */
export function extraHost(value: string): string {
  const separator = value.includes('=') ? '=' : ':';
  const at = value.indexOf(separator);
  const name = value.slice(0, Math.max(at, 0));
  if (name === '' || name.includes(':')) throw new Error(`bad format for add-host: ${goQuote(value)}`);
  const ip = value.slice(at + 1).replace(/^\[(.+)\]$/, '$1');
  if (ip !== 'host-gateway' && !isIpAddress(ip.trim())) {
    throw new Error(`invalid IP address in add-host: ${goQuote(ip)}`);
  }
  return `${name}:${ip}`;
}

export function ipAddress(value: string): string {
  const ip = normalIp(value.trim());
  if (ip === undefined) throw new Error(`IP address is not correctly formatted: ${value}`);
  return ip;
}

export function dnsSearch(value: string): string {
  const domain = value.replace(/^ +| +$/g, '');
  if (domain === '.') return domain;
  const match =
    /^(:?(:?[a-zA-Z0-9]|(:?[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))(:?\.(:?[a-zA-Z0-9]|(:?[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])))*)\.?\s*$/.exec(
      domain,
    );
  if (/[a-zA-Z]/.test(domain) && match && match[1]!.length < 255) return match[1]!;
  throw new Error(`${domain} is not a valid domain`);
}

export function link(value: string): string {
  if (value === '') throw new Error('empty string specified for links');
  if (value.split(':').length > 2) throw new Error(`bad format for links: ${value}`);
  return value;
}

/** -1 means no limit; otherwise a size. */
export function memorySwap(value: string): string {
  return value === '-1' ? value : String(parseBytes(value));
}

/** A number of CPUs as billionths. */
export function cpus(value: string): string {
  const fraction = /^([+-]?\d+)\/(\d+)$/.exec(value);
  const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(value);
  if (!plain && !(fraction && Number(fraction[2]) !== 0)) {
    throw new Error(`failed to parse ${value} as a rational number`);
  }
  const number = fraction ? Number(fraction[1]) / Number(fraction[2]) : Number(value);
  const nano = number * 1e9;
  if (Math.abs(nano - Math.round(nano)) > 1e-6) throw new Error('value is too precise');
  return value;
}

function devicePath(value: string): string {
  const at = value.indexOf(':');
  if (at < 1) throw new Error(`bad format: ${value}`);
  if (!value.startsWith('/dev/')) throw new Error(`bad format for device path: ${value}`);
  return value.slice(at + 1);
}

export function weightDevice(value: string): string {
  const weight = devicePath(value);
  const number = Number(weight);
  if (!/^\d+$/.test(weight) || (number > 0 && (number < 10 || number > 1000))) {
    throw new Error(`invalid weight for device: ${value}`);
  }
  return value;
}

export function throttleBytes(value: string): string {
  const rate = devicePath(value);
  try {
    parseBytes(rate);
  } catch {
    throw new Error(
      `invalid rate for device: ${value}. The correct format is <device-path>:<number>[<unit>]. Number must be a positive integer. Unit is optional and can be kb, mb, or gb`,
    );
  }
  return value;
}

export function throttleOperations(value: string): string {
  if (!/^\d+$/.test(devicePath(value))) {
    throw new Error(
      `invalid rate for device: ${value}. The correct format is <device-path>:<number>. Number must be a positive integer`,
    );
  }
  return value;
}
