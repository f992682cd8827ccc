import { afterEach, expect, test } from 'vitest';
import { startNotedProducer } from '#tests/fakes/noted-producer.ts';

const disposals: (() => void)[] = [];
afterEach(() => {
  for (const dispose of disposals.splice(0)) dispose();
});

function startProducer(creditBytes?: number): ReturnType<typeof startNotedProducer> {
  const started = startNotedProducer(creditBytes);
  disposals.push(started.dispose);
  return started;
}

test('[LENS2] a lens comes after the steps that were asked for before it', async () => {
  const { run, generate, send, until, kinds, count } = startProducer();
  run('Hi');
  send({ kind: 'lens', request: 3, position: 1 });
  generate(3);
  await until(() => count('lens') === 1);
  expect(
    kinds()
      .slice(0, -1)
      .filter((kind) => kind === 'overview'),
  ).toHaveLength(5);
});

test('[CARRY2] what heads carry comes after the steps and lenses asked for before it', async () => {
  const { run, generate, send, until, kinds, sent, count } = startProducer();
  run('Hi');
  send({ kind: 'carried', request: 3, position: 1 });
  send({ kind: 'lens', request: 4, position: 1 });
  generate(3);
  await until(() => count('carried') === 1);
  expect(kinds().slice(-3)).toEqual(['overview', 'lens', 'carried']);
  expect(sent.at(-1)?.clock?.slice(0, 3)).toEqual([0, 1, 1]);
});

test('[DIR3] directions need no run, yield to steps, and outlive the run they were asked in', async () => {
  const { run, generate, send, until, kinds, count, settle } = startProducer();
  send({ kind: 'directions', request: 1, layer: 2, neurons: [0, 5] });
  await until(() => count('directions') === 1);
  run('Hi');
  send({ kind: 'directions', request: 2, layer: 0, neurons: [7] });
  generate(2);
  await until(() => count('directions') === 2);
  expect(kinds().slice(-2)).toEqual(['overview', 'directions']);
  send({ kind: 'directions', request: 3, layer: 0, neurons: [8] });
  send({ kind: 'lens', request: 4, position: 0 });
  run('Other');
  await settle();
  expect([count('directions'), count('lens')]).toEqual([3, 0]);
});

test('[VAL1] values come between two steps', async () => {
  const { run, generate, send, until, kinds, count } = startProducer();
  run('Hi');
  await until(() => count('overview') === 2);
  generate(50);
  send({ kind: 'values', request: 3, site: 'attn.hook_k', layer: 1, positions: [1, 0] });
  await until(() => count('values') === 1);
  expect(kinds().indexOf('values')).toBeLessThan(10);
});

test('[VAL3] what is not there is refused', async () => {
  const { run, send, until, sent, count } = startProducer();
  send({ kind: 'lens', request: 1, position: 0 });
  run('Hi');
  await until(() => count('overview') === 2);
  send({ kind: 'values', request: 3, site: 'attn.hook_k', layer: 99, positions: [0] });
  send({ kind: 'values', request: 4, site: 'attn.hook_k', layer: 0, positions: [5] });
  send({ kind: 'lens', request: 5, position: 2 });
  send({ kind: 'carried', request: 6, position: 2 });
  send({ kind: 'directions', request: 7, layer: 0, neurons: [0, 192] });
  await until(() => count('error') === 6);
  const errors = sent.filter(({ kind }) => kind === 'error');
  expect(errors.map(({ request }) => request)).toEqual([1, 3, 4, 7, 5, 6]);
  expect(errors.every(({ code }) => code === 'not-there')).toBe(true);
});

test('[VOC1] the vocabulary comes even without a run', async () => {
  const { send, until, count } = startProducer();
  send({ kind: 'vocabulary', request: 1 });
  await until(() => count('vocabulary') === 1);
});

test.each([[null], ['text'], [{ kind: 'run' }], [{ kind: 'credit', bytes: -1 }], [[]]])(
  '[MSG9] %j is answered by an error and harms nothing',
  async (nonsense) => {
    const { producer, run, until, sent, count } = startProducer();
    producer.receive(nonsense);
    expect(sent).toMatchObject([{ kind: 'error', code: 'not-understood' }]);
    run('Hi');
    await until(() => count('overview') === 2);
  },
);
