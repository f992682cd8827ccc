import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAppServer, type AppServer } from './app-server.ts';
import { serveStaticFiles } from './static-files.ts';

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

let folder: string;
let server: AppServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'static-files-'));
  await mkdir(join(folder, 'dist/app'), { recursive: true });
  await mkdir(join(folder, 'assets/models'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'dist/index.html'), '<p>city</p>');
  await writeFile(join(folder, 'dist/app/index-Ab12.js'), 'export {};');
  await writeFile(join(folder, 'assets/models/tiny.gguf'), '0123456789');
  const folders = [join(folder, 'dist'), join(folder, 'assets')];
  server = await startAppServer(serveStaticFiles(folders), { port: 0, alternativeCount: 0 });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** `fetch` sets Host and tidies paths by itself, which is what some tests must not have. */
async function ask(
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, path, method, headers }, (response) => {
      text(response).then((body) => {
        resolve({ status: response.statusCode, headers: response.headers, body });
      }, reject);
    })
      .on('error', reject)
      .end();
  });
}

test('serves the page uncached, under the final headers', async () => {
  const { status, headers, body } = await ask('/');
  expect({ status, body }).toEqual({ status: 200, body: '<p>city</p>' });
  expect(headers['content-type']).toBe('text/html;charset=utf-8');
  expect(headers['cache-control']).toBe('no-cache');
  expect(headers['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval'");
  expect(headers['cross-origin-opener-policy']).toBe('same-origin');
  expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBe('no-referrer');
});

test('lets names with a hash be kept for good', async () => {
  const { headers } = await ask('/app/index-Ab12.js');
  expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(headers['content-type']).toBe('text/javascript');
});

test('finds in assets/ what the build lacks, and revalidates it by tag', async () => {
  const first = await ask('/models/tiny.gguf');
  expect(first.body).toBe('0123456789');
  const again = await ask('/models/tiny.gguf', {
    headers: { 'If-None-Match': String(first.headers['etag']) },
  });
  expect(again).toMatchObject({ status: 304, body: '' });
});

test('sees a rebuilt file without a restart', async () => {
  await writeFile(join(folder, 'dist/app/later-Cd34.js'), 'let a;');
  expect((await ask('/app/later-Cd34.js')).body).toBe('let a;');
  await writeFile(join(folder, 'dist/app/later-Cd34.js'), 'let longer;');
  expect((await ask('/app/later-Cd34.js')).body).toBe('let longer;');
});

test.each([
  ['bytes=2-4', '234', 'bytes 2-4/10'],
  ['bytes=7-', '789', 'bytes 7-9/10'],
  ['bytes=8-99', '89', 'bytes 8-9/10'],
])('answers the range %s with that part', async (range, body, contentRange) => {
  const answer = await ask('/models/tiny.gguf', { headers: { Range: range } });
  expect(answer).toMatchObject({ status: 206, body });
  expect(answer.headers['content-range']).toBe(contentRange);
});

test.each(['bytes=5-2', 'bytes=-3', 'bytes=0-1,4-5', 'bytes=x-y', 'lines=1-2'])(
  'answers the range %s, which it does not do, with the whole file',
  async (range) => {
    const answer = await ask('/models/tiny.gguf', { headers: { Range: range } });
    expect(answer).toMatchObject({ status: 200, body: '0123456789' });
  },
);

test('refuses a range past the end', async () => {
  const answer = await ask('/models/tiny.gguf', { headers: { Range: 'bytes=10-' } });
  expect(answer.status).toBe(416);
});

test('refuses a request that came under a foreign name', async () => {
  const answer = await ask('/', { headers: { Host: 'evil.example' } });
  expect(answer.status).toBe(403);
  expect(answer.body).not.toContain('city');
});

test.each(['POST', 'PUT', 'DELETE'])('refuses %s', async (method) => {
  expect((await ask('/', { method })).status).toBe(405);
});

test('HEAD says how long a file is without sending it', async () => {
  const answer = await ask('/models/tiny.gguf', { method: 'HEAD' });
  expect(answer).toMatchObject({ status: 200, body: '' });
  expect(answer.headers['content-length']).toBe('10');
});

test.each(['/missing', '/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/%', '/a%00b'])(
  'there is nothing at %s, and the server lives on',
  async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('secret');
    expect((await ask('/')).status).toBe(200);
  },
);
