/**
 * The limit that a registry under Node is held against: an HTTP server that keeps and gives back the same bytes at
 * the same paths, and does nothing else. Run as a program, with a port.
 */
import { createServer } from 'node:http';

const contents = new Map<string, Buffer>();

createServer((request, response) => {
  const { method, url = '' } = request;
  if (method === 'GET') {
    const bytes = contents.get(url);
    response.writeHead(bytes ? 200 : 404, { 'Content-Length': bytes?.length ?? 0 });
    response.end(bytes);
    return;
  }
  if (method === 'DELETE') {
    contents.delete(url);
    response.writeHead(202, { 'Content-Length': 0 });
    response.end();
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const [path = '', query = ''] = url.split('?');
    const digest = /digest=(.+)/.exec(query)?.[1];
    if (method === 'PUT')
      contents.set(digest ? path.replace(/uploads\/.*/, digest) : path, Buffer.concat(chunks));
    const headers = { 'Content-Length': 0, ...(method === 'POST' ? { Location: `${path}1` } : {}) };
    response.writeHead(method === 'POST' ? 202 : 201, headers);
    response.end();
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
