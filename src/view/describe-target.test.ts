import { expect, test } from 'vitest';
import { encodeDisplayCode } from '#contract/display-code.ts';
import type { DecodedOverview } from '#contract/decoded-message.ts';
import type { Target } from '#contract/intent.ts';
import {
  control,
  fakeHello,
  fakeHi,
  fakeLens,
  fakeOverview,
  fakeShape,
  fakeToken,
  fakeTopK,
  fakeValues,
} from '#tests/fakes/fake-run.ts';
import { createStoreBench, type StoreBench } from '#tests/fakes/store-bench.ts';
import { describeTarget } from './describe-target.ts';

/** A run of three tokens, all lit, whose overviews are changed by `change`. */
function bench(
  change: (overview: DecodedOverview) => void = () => undefined,
  source: 'live' | 'recording' = 'live',
): StoreBench {
  const made = createStoreBench();
  made.commands.expectRun({ request: 1, source });
  const send = source === 'live' ? made.live : made.recorded;
  send(control(fakeHello({ promptTokenCount: 3 })));
  for (const [position, text] of ['The', ' cat', ' sat'].entries()) {
    send(control(fakeToken(position, text, 3)));
  }
  for (const position of [0, 1, 2]) send(fakeOverview(position, change));
  made.commands.moveCursor({ position: 2, layer: 2, sweep: true });
  return made;
}

const beam: Target = { kind: 'beam', layer: 1, head: 1, query: 2, key: 0 };
const reading = ({ attentionKey, attentionWeight }: DecodedOverview): void => {
  const place = (1 * fakeShape.headCount + 1) * fakeTopK;
  attentionKey[place] = 0;
  attentionWeight[place] = 0.9;
};

function patternRow(weights: readonly number[]): ReturnType<typeof fakeValues> {
  return fakeValues({
    site: 'attn.hook_pattern',
    layer: 1,
    positions: [2],
    shape: [1, 2, 3],
    data: new Float32Array(weights),
  });
}

test('a beam is told by its share code first, then exactly, under its true name', () => {
  const { store, live } = bench(reading);
  const rough = describeTarget(beam, store);
  expect(rough).toMatchObject({
    sentence: 'Head 1 of layer 1 gives 90 % of what “␣sat” reads to “The”.',
    name: 'blocks.1.attn.hook_pattern[head 1, query 2, key 0]',
    value: '≈ 0.9',
    status: 'REAL',
    wants: { site: 'attn.hook_pattern', layer: 1, position: 2 },
  });
  live(patternRow([1, 0, 0, 0.90136719, 0.05, 0.04863281]));
  expect(describeTarget(beam, store)).toMatchObject({
    value: '0.9013672',
    place: 'layer 1 · token 2 “␣sat” · i16 · from token 0 “The”',
    wants: undefined,
  });
});

test('a beam is never called a cause', () => {
  const { store } = bench(reading);
  const { sentence = '', details = [] } = describeTarget(beam, store) ?? {};
  expect(sentence).not.toMatch(/cause|because|makes/);
  expect(details.join(' ')).toContain('not what it causes');
});

test('a beam to a sink says that it is one', () => {
  const { store } = bench(({ clock, residNorm, attentionSink, attentionSelf }) => {
    if (clock.position === 0) residNorm.fill(500);
    attentionSelf.fill(0.3);
    attentionSink.fill(clock.position === 0 ? 0 : 0.7);
  });
  const model = describeTarget(beam, store);
  expect(model?.value).toBe('≈ 0.7');
  expect(model?.details.join(' ')).toContain('“The” is a sink');
});

test('a beam nobody measured is not told', () => {
  const { store } = bench();
  expect(describeTarget(beam, store)).toBeUndefined();
});

test('a window of neurons is the strongest of its neurons: by its code, then exactly with its index', () => {
  const { store, live } = bench(({ postCodes }) => {
    postCodes[1 * 64 + 5] = encodeDisplayCode(-3.3, fakeHi);
  });
  const target: Target = { kind: 'bin', site: 'mlp.hook_post', position: 2, layer: 1, bin: 5 };
  const rough = describeTarget(target, store);
  expect(rough?.value).toMatch(/^≈ −3\.[234]$/);
  expect(rough).toMatchObject({
    name: 'blocks.1.mlp.hook_post[position 2, neurons 15 to 17]',
    status: 'DERIVED',
    wants: { site: 'mlp.hook_post', layer: 1, position: 2 },
  });
  expect(rough?.made).toContain('max of 3 neurons');
  const data = new Float32Array(fakeShape.neuronCount);
  data.set([1.5, -3.25, 2], 15);
  data[18] = 9;
  live(
    fakeValues({ site: 'mlp.hook_post', layer: 1, positions: [2], shape: [1, data.length], data }),
  );
  expect(describeTarget(target, store)).toMatchObject({
    sentence: 'The strongest of 3 neurons of the feed-forward part of layer 1 is −3.25 at “␣sat”.',
    name: 'blocks.1.mlp.hook_post[position 2, neuron 16]',
    value: '−3.25',
    place: 'layer 1 · token 2 “␣sat” · i16',
    status: 'REAL',
  });
});

