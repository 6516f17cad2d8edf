import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import {
  basicAuthorization,
  decodeBase64,
  decodeBase64Url,
  encodeBase64,
  encodeBase64Url,
} from '../../../src/simulator/common/base64.ts';

test.each([0, 1, 2, 8189, 8190, 8191, 20_001])('%d bytes come back as they were', (length) => {
  const bytes = Uint8Array.from({ length }, (_, i) => (i * 7) % 256);
  const text = Buffer.from(bytes).toString('base64');
  expect(encodeBase64(bytes)).toBe(text);
  expect(decodeBase64(text)).toEqual(bytes);
});

test('texts are encoded as UTF-8, for headers in an alphabet of their own', () => {
  expect(encodeBase64('Ünïcode')).toBe('w5xuw69jb2Rl');
  expect(encodeBase64Url('ÿ>?')).toBe('w78-Pw==');
  expect(decodeBase64Url('w78-Pw==')).toEqual(new TextEncoder().encode('ÿ>?'));
  expect(decodeBase64Url('__8')).toEqual(Uint8Array.of(255, 255));
  expect(basicAuthorization('ada', 'pä')).toBe('Basic YWRhOnDDpA==');
});

test('refuses what is no base64', () => {
  expect(() => decodeBase64('a')).toThrow();
  expect(() => decodeBase64('*')).toThrow();
});
