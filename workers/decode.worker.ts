import { expose } from 'comlink';
import type { DecodeWorkerApi } from '#contract/worker-api.ts';
import { StreamConnection } from './decode/stream-connection.ts';

const api: DecodeWorkerApi = {
  connect: (producer, viewer) => {
    new StreamConnection(producer, viewer);
  },
};
expose(api);
