import { connect } from 'node:net';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { startAppServer, type PortWish } from './app-server.ts';

async function start(wish: PortWish) {
  const server = await startAppServer((_request, response) => {
    response.write('a first part, and the rest never comes');
  }, wish);
  onTestFinished(() => server.close().catch(() => undefined));
  return server;
}

test('a taken port leads to the next free one', async () => {
  const first = await start({ port: 0, alternativeCount: 0 });
  const second = await start({ port: first.port, alternativeCount: 50 });
  expect(second.port).toBeGreaterThan(first.port);
  expect(second.address).toBe(`http://127.0.0.1:${String(second.port)}/`);
});

test('a taken port without alternatives is an error that names its cause', async () => {
  const first = await start({ port: 0, alternativeCount: 0 });
  await expect(start({ port: first.port, alternativeCount: 0 })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

test('closing cuts an answer that is still under way', async () => {
  const server = await start({ port: 0, alternativeCount: 0 });
  const socket = connect(server.port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(socket, 'data');
  const cut = once(socket, 'close');
  await server.close();
  await cut;
});
