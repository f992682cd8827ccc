import { describe, expect, test } from 'vitest';
import type { DecodedMessage, DecodedOverview } from '#contract/decoded-message.ts';
import { decodeDisplayCode } from '#contract/display-code.ts';
import { emptyDirections, encodeDirectionsMessage } from '#contract/directions-message.ts';
import { carriedTensors, lensTensors, overviewTensors } from '#contract/overview.ts';
import { texelLayout } from '#contract/texel-layout.ts';
import { ValuesMessage } from '#contract/values-message.ts';
import { MessageDecoder } from '#workers/decode/message-decoder.ts';
import { createMessageTemplate } from '#workers/produce/message-template.ts';
import { encodeVocabulary } from '#workers/produce/vocabulary-encoder.ts';
import {
  goldenCarried,
  goldenDirections,
  goldenHello,
  goldenLens,
  goldenOverview,
  goldenShape,
  goldenValues,
  goldenVocabulary,
} from './golden-messages.ts';

function decode(...messages: readonly unknown[]): DecodedMessage {
  const decoder = new MessageDecoder();
  const takeTexels = (): Uint8Array<ArrayBuffer> => new Uint8Array(decoder.texelByteLength);
  const decoded = [goldenHello, ...messages].map((message) => decoder.decode(message, takeTexels));
  return decoded.at(-1) ?? { type: 'rejected', reason: 'nothing' };
}

describe('hello', () => {
  test('[MSG1] is understood as an object and as JSON text', () => {
    const expected = { type: 'control', message: goldenHello };
    expect(decode()).toEqual(expected);
    expect(decode(JSON.stringify(goldenHello))).toEqual(expected);
  });

  test('[ROLE3] [ROLE4] may hold scores of every head, one per head, or none at all', () => {
    const withScores = (change: object): unknown => {
      const { headScores, ...display } = goldenHello.display;
      return { ...goldenHello, display: { ...display, headScores: { ...headScores, ...change } } };
    };
    const { headScores: _, ...display } = goldenHello.display;
    expect(decode({ ...goldenHello, display })).toMatchObject({ type: 'control' });
    expect(decode(withScores({ induction: [0.1, 0.2] }))).toMatchObject({
      reason: 'The scores of induction are not one per head.',
    });
    expect(decode(withScores({ sink: [1.01] }))).toMatchObject({ type: 'rejected' });
    expect(decode(withScores({ copying: [0] }))).toMatchObject({ type: 'rejected' });
  });

  test('[MSG2] comes before any tensors', () => {
    const decoder = new MessageDecoder();
    const decoded = decoder.decode(goldenOverview, () => new Uint8Array(0));
    expect(decoded).toEqual({ type: 'rejected', reason: 'Tensors came before hello.' });
  });
});

