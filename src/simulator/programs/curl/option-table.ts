/** The options of curl 7.88.1, by what they take: `name`, or `name/letter`. */

/** On, or off as `--no-name`. */
const FLAGS = `alpn anyauth append/a basic buffer/N cert-status clobber compressed compressed-ssh create-dirs crlf digest
disable/q disable-eprt disable-epsv disallow-username-in-url doh-cert-status doh-insecure eprt epsv fail/f fail-early
fail-with-body false-start form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-control
get/G globoff/g haproxy-protocol head/I http0.9 http1.0/0 http1.1 http2 http2-prior-knowledge http3 http3-only
ignore-content-length include/i insecure/k ipv4/4 ipv6/6 junk-session-cookies/j keepalive list-only/l location/L
location-trusted mail-rcpt-allowfails manual/M metalink negotiate netrc/n netrc-optional next/: npn ntlm ntlm-wb
parallel/Z parallel-immediate path-as-is post301 post302 post303 progress-bar/# progress-meter proxy-anyauth
proxy-basic proxy-digest proxy-insecure proxy-negotiate proxy-ntlm proxy-ssl-allow-beast proxy-ssl-auto-client-cert
proxy-tlsv1 proxytunnel/p raw remote-header-name/J remote-name/O remote-name-all remote-time/R remove-on-error
retry-all-errors retry-connrefused sasl-ir sessionid show-error/S silent/s socks5-basic socks5-gssapi
socks5-gssapi-nec ssl ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort sslv2/2
sslv3/3 styled-output suppress-connect-headers tcp-fastopen tcp-nodelay tftp-no-options tlsv1/1 tlsv1.0 tlsv1.1
tlsv1.2 tlsv1.3 tr-encoding trace-time use-ascii/B verbose/v version/V xattr`;

const VALUES = `abstract-unix-socket alt-svc aws-sigv4 capath cert/E cert-type ciphers connect-to cookie/b create-file-mode
curves data/d data-ascii data-binary data-raw data-urlencode delegation dns-interface dns-ipv4-addr dns-ipv6-addr
dns-servers doh-url engine form/F form-string ftp-account ftp-alternative-to-user ftp-method ftp-port/P
ftp-ssl-ccc-mode header/H help/h hostpubmd5 hostpubsha256 hsts interface json key-type krb limit-rate local-port
login-options mail-auth mail-from mail-rcpt max-filesize noproxy oauth2-bearer pass pinnedpubkey preproxy proto
proto-default proto-redir proxy/x proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-header proxy-key-type
proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword
proxy-tlsuser proxy-user/U proxy1.0 quote/Q range/r rate referer/e request/X request-target resolve sasl-authzid
service-name socks4 socks4a socks5 socks5-gssapi-service socks5-hostname telnet-option/t time-cond/z tls-max
tls13-ciphers tlsauthtype tlspassword tlsuser url url-query user/u user-agent/A write-out/w`;

/** Values that name a file: one that looks like an option is wondered at. */
const FILES = `cacert config/K cookie-jar/c crlfile dump-header/D egd-file etag-compare etag-save key libcurl netrc-file
output/o output-dir proxy-cacert proxy-crlfile proxy-key pubkey random-file stderr trace trace-ascii unix-socket
upload-file/T`;

const NUMBERS = `happy-eyeballs-timeout-ms keepalive-time max-redirs parallel-max retry retry-delay retry-max-time
speed-limit/Y speed-time/y tftp-blksize continue-at/C`;

/** Numbers that may have a fraction. */
const SECONDS = 'connect-timeout max-time/m expect100-timeout';

export interface CurlOption {
  name: string;
  kind: 'flag' | 'value' | 'file' | 'number' | 'seconds';
}

const BY_NAME = new Map<string, CurlOption>();
const BY_LETTER = new Map<string, CurlOption>();
const TABLES = { flag: FLAGS, value: VALUES, file: FILES, number: NUMBERS, seconds: SECONDS } as const;
for (const kind of ['flag', 'value', 'file', 'number', 'seconds'] as const) {
  for (const entry of TABLES[kind].split(/\s+/)) {
    const [name = '', letter] = entry.split('/');
    const option = { name, kind };
    BY_NAME.set(name, option);
    if (letter !== undefined) BY_LETTER.set(letter, option);
  }
}

/** The option of a letter. */
export const optionOfLetter = (letter: string): CurlOption | undefined => BY_LETTER.get(letter);

/** The option of a long name, or of the beginning of one name alone. */
export function optionOfName(name: string): CurlOption | 'ambiguous' | undefined {
  const exact = BY_NAME.get(name);
  if (exact) return exact;
  const beginning = [...BY_NAME.values()].filter((option) => option.name.startsWith(name));
  return beginning.length > 1 ? 'ambiguous' : beginning[0];
}

/** Options that change nothing here: of TLS, which is not carried out, of sockets, and of what is done at any rate. */
export const WITHOUT_EFFECT = new Set(
  `alpn anyauth basic buffer cacert capath ciphers compressed-ssh cookie-jar create-file-mode curves disable
disable-eprt disable-epsv dns-servers epsv eprt false-start happy-eyeballs-timeout-ms http0.9 http1.0 http1.1 http2
http2-prior-knowledge insecure interface ipv4 ipv6 junk-session-cookies keepalive keepalive-time limit-rate noproxy npn
parallel parallel-immediate parallel-max path-as-is proto proto-redir raw remote-header-name remote-time remove-on-error retry-max-time sessionid
speed-limit speed-time ssl ssl-no-revoke ssl-reqd styled-output suppress-connect-headers tcp-fastopen tcp-nodelay
tls-max tls13-ciphers tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding trace-time use-ascii xattr`.split(
    /\s+/,
  ),
);
