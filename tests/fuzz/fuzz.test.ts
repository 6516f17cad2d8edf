import { test } from 'vitest';
import { fuzz } from './fuzz.ts';

test('20,000 random command lines break nothing', { timeout: 600_000 }, async () => {
  await fuzz({ lines: 20_000, seed: 2026 });
});
