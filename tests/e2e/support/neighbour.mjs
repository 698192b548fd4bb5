// Another site, on a port and so an origin of its own: it serves docs/ and pages that a test makes up.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';

const DOCS = new URL('../../../docs/', import.meta.url);

/** Starts it; `put(name, html)` adds a page and gives its address. */
export async function startNeighbour() {
  const pages = new Map();
  const server = createServer(async (request, response) => {
    const name = new URL(request.url, 'http://host').pathname.slice(1);
    try {
      if (name.includes('..')) throw new Error('outside');
      const body = pages.get(name) ?? (await readFile(new URL(name, DOCS)));
      const type = name.endsWith('.html') ? 'text/html; charset=utf-8' : 'application/octet-stream';
      response.writeHead(200, { 'content-type': type }).end(body);
    } catch {
      response.writeHead(name === 'favicon.ico' ? 204 : 404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}/`;
  return {
    url,
    put(name, html) {
      pages.set(name, html);
      return url + name;
    },
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
