import { afterEach, describe, expect, test } from 'vitest';
import type { Intervention } from '#contract/interventions.ts';
import { requireTensor } from '#contract/safetensors.ts';
import { startNotedProducer, type Sent } from '#tests/fakes/noted-producer.ts';
import { createTinyRunnableModel } from '#tests/support/tiny-runnable-model.ts';

const disposals: (() => void)[] = [];
afterEach(() => {
  for (const dispose of disposals.splice(0)) dispose();
});

function startProducer(creditBytes?: number): ReturnType<typeof startNotedProducer> {
  const started = startNotedProducer(creditBytes);
  disposals.push(started.dispose);
  return started;
}

const scale: Intervention = { op: 'scale', site: 'hook_mlp_out', layer: 1, value: 0 };
const halve: Intervention = { ...scale, layer: 0, value: 0.5 };
const intervene = (request: number, ...interventions: Intervention[]) =>
  ({ kind: 'intervene', request, interventions }) as const;
const switchTo = (request: number, branch: number) =>
  ({ kind: 'switch', request, branch }) as const;

/** [branch, position, revision] of overviews. */
function placesOf(sent: readonly Sent[]): (number | undefined)[][] {
  return sent
    .filter(({ kind }) => kind === 'overview')
    .map(({ clock }) => [clock?.[0], clock?.[2], clock?.[4]]);
}

describe('intervene', () => {
  test('[BR1] [BR2] [IV5] answers with a new branch, whose overviews follow', async () => {
    const { run, send, until, sent, count } = startProducer();
    run('Hi!');
    await until(() => count('overview') === 3);
    send(intervene(2, scale));
    await until(() => count('overview') === 6);
    const at = sent.findIndex(({ kind }) => kind === 'branch');
    expect(sent[at]).toEqual({
      ...{ kind: 'branch', request: 2, branch: 1, parent: 0, revision: 1 },
      ...{ tokenCount: 3, firstPosition: 0 },
    });
    expect(placesOf(sent.slice(at))).toEqual([
      [1, 0, 1],
      [1, 1, 1],
      [1, 2, 1],
    ]);
    send(intervene(3, scale, halve));
    await until(() => count('overview') === 9);
    expect(sent.filter(({ kind }) => kind === 'branch').at(-1)).toMatchObject({
      ...{ request: 3, branch: 2, parent: 1, revision: 2 },
    });
    expect(sent.at(-1)?.clock).toEqual([2, 8, 2, 33, 2]);
  });

  test('[BR1] an empty list goes back to the kept branch and computes nothing', async () => {
    const { run, send, generate, until, sent, count, settle, model } = startProducer();
    run('Hi!');
    await until(() => count('overview') === 3);
    send(intervene(2, scale));
    generate(2, 3);
    await until(() => count('overview') === 8);
    const progress = count('progress');
    send(intervene(4));
    await until(() => count('branch') === 2);
    await settle();
    expect(sent.at(-1)).toEqual({
      ...{ kind: 'branch', request: 4, branch: 0, parent: 0, revision: 0 },
      ...{ tokenCount: 3, firstPosition: 3 },
    });
    expect([count('overview'), count('progress')]).toEqual([8, progress]);
    expect(model.forward.counts).toMatchObject({ steps: 2, prefilled: 3 });
    send(switchTo(5, 1));
    await until(() => count('error') === 1);
    expect(sent.at(-1)).toMatchObject({ request: 5, code: 'not-there' });
    generate(1, 6);
    await until(() => count('overview') === 9);
    expect(sent.at(-1)?.clock?.slice(0, 3)).toEqual([0, 8, 3]);
  });

  test('[BR1] an empty list is answered even where nothing is changed', async () => {
    const { run, send, until, sent, count } = startProducer();
    run('Hi!');
    send(intervene(2));
    await until(() => count('branch') === 1);
    expect(count('overview')).toBe(3);
    expect(sent.at(-1)).toMatchObject({ request: 2, branch: 0, tokenCount: 3, firstPosition: 3 });
  });

  test('[IV5] a fork keeps the tokens of the branch that is current, generated ones too', async () => {
    const { run, send, generate, until, sent, count } = startProducer();
    run('Hi!');
    send(intervene(2, scale));
    generate(2, 3);
    await until(() => count('overview') === 8);
    send(intervene(4, halve));
    await until(() => count('overview') === 13);
    const tokens = sent.filter(({ kind }) => kind === 'overview').map(({ clock }) => clock?.[3]);
    expect(tokens.slice(8)).toEqual(tokens.slice(3, 8));
    expect(sent.filter(({ kind }) => kind === 'branch').at(-1)).toMatchObject({ tokenCount: 5 });
  });

  test('[BR2] an error means that nothing changed', async () => {
    const { run, send, generate, until, sent, count } = startProducer();
    run('Hi!');
    send(intervene(2, { ...scale, layer: 0 }));
    await until(() => count('overview') === 6);
    // The fake takes any list; a real model refuses layers that are not there.
    send({ kind: 'switch', request: 3, branch: 7 });
    await until(() => count('error') === 1);
    expect(sent.at(-1)).toMatchObject({ request: 3, code: 'not-there' });
    expect(count('branch')).toBe(1);
    generate(1, 4);
    await until(() => count('overview') === 7);
    expect(sent.at(-1)?.clock?.[0]).toBe(1);
  });

  test('[MSG10] cancelled before it is through, leaves the run as it was and says so', async () => {
    const { run, send, until, sent, count, generate } = startProducer();
    run('Hi!');
    await until(() => count('overview') === 3);
    const before = count('progress');
    send(intervene(2, scale));
    await until(() => count('progress') > before);
    send({ kind: 'cancel', request: 3 });
    expect(sent.at(-1)).toMatchObject({ kind: 'error', request: 2, code: 'cancelled' });
    generate(1, 4);
    await until(() => count('overview') === 4);
    expect(sent.at(-1)?.clock?.slice(0, 3)).toEqual([0, 3, 3]);
    expect(count('branch')).toBe(0);
  });

  test('[BR2] cancelled after it was answered, still shows what it promised', async () => {
    const { run, send, until, sent, count } = startProducer();
    run('Hi!');
    await until(() => count('overview') === 3);
    send(intervene(2, scale));
    await until(() => count('branch') === 1);
    send({ kind: 'cancel', request: 3 });
    await until(() => count('overview') === 6);
    expect(count('error')).toBe(0);
    expect(placesOf(sent).slice(3)).toEqual([
      [1, 0, 1],
      [1, 1, 1],
      [1, 2, 1],
    ]);
  });

  test('what was half done begins again on the new branch, after that was shown', async () => {
    const { run, send, until, kinds, sent, count } = startProducer();
    run('Hi!');
    send({ kind: 'lens', request: 2, position: 2 });
    send(intervene(3, scale));
    await until(() => count('lens') === 1);
    expect(kinds().slice(-5)).toEqual(['branch', 'overview', 'overview', 'overview', 'lens']);
    expect(sent.at(-1)?.clock).toEqual([1, 5, 2, 33, 1]);
  });
});

