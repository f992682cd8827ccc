import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';

/** Only programs on this machine reach the server. */
const host = '127.0.0.1';

/** A server that is listening. */
export interface AppServer {
  /** For example `http://127.0.0.1:4280/`. */
  readonly address: string;
  readonly port: number;
  readonly http: Server;
  /** Cuts every connection, also those in the middle of an answer. */
  close(): Promise<void>;
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
}

/** Where to listen. */
export interface PortWish {
  /** 0 takes any free port. */
  readonly port: number;
  /** How many ports after `port` to try when that one is taken. */
  readonly alternativeCount: number;
}

/**
 * Starts listening on 127.0.0.1.
 *
 * @throws the system's error (`code` says which: `EADDRINUSE`, `EACCES`) when no wished port can
 * be had.
 */
export async function startAppServer(
  listener: RequestListener,
  { port, alternativeCount }: PortWish,
): Promise<AppServer> {
  const http = createServer(listener);
  for (let offset = 0; ; offset++) {
    try {
      await listen(http, port + offset);
      break;
    } catch (error) {
      const isLastTry = offset >= alternativeCount || port + offset >= 65_535;
      if (isLastTry || !isPortTaken(error)) throw error;
    }
  }
  const { port: takenPort } = http.address() as AddressInfo;
  return {
    address: `http://${host}:${String(takenPort)}/`,
    port: takenPort,
    http,
    async close() {
      const closed = once(http, 'close');
      http.close();
      http.closeAllConnections();
      await closed;
    },
  };
}
