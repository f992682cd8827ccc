import type { MacrotaskYield } from './job-queue.ts';

/** By way of a MessageChannel: timers would wait 4 ms each, promises would let nothing in. */
export function createMacrotaskYield(): MacrotaskYield {
  const channel = new MessageChannel();
  const waiting: (() => void)[] = [];
  channel.port1.onmessage = () => {
    waiting.shift()?.();
  };
  return {
    wait: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        channel.port2.postMessage(undefined);
      }),
    dispose: () => {
      channel.port1.onmessage = null;
      channel.port1.close();
      channel.port2.close();
    },
  };
}
