import { expect, test } from 'vitest';
import { hostOf, urlProblem } from '../../../src/simulator/common/go-url.ts';

/** As recorded of docker 28.2.2, whose login prints them. */
test.each([
  ['https://a"b', undefined],
  ['https://a<b:5/x', undefined],
  ['https://a%25b', undefined],
  ['https://a:b:1', undefined],
  ['https://a^b', 'invalid character "^" in host name'],
  ['https://a b', 'invalid character " " in host name'],
  ['https://a%zzb', 'invalid URL escape "%zz"'],
  ['https://a%41b', 'invalid URL escape "%41"'],
  ['https://[::1', "missing ']' in host"],
  ['https://[::1]x', 'invalid port "x" after host'],
  ['https://[::1]:x', 'invalid port ":x" after host'],
  ['https://a\nb', 'net/url: invalid control character in URL'],
])('%j is read as Go reads it', (url, reason) => {
  expect(urlProblem(url)).toBe(reason && `parse ${JSON.stringify(url)}: ${reason}`);
});

test.each([
  ['https://user@Host.test:5000/v2/', 'Host.test', '5000'],
  ['https://[::1]:443', '::1', '443'],
  ['https://a:1:2', 'a:1', '2'],
  ['https://a%25b/', 'a%b', ''],
])('the host of %j', (url, host, port) => {
  expect(hostOf(url)).toEqual({ host, port });
});
