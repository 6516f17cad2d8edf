import { json, text } from '../respond.ts';
import { GHCR_FACTS, type PackageScope } from './definition.ts';
import type { Github } from './state.ts';

/** `github.com`: the device flow by which the `gh` program gets a token (RFC 8628). */
export async function answerDeviceFlow(github: Github, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (request.method !== 'POST') return text(404, 'Not Found');
  const form = new URLSearchParams(await request.text());
  if (pathname === '/login/device/code') return giveCode(github, form);
  if (pathname === '/login/oauth/access_token') return giveToken(github, form);
  return text(404, 'Not Found');
}

function giveCode({ state, random }: Github, form: URLSearchParams): Response {
  const code = random.hex(40);
  const letters = Array.from({ length: 8 }, () => random.hex(1).toUpperCase()).join('');
  const scopes = (form.get('scope') ?? '').split(/[ ,]+/).filter(Boolean) as PackageScope[];
  state.devices.set(code, { scopes, asked: 0 });
  return json(200, {
    device_code: code,
    user_code: `${letters.slice(0, 4)}-${letters.slice(4)}`,
    verification_uri: 'https://github.com/login/device',
    expires_in: GHCR_FACTS.deviceLifetime,
    interval: GHCR_FACTS.deviceInterval,
  });
}

function giveToken({ definition, state, random }: Github, form: URLSearchParams): Response {
  const device = state.devices.get(form.get('device_code') ?? '');
  if (!device)
    return json(200, {
      error: 'bad_verification_code',
      error_description: 'The code passed is incorrect or expired.',
    });
  const { device: settings } = definition;
  if (!settings || device.asked++ < settings.pending) {
    return json(200, {
      error: 'authorization_pending',
      error_description: 'The authorization request is still pending.',
    });
  }
  state.devices.delete(form.get('device_code') ?? '');
  const token = `gho_${random.hex(36)}`;
  state.issued.push({ token, account: settings.account, scopes: device.scopes });
  return json(200, { access_token: token, token_type: 'bearer', scope: device.scopes.join(',') });
}