describe('switch', () => {
  test('[BR3] goes on with each branch as it was left', async () => {
    const { run, send, generate, until, sent, count, settle } = startProducer();
    run('Hi!');
    generate(2, 2);
    await until(() => count('overview') === 5);
    send(intervene(3, scale));
    await until(() => count('overview') === 10);
    generate(3, 4);
    await until(() => count('overview') === 13);
    send(switchTo(5, 0));
    await until(() => count('branch') === 2);
    expect(sent.at(-1)).toEqual({
      ...{ kind: 'branch', request: 5, branch: 0, parent: 0, revision: 0 },
      ...{ tokenCount: 5, firstPosition: 5 },
    });
    generate(1, 6);
    await until(() => count('overview') === 14);
    send(switchTo(7, 1));
    await until(() => count('branch') === 3);
    expect(sent.at(-1)).toMatchObject({ branch: 1, parent: 1, tokenCount: 8, firstPosition: 8 });
    generate(1, 8);
    await until(() => count('overview') === 15);
    await settle();
    const clocks = sent.filter(({ kind }) => kind === 'overview').map(({ clock }) => clock);
    expect(clocks.at(-2)?.slice(0, 3)).toEqual([0, 13, 5]);
    expect(clocks.at(-1)?.slice(0, 3)).toEqual([1, 14, 8]);
  });

  test('[VAL4] values are of the branch that is current, and say so by its revision', async () => {
    const { run, send, until, sent, count } = startProducer();
    run('Hi!');
    send(intervene(2, scale));
    const ask = (request: number): void => {
      send({ kind: 'values', request, site: 'hook_mlp_out', layer: 1, positions: [2] });
    };
    ask(3);
    await until(() => count('values') === 1);
    send(switchTo(4, 0));
    ask(5);
    await until(() => count('values') === 2);
    const [changed, original] = sent.filter(({ kind }) => kind === 'values');
    expect([changed?.clock?.[0], changed?.clock?.[4]]).toEqual([1, 1]);
    expect([original?.clock?.[0], original?.clock?.[4]]).toEqual([0, 0]);
  });
});

