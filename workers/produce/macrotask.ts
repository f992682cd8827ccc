import type { MacrotaskYield } from './job-queue.ts';

/** By way of a MessageChannel: timers would wait 4 ms each, promises would let nothing in. */
export function createMacrotaskYield(): MacrotaskYield {
  const channel = new MessageChannel();
  let resume: (() => void) | undefined;
  channel.port1.onmessage = () => {
    const resumed = resume;
    resume = undefined;
    resumed?.();
  };
  return {
    wait: () =>
      new Promise((resolve) => {
        resume = resolve;
        channel.port2.postMessage(undefined);
      }),
    dispose: () => {
      channel.port1.onmessage = null;
      channel.port1.close();
      channel.port2.close();
    },
  };
}
