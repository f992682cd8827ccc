import { describe, expect, test } from 'vitest';
import type { DecodedDifference, DecodedMessage } from '#contract/decoded-message.ts';
import { decodeDifferenceCode, encodeDifferenceCode } from '#contract/difference-code.ts';
import { differenceTensors } from '#contract/overview.ts';
import { texelLayout, type TexelLayout } from '#contract/texel-layout.ts';
import { MessageDecoder } from '#workers/decode/message-decoder.ts';
import { encodeEffectMessage } from '#workers/produce/effect-message.ts';
import { createMessageTemplate } from '#workers/produce/message-template.ts';
import { goldenDifference, goldenEffect } from './golden-changes.ts';
import { goldenHello, goldenShape } from './golden-messages.ts';

function decode(message: Uint8Array): DecodedMessage {
  const decoder = new MessageDecoder();
  // What recycled memory held before must not be seen.
  const takeTexels = (): Uint8Array<ArrayBuffer> =>
    new Uint8Array(decoder.texelByteLength).fill(99);
  decoder.decode(goldenHello, takeTexels);
  return decoder.decode(message, takeTexels);
}

const clock = { branch: 1, step: 9, position: 2, token: 5, revision: 1 };
const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

describe('difference', () => {
  const difference = decode(goldenDifference) as DecodedDifference;
  const layout = texelLayout(goldenShape);
  const columns = (name: Exclude<keyof TexelLayout, 'width' | 'headCount'>): number[] => {
    const { first, count } = layout[name];
    return [...difference.texels.subarray(first, first + count)];
  };

  test('[DIFF1] is unpacked part by part', () => {
    expect(difference).toMatchObject({
      ...{ type: 'difference', clock },
      zCodes: Uint8Array.of(64, 192, 127, 255, 0, 0, 0, 1),
      residCodes: Uint8Array.of(129, ...zeros(63)),
      postCodes: Uint8Array.of(10, 20, 30, 40, ...zeros(60)),
      wholeCodes: Uint8Array.of(64, 193, 2),
    });
  });

  test('[DIFF2] texels stand in the columns of an overview, mips on the scale of differences', () => {
    expect(difference.texels).toHaveLength(layout.width);
    expect(columns('z')).toEqual([64, 64, 127, 127, 0, 0, 0, 1]);
    expect(columns('zSign')).toEqual([0, 255, 0, 255, 0, 0, 0, 0]);
    expect(columns('resid').slice(0, 2)).toEqual([1, 0]);
    expect(columns('residSign').slice(0, 2)).toEqual([255, 0]);
    expect(columns('zMax4')).toEqual([127, 1]);
    expect(columns('zMax8')).toEqual([127]);
    expect(columns('postMax4').slice(0, 2)).toEqual([40, 0]);
    const rms = (codes: readonly number[], count: number): number => {
      const squares = codes.map((code) => decodeDifferenceCode(code) ** 2);
      return encodeDifferenceCode(Math.sqrt(squares.reduce((a, b) => a + b) / count), false);
    };
    expect(columns('zRms4')).toEqual([rms([64, 64, 127, 127], 4), rms([1], 4)]);
    expect(columns('zRms8')).toEqual([rms([64, 64, 127, 127, 1], 8)]);
    expect(columns('postRms16')[0]).toBe(rms([10, 20, 30, 40], 16));
  });

  test('whole rows stand where an overview has its wash and its scales', () => {
    expect(columns('added')).toEqual([128, 130]);
    expect(columns('against')).toEqual([0, 255]);
    expect(columns('scale')).toEqual([4, 0]);
  });

  test('[ST2] is what our own writer writes, byte for byte', () => {
    const template = createMessageTemplate('difference', differenceTensors(goldenShape));
    template.i32('clock').set(Object.values(clock));
    template.u8('attn.hook_z').set(difference.zCodes);
    template.u8('hook_resid_post').set(difference.residCodes);
    template.u8('mlp.hook_post').set(difference.postCodes);
    template.u8('whole').set(difference.wholeCodes);
    expect(new Uint8Array(template.takeMessage())).toEqual(goldenDifference);
  });
});

test('[EFF1] an effect is unpacked, and written byte for byte', () => {
  const effect = {
    ...{ clock, request: 12, test: Uint32Array.of(7, 2) },
    answerLogprob: Float32Array.of(-0.25, -4),
    predictionLogprob: Float32Array.of(-0.25, -1.5, -4, -8, -16, -1.5, -1.5, -4, -8, -16),
    predictionToken: Int32Array.of(3, 4, 0, 1, 2, 4, 5, 3, 1, 2),
  };
  expect(decode(goldenEffect)).toEqual({ type: 'effect', ...effect });
  expect(encodeEffectMessage(effect)).toEqual(goldenEffect);
});

describe('[MSG8] broken rules are told apart and named', () => {
  const changedEnd = (blob: Uint8Array, fromEnd: number, ...bytes: readonly number[]) => {
    const copy = blob.slice();
    copy.set(bytes, blob.length - fromEnd);
    return copy;
  };
  const effectOf = (tests: readonly number[]): Uint8Array =>
    encodeEffectMessage({
      ...{ clock, request: 12, test: Uint32Array.from(tests) },
      answerLogprob: new Float32Array(tests.length),
      predictionLogprob: new Float32Array(5 * tests.length),
      predictionToken: new Int32Array(5 * tests.length),
    });
  test.each([
    ['a bin of −0 [DIFF2]', changedEnd(goldenDifference, 139, 128), 'the invalid code 128'],
    ['a row of −0 [DIFF2]', changedEnd(goldenDifference, 1, 128), 'A row holds the invalid code'],
    ['a position of 128 [CLOCK3]', changedEnd(goldenDifference, 151, 128), 'position 128'],
    ['no test [EFF1]', effectOf([]), '0 tests are not 1 … 4096.'],
    ['a test that cannot be asked for [EFF1]', effectOf([4096]), 'test holds 4096'],
    ['a test twice [EFF2]', effectOf([3, 3]), 'A test is answered twice.'],
    ['a prediction that rises [EFF1]', changedEnd(goldenEffect, 57, 0xbe), 'not sorted'],
    ['a token the model lacks [EFF1]', changedEnd(goldenEffect, 52, 6), 'token holds 6'],
    ['a probability above 1 [EFF1]', changedEnd(goldenEffect, 117, 0x3e), 'answer.logprob holds'],
  ])('%s', (_, message, reason) => {
    const decoded = decode(message);
    expect(decoded.type === 'rejected' && decoded.reason).toContain(reason);
  });

  test('[EFF1] tensors of different numbers of tests', () => {
    const text = new TextDecoder('latin1').decode(goldenEffect);
    const shorter = text.replace(
      '"shape":[2],"data_offsets":[0,8]',
      '"shape":[1],"data_offsets":[0,4]',
    );
    const moved = shorter.replace('"data_offsets":[112,120]', '"data_offsets":[112,120]');
    const blob = Uint8Array.from(moved, (character) => character.charCodeAt(0));
    expect(decode(blob)).toMatchObject({ type: 'rejected' });
  });
});
