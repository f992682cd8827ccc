import { afterEach, describe, expect, test } from 'vitest';
import type { Intervention } from '#contract/interventions.ts';
import { requireTensor } from '#contract/safetensors.ts';
import type { Site } from '#contract/hook-site.ts';
import { startNotedProducer } from '#tests/fakes/noted-producer.ts';
import { createTinyRunnableModel } from '#tests/support/tiny-runnable-model.ts';

const disposals: (() => void)[] = [];
afterEach(() => {
  for (const dispose of disposals.splice(0)) dispose();
});

async function startTiny() {
  const model = await createTinyRunnableModel({ seed: 9 });
  const started = startNotedProducer(undefined, model);
  disposals.push(started.dispose);
  const { run, send, until, sent, count } = started;
  run('The cat is on the mat');
  await until(() => count('overview') === count('token') && count('overview') > 0);
  const last = count('token') - 1;
  let request = 10;
  /** The rows of one position at a site, under whatever is in force. */
  const row = async (site: Site, layer: number, position = last): Promise<readonly number[]> => {
    const had = count('values');
    send({ kind: 'values', request: ++request, site, layer, positions: [position] });
    await until(() => count('values') > had);
    const { blob } = sent.filter(({ kind }) => kind === 'values').at(-1) ?? {};
    const name = [...(blob?.tensors.keys() ?? [])].find(
      (each) => each.includes('hook_') || each === site,
    );
    return blob && name ? [...requireTensor(blob, name, 'F32').data] : [];
  };
  const intervene = async (interventions: Intervention[]): Promise<void> => {
    const had = count('branch');
    send({ kind: 'intervene', request: ++request, interventions });
    await until(() => count('branch') > had);
  };
  return { ...started, model, last, row, intervene };
}

describe('[IV1] the same site twice', () => {
  const where = { site: 'hook_mlp_out', layer: 1 } as const;
  const silence: Intervention = { ...where, op: 'scale', value: 0 };
  const usual: Intervention = { ...where, op: 'mean' };

  test('acts in listed order, each on what the one before left', async () => {
    const { row, intervene } = await startTiny();
    await intervene([usual]);
    const mean = await row('hook_mlp_out', 1);
    const afterMean = await row('logits', 0);
    expect(mean.some((value) => value !== 0)).toBe(true);
    await intervene([silence, usual]);
    expect(await row('hook_mlp_out', 1)).toEqual(mean);
    expect(await row('logits', 0)).toEqual(afterMean);
    await intervene([silence]);
    const afterSilence = await row('logits', 0);
    await intervene([usual, silence]);
    expect((await row('hook_mlp_out', 1)).every((value) => value === 0)).toBe(true);
    expect(await row('logits', 0)).toEqual(afterSilence);
    expect(afterSilence).not.toEqual(afterMean);
  });

  test('acts in listed order on one key too: what is given back last is there', async () => {
    const { row, intervene, last } = await startTiny();
    const beam = { site: 'attn.hook_attn_scores', layer: 1, head: 2, query: last, key: 1 } as const;
    const patternOf = async (): Promise<number> =>
      (await row('attn.hook_pattern', 1))[2 * (last + 1) + 1] ?? NaN;
    await intervene([
      { ...beam, op: 'knock-out' },
      { ...beam, op: 'set', value: 3 },
    ]);
    expect(await patternOf()).toBeGreaterThan(0);
    await intervene([
      { ...beam, op: 'set', value: 3 },
      { ...beam, op: 'knock-out' },
    ]);
    expect(await patternOf()).toBe(0);
  });
});

describe('[IV2] all keys of a query torn out', () => {
  test.each<[string, number | 'all']>([
    ['in one layer', 1],
    ['in every layer', 'all'],
  ])('%s: it reads nothing, and no number is lost', async (_, layer) => {
    const { row, intervene, last, send, until, sent, count, model } = await startTiny();
    const site = 'attn.hook_attn_scores';
    const had = count('overview');
    await intervene(
      Array.from({ length: last + 1 }, (__, key): Intervention => {
        return { site, layer, query: last, key, op: 'knock-out' };
      }),
    );
    await until(() => count('overview') === had + 1);
    const { headCount, layerCount } = model.forward.shape;
    expect((await row(site, 1)).every((value) => value === -Infinity)).toBe(true);
    for (const empty of ['attn.hook_pattern', 'attn.hook_z'] as const) {
      const values = await row(empty, 1);
      expect(values.length).toBeGreaterThanOrEqual(headCount);
      expect(values.every((value) => value === 0)).toBe(true);
    }
    for (let each = 0; each < layerCount; each += 1) {
      for (const whole of ['hook_attn_out', 'hook_resid_post', 'mlp.hook_post'] as const) {
        expect((await row(whole, each)).every(Number.isFinite)).toBe(true);
      }
    }
    send({ kind: 'lens', request: 3, position: last });
    send({ kind: 'difference', request: 4, position: last });
    send({ kind: 'carried', request: 5, position: last });
    await until(() => count('lens') + count('difference') + count('carried') === 3);
    const shown = sent.filter(({ blob }) => blob !== undefined);
    expect(shown.length).toBeGreaterThan(10);
    for (const { kind, blob } of shown) {
      for (const [name, { data }] of blob?.tensors ?? []) {
        const isFine = [...data].every(
          (value) => Number.isFinite(value) || (name.endsWith('scores') && value === -Infinity),
        );
        expect(isFine, `${kind}: ${name}`).toBe(true);
      }
    }
    const overview = sent.filter(({ kind }) => kind === 'overview').at(-1)?.blob;
    expect(overview).toBeDefined();
    if (!overview) return;
    for (const name of ['attention.self', 'attention.sink', 'attention.rest', 'attention.weight']) {
      const { data, shape } = requireTensor(overview, name, 'U8');
      const perLayer = data.length / (shape[0] ?? 1);
      const codes = [...data.subarray(perLayer, 2 * perLayer)];
      expect(codes.every((code) => code === 0)).toBe(true);
    }
  });
});

test('[BR2] a change that drives numbers out of range is refused, and nothing changed', async () => {
  const { row, send, generate, until, sent, count, last } = await startTiny();
  const before = await row('logits', 0);
  const [shown, branches] = [count('overview'), count('branch')];
  const where = { site: 'hook_mlp_out', layer: 1 } as const;
  send({
    ...{ kind: 'intervene', request: 3 },
    interventions: [{ ...where, positions: [last], op: 'scale', value: 1e39 }],
  });
  await until(() => count('error') === 1);
  expect(sent.at(-1)).toMatchObject({ request: 3, code: 'not-there' });
  expect(sent.at(-1)?.message).toContain('no longer finite');
  expect(await row('logits', 0)).toEqual(before);
  expect([count('overview'), count('branch')]).toEqual([shown, branches]);
  generate(1, 4);
  await until(() => count('overview') === shown + 1);
  expect(sent.at(-1)?.clock?.slice(0, 3)).toEqual([0, shown, last + 1]);
});
