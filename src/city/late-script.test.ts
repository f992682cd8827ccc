import { expect, test } from 'vitest';
import { LateScript } from './late-script.ts';

function bench(outcomes: readonly ('comes' | 'fails')[]): {
  readonly late: LateScript<string>;
  readonly told: string[];
  readonly fetchCount: () => number;
} {
  const told: string[] = [];
  let fetches = 0;
  const late = new LateScript(
    () => {
      const outcome = outcomes[fetches];
      fetches += 1;
      return outcome === 'comes' ? Promise.resolve('here') : Promise.reject(new Error('offline'));
    },
    (script) => told.push(script),
  );
  return { late, told, fetchCount: () => fetches };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test('a script is fetched once, when it is needed', async () => {
  const { late, told, fetchCount } = bench(['comes']);
  late.retry();
  expect(fetchCount()).toBe(0);
  late.need();
  late.need();
  expect(late.script).toBeUndefined();
  await settled();
  late.retry();
  late.need();
  expect(late.script).toBe('here');
  expect(told).toEqual(['here']);
  expect(fetchCount()).toBe(1);
});

test('asked for in every frame, a fetch that failed is tried again only after a change', async () => {
  const { late, told, fetchCount } = bench(['fails', 'comes']);
  for (let frame = 0; frame < 5; frame += 1) {
    late.need();
    await settled();
  }
  expect(fetchCount()).toBe(1);
  late.retry();
  expect(fetchCount()).toBe(1);
  late.need();
  await settled();
  expect(told).toEqual(['here']);
});
