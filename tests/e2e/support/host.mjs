// Serves dist/ from a folder deep inside a host, as a wiki or a project page would.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, normalize } from 'node:path';

const DIST = new URL('../../../dist/', import.meta.url);
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** Only below this folder is there anything, so a reference to the host's root cannot work. */
export const FOLDER = '/some/sub/folder/';

/** Starts a host on a free port; gives its page's address and a way to stop it. */
export async function startHost() {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
    const inside = path.startsWith(FOLDER) && normalize(path) === path;
    const name = inside ? path.slice(FOLDER.length) || 'index.html' : null;
    try {
      if (name === null) throw new Error('outside');
      const body = await readFile(new URL(name, DIST));
      const type = TYPES[extname(name)] ?? 'application/octet-stream';
      // A sandboxed frame has no origin, and loads modules only from hosts that say so, as most do.
      const headers = { 'content-type': type, 'cache-control': 'no-store', 'access-control-allow-origin': '*' };
      response.writeHead(200, headers).end(body);
    } catch {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not here');
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}${FOLDER}`,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
