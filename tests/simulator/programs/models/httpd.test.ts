import { expect, test, vi } from 'vitest';
import { Container } from './machine.ts';

async function serving(files: Record<string, string>) {
  const container = new Container('httpd', files);
  const process = container.start(['httpd', '-D', 'FOREGROUND'], { env: { HTTPD_VERSION: '2.4.65' } });
  await vi.waitFor(() => expect(container.stderr.text()).toContain('resuming normal operations'));
  return { container, process };
}

test('serves its document root and ends on SIGWINCH', async () => {
  const { container, process } = await serving({ '/usr/local/apache2/htdocs/index.html': 'It works!\n' });
  const response = await container.fetch('/');
  expect(response.headers.get('server')).toBe('Apache/2.4.65 (Unix)');
  expect(await response.text()).toBe('It works!\n');
  expect(await container.get('/nosuch')).toEqual([
    404,
    expect.stringContaining('<title>404 Not Found</title>'),
  ]);
  expect(container.stdout.text()).toContain('"GET /nosuch HTTP/1.1" 404');
  process.signal('SIGWINCH');
  expect(await process.exited).toBe(0);
});

test('reads port and root from its configuration', async () => {
  const { container } = await serving({
    '/usr/local/apache2/conf/httpd.conf': 'Listen 8080\nDocumentRoot "/srv/www"\n',
    '/srv/www/index.html': 'mine\n',
  });
  expect(await container.get('/', 8080)).toEqual([200, 'mine\n']);
});