test('a window of a head counts dimensions within the head', () => {
  const { store, live } = bench();
  const target: Target = { kind: 'bin', site: 'attn.hook_z', position: 1, layer: 0, bin: 9 };
  const data = new Float32Array(128);
  data[64 + 8 + 3] = 4;
  live(fakeValues({ site: 'attn.hook_z', layer: 0, positions: [1], shape: [1, 2, 64], data }));
  expect(describeTarget(target, store)?.name).toBe(
    'blocks.0.attn.hook_z[position 1, head 1, dimension 11]',
  );
});

test('[OV3] a window of the residual is told in its raw units', () => {
  const { store } = bench(({ residCodes, residNorm }) => {
    residCodes.fill(encodeDisplayCode(2, fakeHi));
    residNorm.fill(3 * Math.sqrt(fakeShape.width));
  });
  const target: Target = { kind: 'bin', site: 'hook_resid_post', position: 1, layer: 0, bin: 0 };
  expect(Number(describeTarget(target, store)?.value.slice(2))).toBeCloseTo(6, 0);
});

test('a recording that does not hold the number says so', () => {
  const { store } = bench(reading, 'recording');
  expect(describeTarget(beam, store)?.details.join(' ')).toContain('not recorded');
});

test('a storey is told as a ratio of norms, and that it takes away when it is hatched', () => {
  const { store } = bench(({ added, addedCosine }) => {
    added[2] = 0.42;
    addedCosine[2] = -0.5;
    added[3] = 9;
  });
  const attention = describeTarget({ kind: 'attention', position: 1, layer: 1 }, store);
  expect(attention).toMatchObject({
    sentence: 'Attention of layer 1 adds to “␣cat” a vector 0.42 times as long as what is there.',
    name: '‖blocks.1.hook_attn_out[position 1]‖ / ‖blocks.1.hook_resid_pre[position 1]‖',
    value: '0.42',
    status: 'DERIVED',
  });
  expect(attention?.details[0]).toMatch(/^Hatched: it takes away/);
  const feedForward = describeTarget({ kind: 'feed-forward', position: 1, layer: 1 }, store);
  expect(feedForward?.details.join(' ')).toContain('top of the scale');
});

test('a prediction gives the probability before its logarithm', () => {
  const { store } = bench();
  const model = describeTarget({ kind: 'prediction', position: 1 }, store);
  expect(model?.sentence).toBe('After “␣cat” the model expects “␣sat” 50 %.');
  expect(model?.value).toMatch(/^0\.5\d* \(log-probability −0\.693/);
  expect(model?.status).toBe('DERIVED');
});

test('a lens sign says what the model would say there and where its final answer stands', () => {
  const { store, live } = bench();
  expect(describeTarget({ kind: 'lens', position: 1, layer: 1 }, store)).toBeUndefined();
  live(fakeLens(1));
  const model = describeTarget({ kind: 'lens', position: 1, layer: 1 }, store);
  expect(model?.sentence).toBe(
    'If the model stopped after layer 1, it would say token #15 (20 %).',
  );
  expect(model?.details[0]).toBe('Its final answer “␣sat” is number 41 of its list there.');
});

test('a head says what it reads most, and how much rests on the token itself and on sinks', () => {
  const { store } = bench((overview) => {
    reading(overview);
    overview.attentionSelf.fill(0.06);
    overview.attentionSink.fill(0.04);
  });
  const target: Target = { kind: 'head', position: 2, layer: 1, head: 1 };
  const model = describeTarget(target, store);
  expect(model?.sentence).toBe('Head 1 of layer 1 reads for “␣sat” mostly “The”.');
  expect(model?.details[1]).toBe(
    '6 % stays on the token itself, 4 % rests on a sink, 0 % is spread over the rest.',
  );
});

test('tokens and layers are told too', () => {
  const { store } = bench();
  expect(describeTarget({ kind: 'token', position: 1 }, store)).toMatchObject({
    sentence: '“␣cat” is part of the prompt.',
    name: 'tokens[1]',
    value: 'id 101',
    status: 'REAL',
  });
  expect(describeTarget({ kind: 'token', position: 9 }, store)).toBeUndefined();
  expect(describeTarget({ kind: 'layer', layer: 2 }, store)?.name).toBe('blocks.2.hook_resid_post');
});

test('what the cursor hides is not told', () => {
  const { store, commands } = bench(reading);
  commands.moveCursor({ position: 2, layer: 0, sweep: false });
  const model = describeTarget(beam, store);
  expect(model).toMatchObject({ value: '', status: 'GUIDE', wants: undefined });
  expect(model?.sentence).toContain('has not reached layer 1');
  expect(describeTarget({ ...beam, query: 1 }, store)?.value).not.toBe('');
});