describe('on a model that computes', () => {
  async function startTiny() {
    const started = startNotedProducer(undefined, await createTinyRunnableModel({ seed: 4 }));
    disposals.push(started.dispose);
    const { send, until, sent, count } = started;
    let request = 100;
    const logits = async (position: number): Promise<readonly number[]> => {
      const before = count('values');
      send({ kind: 'values', request: ++request, site: 'logits', layer: 0, positions: [position] });
      await until(() => count('values') > before);
      const { blob } = sent.filter(({ kind }) => kind === 'values').at(-1) ?? {};
      return blob ? [...requireTensor(blob, 'logits', 'F32').data] : [];
    };
    return { ...started, logits };
  }

  test('[BR1] undone, a change has left no trace: the same bits as before', async () => {
    const { run, send, generate, until, count, logits } = await startTiny();
    run('The cat is on the mat');
    generate(2, 2);
    send({ kind: 'values', request: 3, site: 'logits', layer: 0, positions: [0] });
    await until(() => count('values') === 1);
    const before = await logits(5);
    send(intervene(4, { op: 'scale', site: 'attn.hook_z', layer: 0, head: 1, value: 0 }));
    const changed = await logits(5);
    expect(changed).not.toEqual(before);
    send(switchTo(5, 0));
    expect(await logits(5)).toEqual(before);
    send(switchTo(6, 1));
    expect(await logits(5)).toEqual(changed);
    send(intervene(7));
    expect(await logits(5)).toEqual(before);
  });

  test('[BR2] only positions from the first touched are sent again', async () => {
    const { run, send, until, sent, count } = await startTiny();
    run('The cat is on the mat');
    await until(() => count('progress') === 3);
    const length = sent.filter(({ kind }) => kind === 'token').length;
    send(intervene(2, { ...scale, positions: [length - 2] }));
    await until(() => count('overview') === length + 2);
    expect(sent.find(({ kind }) => kind === 'branch')).toMatchObject({
      ...{ parent: 0, tokenCount: length, firstPosition: length - 2 },
    });
    send({ kind: 'lens', request: 3, position: 1 });
    send({ kind: 'lens', request: 4, position: length - 1 });
    await until(() => count('lens') === 2);
    // What was said of a position below holds on the fork too.
    expect(sent.slice(-2).map(({ clock }) => clock?.[0])).toEqual([0, 1]);
  });

  test('[BR2] a list that does not fit is refused and nothing changes', async () => {
    const { run, send, generate, until, sent, count } = await startTiny();
    run('The cat');
    send(intervene(2, scale));
    await until(() => count('branch') === 1);
    send(intervene(3, { ...scale, layer: 99 }));
    await until(() => count('error') === 1);
    expect(sent.at(-1)).toMatchObject({ request: 3, code: 'not-there' });
    generate(1, 4);
    await until(() => sent.at(-1)?.clock?.[0] === 1);
    expect(count('branch')).toBe(1);
  });

  test('the same draws follow in both branches, so that only the change tells them apart', async () => {
    const { run, send, until, sent, count } = await startTiny();
    const sampling = { temperature: 1, topK: 0, topP: 1, seed: 5 };
    const generate = (request: number, many: number): void => {
      send({ kind: 'generate', request, count: many, sampling });
    };
    run('The cat');
    await until(() => count('progress') > 0);
    const length = count('token');
    generate(2, 2);
    await until(() => count('token') === length + 2);
    // A change that changes nothing: the same numbers on two branches.
    send(intervene(3, { ...scale, value: 1 }));
    generate(4, 3);
    await until(() => count('token') === length + 5);
    const drawn = sent.filter(({ kind }) => kind === 'token').slice(-3);
    send(switchTo(5, 0));
    generate(6, 3);
    await until(() => count('token') === length + 8);
    expect(sent.filter(({ kind }) => kind === 'token').slice(-3)).toEqual(drawn);
    expect(drawn).toHaveLength(3);
  });
});
