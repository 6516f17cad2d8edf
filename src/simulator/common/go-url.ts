import { goQuote } from './go-quote.ts';

/** What Go's net/url makes of the host in an address: `scheme://user@host:port/path`. */

/** What may stand in a host as it is (`shouldEscape` of net/url); everything beyond ASCII may too. */
const ODD = /[^\w.~!$&'()*+,;=:[\]<>"%\u0080-\u{10ffff}-]/u;

const authority = (url: string): string => {
  const [, all = ''] = /^\w+:\/\/([^/?#]*)/.exec(url) ?? [];
  return all.slice(all.lastIndexOf('@') + 1);
};

/** The host of an address with its letters as typed, without brackets and escapes, and its port (`''` for none). */
export function hostOf(url: string): { host: string; port: string } {
  const [, name = '', port = ''] = /^(.*?)(?::(\d*))?$/s.exec(authority(url))!;
  return { host: name.replace(/^\[(.*)\]$/s, '$1').replaceAll('%25', '%'), port };
}

/** Why `url.Parse` takes a text for no address; `undefined` for one that it reads. */
export function urlProblem(url: string): string | undefined {
  const reason = problemOf(url);
  return reason && `parse ${goQuote(url)}: ${reason}`;
}

function problemOf(url: string): string | undefined {
  if (/[\0-\x1f\x7f]/.test(url)) return 'net/url: invalid control character in URL';
  const host = authority(url);
  if (host.startsWith('[') && !host.includes(']')) return "missing ']' in host";
  const port = host.startsWith('[') ? host.slice(host.lastIndexOf(']') + 1) : /:[^:]*$/.exec(host)?.[0];
  if (port && !/^:\d*$/.test(port)) return `invalid port ${goQuote(port)} after host`;
  // Of what a host's letters may be escaped as, only a percent sign itself is taken.
  const escaped = /%(?!25)[^%]{0,2}/u.exec(host)?.[0];
  if (escaped !== undefined) return `invalid URL escape ${goQuote(escaped)}`;
  const odd = ODD.exec(host)?.[0];
  return odd && `invalid character ${goQuote(odd)} in host name`;
}
