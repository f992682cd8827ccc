import { afterEach, describe, expect, test } from 'vitest';
import type { Intervention } from '#contract/interventions.ts';
import { startNotedProducer } from '#tests/fakes/noted-producer.ts';

const disposals: (() => void)[] = [];
afterEach(() => {
  for (const dispose of disposals.splice(0)) dispose();
});

function startProducer(): ReturnType<typeof startNotedProducer> {
  const started = startNotedProducer();
  disposals.push(started.dispose);
  return started;
}

const scale: Intervention = { op: 'scale', site: 'hook_mlp_out', layer: 1, value: 0 };
const intervene = (request: number, ...interventions: Intervention[]) =>
  ({ kind: 'intervene', request, interventions }) as const;
const switchTo = (request: number, branch: number) =>
  ({ kind: 'switch', request, branch }) as const;

describe('difference', () => {
  const difference = (request: number, position: number) =>
    ({ kind: 'difference', request, position }) as const;

  test('[DIFF3] comes after the overview it belongs to, with its clock', async () => {
    const { run, send, until, kinds, sent, count } = startProducer();
    run('Hi!');
    send(intervene(2, scale));
    send(difference(3, 1));
    await until(() => count('difference') === 1);
    expect(kinds().slice(-5)).toEqual([
      'branch',
      ...Array<string>(3).fill('overview'),
      'difference',
    ]);
    expect(sent.at(-1)?.clock).toEqual(sent.at(-3)?.clock);
  });

  test('[DIFF1] [VAL3] is not there where nothing is changed or the texts differ', async () => {
    const { run, send, generate, until, sent, count } = startProducer();
    run('Hi!');
    send(difference(2, 1));
    await until(() => count('error') === 1);
    send(intervene(3, scale));
    generate(1, 4);
    await until(() => count('overview') === 7);
    send(difference(5, 2));
    await until(() => count('difference') === 1);
    // The original has no such position, then another word there.
    send(difference(6, 3));
    await until(() => count('error') === 2);
    send(switchTo(7, 0));
    generate(1, 8);
    await until(() => count('overview') === 8);
    const words = sent.filter(({ kind, clock }) => kind === 'overview' && clock?.[2] === 3);
    expect(words[0]?.clock?.[3]).not.toBe(words[1]?.clock?.[3]);
    send(switchTo(9, 1));
    send(difference(10, 3));
    await until(() => count('error') === 3);
    const errors = sent.filter(({ kind }) => kind === 'error');
    expect(errors.map(({ request, code }) => [request, code])).toEqual([
      [2, 'not-there'],
      [6, 'not-there'],
      [10, 'not-there'],
    ]);
  });
});
