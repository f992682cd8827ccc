import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import sirv from 'sirv';
import { appHeaders } from '#server/app-headers.ts';
import { isLoopbackHost } from '#server/loopback-host.ts';

/** Vite puts a hash of the content into the name of whatever it writes here. */
const hashedFolder = '/app/';

/**
 * The Range headers that sirv answers rightly: one range, from a first byte on. RFC 9110 14.2 lets
 * a server ignore any other, which is then answered with the whole file.
 */
function isServableRange(range: string): boolean {
  const match = /^bytes=(\d+)-(\d*)$/.exec(range);
  if (match === null) return false;
  const [, first, last] = match;
  if (last === '') return true;
  return Number(last) > 0 && Number(first) <= Number(last);
}

function setCacheControl(response: ServerResponse, path: string): void {
  const isHashed = path.startsWith(hashedFolder);
  response.setHeader(
    'Cache-Control',
    isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  );
}

function refuse(response: ServerResponse, statusCode: number, sentence: string): void {
  response.writeHead(statusCode, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${sentence}\n`);
}

/**
 * Serves several folders as one tree, the first that has a file winning.
 *
 * Files are looked up at each request, so a rebuild needs no restart. Unhashed ones are
 * revalidated by ETag: 98 MB of weights are sent once.
 */
export function serveStaticFiles(folders: readonly string[]): RequestListener {
  const headers = appHeaders('users');
  const handlers = folders.map((folder) =>
    sirv(folder, { dev: true, etag: true, setHeaders: setCacheControl }),
  );

  return (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (!isLoopbackHost(request.headers.host)) {
      refuse(response, 403, 'This server answers only to localhost, 127.0.0.1 and [::1].');
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      refuse(response, 405, 'Files can be read here, nothing else: use GET.');
      return;
    }
    const { range } = request.headers;
    if (range !== undefined && !isServableRange(range)) delete request.headers.range;

    const serveFrom = (index: number): void => {
      const handler = handlers[index];
      if (handler === undefined) {
        refuse(response, 404, 'There is no such file.');
        return;
      }
      handler(request, response, () => {
        serveFrom(index + 1);
      });
    };
    serveFrom(0);
  };
}
