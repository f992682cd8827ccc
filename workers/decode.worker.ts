import { expose } from 'comlink';
import type { DecodeWorkerApi } from '#contract/worker-api.ts';
import { StreamConnection } from './decode/stream-connection.ts';

let connection: StreamConnection | undefined;

const api: DecodeWorkerApi = {
  connect: (producer, viewer) => {
    connection?.close();
    connection = new StreamConnection(producer, viewer);
  },
};
expose(api);
