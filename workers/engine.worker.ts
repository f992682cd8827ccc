import { expose } from 'comlink';
import { EngineHost } from './engine/engine-host.ts';
import { createCacheStore, createOpfsStore } from './engine/kept-copies.ts';
import { createMacrotaskYield } from './produce/macrotask.ts';

expose(
  new EngineHost({
    stores: [createOpfsStore(navigator.storage), createCacheStore(caches)],
    fetch: globalThis.fetch.bind(globalThis),
    nowMillis: () => performance.now(),
    macrotask: createMacrotaskYield(),
  }),
);
