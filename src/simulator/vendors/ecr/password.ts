import type { IssuedToken } from '../../registry/token.ts';
import { ECR_FACTS } from './definition.ts';

/** The password that ECR makes: base64 of a JSON object whose payload only ECR can read. */

export function encodePassword({ token }: IssuedToken, now: number): string {
  const expiration = Math.floor(now / 1000) + ECR_FACTS.passwordLifetime;
  return btoa(JSON.stringify({ payload: btoa(token), version: '2', type: 'DATA_KEY', expiration }));
}

/** The signed token in a password; `''` when it is none. */
export function decodePassword(password: string): string {
  try {
    const { payload } = JSON.parse(atob(password)) as { payload?: unknown };
    return typeof payload === 'string' ? atob(payload) : '';
  } catch {
    return '';
  }
}
