import { expect, test, vi } from 'vitest';
import { Container } from './machine.ts';

const SITE = {
  '/usr/share/nginx/html/index.html': '<h1>hi</h1>\n',
  '/usr/share/nginx/html/sub/a.css': 'a {}\n',
};

async function serving(files: Record<string, string>) {
  const container = new Container('nginx', files);
  const process = container.start(['nginx', '-g', 'daemon off;']);
  await vi.waitFor(() => expect(container.stderr.text()).toContain('start worker processes'));
  return { container, process };
}

test('serves its folder, with types, logs each request and ends on SIGQUIT', async () => {
  const { container, process } = await serving(SITE);
  expect(await container.get('/')).toEqual([200, '<h1>hi</h1>\n']);
  const style = await container.fetch('/sub/a.css');
  expect(style.headers.get('content-type')).toBe('text/css');
  expect(style.headers.get('server')).toMatch(/^nginx\/\d/);
  expect((await container.fetch('/', { method: 'HEAD' })).headers.get('content-length')).toBe('12');
  expect(container.stdout.text()).toContain('"GET / HTTP/1.1" 200 12');
  process.signal('SIGQUIT');
  expect(await process.exited).toBe(0);
  expect(container.stderr.text()).toContain('signal 3 (SIGQUIT) received, shutting down');
});

test('answers what it cannot serve as nginx does', async () => {
  const { container } = await serving({ ...SITE, '/etc/secret': 'x' });
  expect(await container.get('/nosuch')).toEqual([
    404,
    expect.stringContaining('<center><h1>404 Not Found</h1></center>'),
  ]);
  expect(container.stderr.text()).toContain(
    'open() "/usr/share/nginx/html/nosuch" failed (2: No such file or directory)',
  );
  const moved = await container.fetch('/sub');
  expect([moved.status, moved.headers.get('location')]).toEqual([301, 'http://c1/sub/']);
  expect((await container.get('/sub/'))[0]).toBe(403);
  expect((await container.get('/..%2f..%2f..%2f..%2fetc/secret'))[0]).toBe(404);
  expect((await container.fetch('/', { method: 'POST', body: 'x' })).status).toBe(405);
});

test('follows its configuration: ports, roots, locations, returns and headers', async () => {
  const { container } = await serving({
    '/etc/nginx/nginx.conf': 'http { include conf.d/*.conf; }',
    '/etc/nginx/conf.d/a.conf': `server {
      listen 8080; # not 80
      root /srv;
      add_header X-Site "a b";
      location = /health { return 200 "ok\n"; }
      location /old { return 301 /new; }
      location / { try_files $uri /index.html; }
    }`,
    '/srv/index.html': 'app\n',
  });
  expect(await container.get('/health', 8080)).toEqual([200, 'ok\n']);
  expect(await container.get('/any/path', 8080)).toEqual([200, 'app\n']);
  const moved = await container.fetch('/old', {}, 8080);
  expect([moved.status, moved.headers.get('location')]).toEqual([301, '/new']);
  await expect(container.fetch('/')).rejects.toMatchObject({ failure: 'refused' });
});

test('refuses a configuration that it cannot read', async () => {
  const { status, stderr } = await new Container('nginx', {
    '/etc/nginx/nginx.conf': 'http { server { listen 80 } }',
  }).run(['nginx', '-t']);
  expect(status).toBe(1);
  expect(stderr).toMatch(/\[emerg\] .*is not terminated by ";" in \/etc\/nginx\/nginx.conf/);
});
