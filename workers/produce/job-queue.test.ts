import { expect, test } from 'vitest';
import { JobQueue, type Slices } from './job-queue.ts';

/** A queue whose slices run one at a time, when the test says so. */
function steppedQueue(): {
  queue: JobQueue;
  step: () => Promise<void>;
  log: string[];
  errors: string[];
  allow: (value: boolean) => void;
} {
  const log: string[] = [];
  const errors: string[] = [];
  let mayRun = true;
  const waiting: (() => void)[] = [];
  const wait = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve);
    });
  const queue = new JobQueue({
    macrotask: { wait, dispose: () => undefined },
    mayRun: () => mayRun,
    onError: ({ request }, error) => errors.push(`${String(request)}: ${String(error)}`),
  });
  const step = async (): Promise<void> => {
    waiting.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    queue,
    step,
    log,
    errors,
    allow: (value) => {
      mayRun = value;
    },
  };
}

function* logging(log: string[], name: string, count: number): Slices {
  try {
    for (let slice = 0; slice < count; slice++) {
      log.push(`${name}${String(slice)}`);
      yield;
    }
  } finally {
    log.push(`${name} over`);
  }
}

test('the most urgent job runs first, equal ones in the order they came', async () => {
  const { queue, step, log } = steppedQueue();
  for (const [name, priority] of [
    ['c', 2],
    ['a', 1],
    ['b', 1],
  ] as const) {
    queue.add({ priority, request: 0, begin: () => logging(log, name, 1) });
  }
  for (let i = 0; i < 8; i++) await step();
  expect(log).toEqual(['a0', 'a over', 'b0', 'b over', 'c0', 'c over']);
  expect(queue.isEmpty).toBe(true);
});

test('a job that is more urgent comes in between two slices', async () => {
  const { queue, step, log } = steppedQueue();
  queue.add({ priority: 5, request: 0, begin: () => logging(log, 'slow', 3) });
  await step();
  queue.add({ priority: 1, request: 0, begin: () => logging(log, 'quick', 1) });
  for (let i = 0; i < 3; i++) await step();
  expect(log).toEqual(['slow0', 'quick0', 'quick over', 'slow1']);
});

test('[MSG10] a dropped job is given up where it stands', async () => {
  const { queue, step, log } = steppedQueue();
  queue.add({ priority: 1, request: 4, begin: () => logging(log, 'a', 9) });
  await step();
  expect(queue.drop(({ request }) => request === 4)).toHaveLength(1);
  for (let i = 0; i < 3; i++) await step();
  expect(log).toEqual(['a0', 'a over']);
});

test('a restarted job begins again', async () => {
  const { queue, step, log } = steppedQueue();
  queue.add({ priority: 1, request: 0, begin: () => logging(log, 'a', 2) });
  await step();
  queue.restart(() => true);
  for (let i = 0; i < 3; i++) await step();
  expect(log).toEqual(['a0', 'a over', 'a0', 'a1', 'a over']);
});

test('[CREDIT3] nothing runs while it may not, and goes on when woken', async () => {
  const { queue, step, log, allow } = steppedQueue();
  allow(false);
  queue.add({ priority: 1, request: 0, begin: () => logging(log, 'a', 1) });
  await step();
  await step();
  expect(log).toEqual([]);
  allow(true);
  queue.wake();
  await step();
  await step();
  expect(log).toEqual(['a0', 'a over']);
});

test('a job that fails is dropped and told, the next one runs', async () => {
  const { queue, step, log, errors } = steppedQueue();
  queue.add({
    priority: 1,
    request: 9,
    begin: () => {
      throw new Error('no');
    },
  });
  queue.add({ priority: 2, request: 0, begin: () => logging(log, 'b', 1) });
  for (let i = 0; i < 4; i++) await step();
  expect(errors).toEqual(['9: Error: no']);
  expect(log).toEqual(['b0', 'b over']);
});

test('a job that is done at once is asked for no slice', async () => {
  const { queue, step, log } = steppedQueue();
  queue.add({
    ...{ priority: 1, request: 0 },
    begin: () => {
      log.push('at once');
      return undefined;
    },
  });
  queue.add({ priority: 1, request: 0, begin: () => logging(log, 'a', 1) });
  await step();
  expect(log).toEqual(['at once']);
  await step();
  await step();
  await step();
  expect(log).toEqual(['at once', 'a0', 'a over']);
  expect(queue.isEmpty).toBe(true);
});