describe('overview', () => {
  const overview = decode(goldenOverview) as DecodedOverview;

  test('[OV1] [CLOCK1] is unpacked part by part', () => {
    const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
    expect(overview).toMatchObject({
      type: 'overview',
      clock: { branch: 0, step: 2, position: 2, token: 5, revision: 0 },
      zCodes: Uint8Array.of(64, 65, 66, 67, 192, 193, 194, 0),
      postCodes: Uint8Array.of(10, 20, 30, 40, ...zeros(60)),
      residCodes: Uint8Array.of(1, 127, 0, 255, ...zeros(60)),
      added: Float32Array.of(0.5, 2),
      addedCosine: Float32Array.of(-0.5, 1),
      residCosine: Float32Array.of(0.75),
      residNorm: Float32Array.of(16),
      lnScale: Float32Array.of(1, 2),
      lnFinal: 4,
      attentionKey: Uint16Array.of(1, ...zeros(7).map(() => 65535)),
      predictionToken: Int32Array.of(3, 4, 0, 1, 2),
      predictionLogprob: Float32Array.of(-0.25, -1.5, -4, -8, -16),
    });
  });

  test('[SHARE1] shares are decoded to numbers', () => {
    expect(overview.attentionSelf).toEqual(Float32Array.of(1));
    expect(overview.attentionSink).toEqual(Float32Array.of(0));
    expect(overview.attentionRest[0]).toBeCloseTo(1e-5, 10);
    expect(overview.attentionWeight[0]).toBeCloseTo(10 ** ((5 * 203) / 254 - 5), 6);
    expect([...overview.attentionWeight.slice(1)]).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  test('[CODE3] codes of 127, of either sign, count as clipped', () => {
    expect(overview.clippedCount).toBe(2);
  });

  test('texels stand in their columns, signs and mips included', () => {
    const layout = texelLayout(goldenShape);
    const columns = (name: 'z' | 'zSign' | 'zMax4' | 'zMax8' | 'zRms8' | 'added' | 'against') => {
      const { first, count } = layout[name];
      return [...overview.texels.subarray(first, first + count)];
    };
    expect(overview.texels).toHaveLength(layout.width);
    expect(columns('z')).toEqual([64, 65, 66, 67, 64, 65, 66, 0]);
    expect(columns('zSign')).toEqual([0, 0, 0, 0, 255, 255, 255, 0]);
    expect(columns('zMax4')).toEqual([67, 66]);
    expect(columns('zMax8')).toEqual([67]);
    const squares = [64, 65, 66, 67, 64, 65, 66].map((code) => decodeDisplayCode(code, 1) ** 2);
    const rms = Math.sqrt(squares.reduce((a, b) => a + b) / 8);
    const [rmsCode = 0] = columns('zRms8');
    expect(decodeDisplayCode(rmsCode, 1) / rms).toBeGreaterThan(0.953);
    expect(decodeDisplayCode(rmsCode, 1) / rms).toBeLessThan(1.048);
    // 0.5 lies at ln(10) / ln(30) of the wash's range; 2 is beyond it.
    expect(columns('added')).toEqual([Math.round((255 * Math.log(10)) / Math.log(30)), 255]);
    expect(columns('against')).toEqual([255, 0]);
  });

  test('[ST2] is what our own writer writes, byte for byte', () => {
    const template = createMessageTemplate('overview', overviewTensors(goldenShape, 8));
    template.i32('clock').set(Object.values(overview.clock));
    template.u8('attn.hook_z').set(overview.zCodes);
    template.u8('mlp.hook_post').set(overview.postCodes);
    template.u8('hook_resid_post').set(overview.residCodes);
    template.f32('added').set(overview.added);
    template.f32('added.cosine').set(overview.addedCosine);
    template.f32('resid.cosine').set(overview.residCosine);
    template.f32('resid.norm').set(overview.residNorm);
    template.f32('ln_scale').set(overview.lnScale);
    template.f32('ln_final').fill(overview.lnFinal);
    template.u16('attention.key').set(overview.attentionKey);
    template.u8('attention.weight').set([204]);
    template.u8('attention.self').set([255]);
    template.u8('attention.rest').set([1]);
    template.i32('prediction.token').set(overview.predictionToken);
    template.f32('prediction.logprob').set(overview.predictionLogprob);
    expect(new Uint8Array(template.takeMessage())).toEqual(goldenOverview);
  });
});

test('[LENS1] a lens is unpacked, and written byte for byte', () => {
  const lens = {
    token: Int32Array.of(3, 4, 0, 1, 2),
    logprob: Float32Array.of(-0.25, -1.5, -4, -8, -16),
    rank: Uint32Array.of(1),
  };
  const clock = { branch: 0, step: 2, position: 2, token: 5, revision: 0 };
  expect(decode(goldenLens)).toEqual({ type: 'lens', clock, ...lens });
  const template = createMessageTemplate('lens', lensTensors(goldenShape));
  template.i32('clock').set(Object.values(clock));
  template.i32('token').set(lens.token);
  template.f32('logprob').set(lens.logprob);
  template.u32('rank').set(lens.rank);
  expect(new Uint8Array(template.takeMessage())).toEqual(goldenLens);
});

test('[VAL1] [VAL2] values are unpacked bit for bit, and written byte for byte', () => {
  const question = {
    request: 9,
    site: 'attn.hook_attn_scores',
    layer: 0,
    positions: [2, 0],
  } as const;
  const clock = { branch: 0, step: 0, position: 0, token: 4, revision: 0 };
  expect(decode(goldenValues)).toEqual({
    type: 'values',
    ...question,
    clock,
    shape: [2, 1, 3],
    data: Float32Array.of(1, -Infinity, 2, -0.5, -Infinity, -Infinity),
  });
  const message = new ValuesMessage(question, goldenShape);
  message.setRow(0, Float32Array.of(1, -Infinity, 2));
  message.setRow(1, Float32Array.of(-0.5));
  expect(message.encode(clock)).toEqual(goldenValues);
});

test('[VOC1] a vocabulary is unpacked, and written byte for byte', () => {
  const bytes = new TextEncoder().encode('a bü<|');
  const offset = Uint32Array.of(0, 1, 3, 3, 5, 6, 7);
  expect(decode(goldenVocabulary)).toEqual({ type: 'vocabulary', bytes, offset });
  expect(new Uint8Array(encodeVocabulary({ bytes, offsets: offset }))).toEqual(goldenVocabulary);
});

test('[CARRY1] what heads carry is unpacked, and written byte for byte', () => {
  const clock = { branch: 0, step: 2, position: 2, token: 5, revision: 0 };
  expect(decode(goldenCarried)).toEqual({ type: 'carried', clock, norm: Float32Array.of(2.5) });
  const template = createMessageTemplate('carried', carriedTensors(goldenShape));
  template.i32('clock').set(Object.values(clock));
  template.f32('carried').fill(2.5);
  expect(new Uint8Array(template.takeMessage())).toEqual(goldenCarried);
});

test('[DIR1] directions are unpacked, and written byte for byte', () => {
  const directions = {
    layer: 0,
    neuron: Uint32Array.of(63, 2),
    topToken: Int32Array.of(0, 1, 2, 3, 4, 5, 4, 3, 2, 1),
    topValue: Float32Array.of(4, 2, 0.5, -1, -1.5, 1, 0.25, 0, -0.25, -0.5),
    bottomToken: Int32Array.of(5, 4, 3, 2, 1, 0, 1, 2, 3, 4),
    bottomValue: Float32Array.of(-3, -2, -1.5, -1, 0.5, -0.5, -0.5, -0.25, 0, 0.25),
  };
  expect(decode(goldenDirections)).toEqual({ type: 'directions', ...directions });
  expect(encodeDirectionsMessage(directions)).toEqual(goldenDirections);
});

test('[ST3] a blob is read from any alignment', () => {
  const shifted = new Uint8Array(goldenOverview.length + 1);
  shifted.set(goldenOverview, 1);
  expect(decode(shifted.subarray(1))).toEqual(decode(goldenOverview));
});

describe('[MSG8] broken rules are told apart and named', () => {
  const changed = (offset: number, ...bytes: readonly number[]): Uint8Array => {
    const blob = goldenOverview.slice();
    blob.set(bytes, goldenOverview.length - 259 + offset);
    return blob;
  };
  const infinity = [0, 0, 0x80, 0x7f];
  const notANumber = [0, 0, 0xc0, 0x7f];
  test.each([
    ['a negative zero among codes [CODE4]', changed(123, 128), 'the invalid code 128'],
    ['a ratio that is infinite [OV1]', changed(0, ...infinity), 'added holds Infinity'],
    ['a norm that is no number [OV1]', changed(92, ...notANumber), 'resid.norm holds NaN'],
    ['a cosine of −8 [OV1]', changed(8, 0, 0, 0, 0xc1), 'added.cosine holds -8'],
    ['a position of 128 [CLOCK3]', changed(24, 128), "The clock's position 128 is beyond"],
    ['a token beyond the vocabulary [CLOCK3]', changed(28, 6), "The clock's token 6 is not"],
    ['a key that is the query itself [OV7]', changed(96, 2), 'attention.key holds 2'],
    ['a key given twice [OV7]', changed(98, 1, 0), 'attention.key holds 1'],
    ['a weight without a key [OV7]', changed(116, 9), 'An unused place'],
    ['a prediction not sorted [OV1]', changed(48, 0, 0, 0, 0xc1), 'not sorted'],
  ])('%s', (_, blob, reason) => {
    const decoded = decode(blob);
    expect(decoded).toMatchObject({ type: 'rejected' });
    expect(decoded.type === 'rejected' && decoded.reason).toContain(reason);
  });

  const changedEnd = (blob: Uint8Array, fromEnd: number, ...bytes: readonly number[]) => {
    const copy = blob.slice();
    copy.set(bytes, blob.length - fromEnd);
    return copy;
  };
  test.each([
    ['a negative length [CARRY1]', changedEnd(goldenCarried, 21, 0xc0), 'carried holds -2.5'],
    ['a length that is no number [CARRY1]', changedEnd(goldenCarried, 24, ...notANumber), 'NaN'],
    ['a layer the model lacks [DIR1]', changedEnd(goldenDirections, 92, 1), 'layer holds 1'],
    ['a neuron the model lacks [DIR1]', changedEnd(goldenDirections, 88, 64), 'neuron holds 64'],
    ['a token below the first [DIR1]', changedEnd(goldenDirections, 77, 255), 'top.token holds'],
    [
      'a token beyond the last [DIR1]',
      changedEnd(goldenDirections, 172, 6),
      'bottom.token holds 6',
    ],
    [
      'values that rise [DIR1]',
      changedEnd(goldenDirections, 33, 0x41),
      'top.value is not in order',
    ],
    ['values that fall [DIR1]', changedEnd(goldenDirections, 113, 0xc1), 'bottom.value is not in'],
    ['infinite values [DIR1]', changedEnd(goldenDirections, 40, ...infinity), 'holds Infinity'],
  ])('%s', (_, message, reason) => {
    const decoded = decode(message);
    expect(decoded.type === 'rejected' && decoded.reason).toContain(reason);
  });

  test('[DIR1] no neuron, or more than can be asked for', () => {
    const blobWith = (count: number): Uint8Array =>
      encodeDirectionsMessage(
        emptyDirections(
          0,
          Array.from({ length: count }, () => 0),
        ),
      );
    expect(decode(blobWith(0))).toMatchObject({ reason: '0 neurons are not 1 … 32.' });
    expect(decode(blobWith(33))).toMatchObject({ reason: '33 neurons are not 1 … 32.' });
    expect(decode(blobWith(32))).toMatchObject({ type: 'directions' });
  });

  test('[MSG9] a tensor too many, a kind nobody knows, another protocol', () => {
    const renamed = (from: string, to: string): Uint8Array => {
      const text = new TextDecoder('latin1').decode(goldenLens).replace(from, to);
      return Uint8Array.from(text, (character) => character.charCodeAt(0));
    };
    expect(decode(renamed('"lens"', '"lons"'))).toMatchObject({ type: 'rejected' });
    expect(decode(renamed('"rank"', '"bank"'))).toMatchObject({
      reason: 'The tensor rank is missing.',
    });
    expect(decode({ ...goldenHello, protocol: 2 })).toMatchObject({ type: 'rejected' });
    expect(decode({ ...goldenHello, more: 1 })).toMatchObject({ type: 'rejected' });
    expect(decode({ kind: 'weather' })).toMatchObject({ type: 'rejected' });
  });
});
