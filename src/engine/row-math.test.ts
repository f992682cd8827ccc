import { describe, expect, test } from 'vitest';
import { createSeededRandom } from '#kit/seeded-random.ts';
import { PlainRowMath } from '#tests/fakes/plain-row-math.ts';
import { kernelBytes } from '#tests/support/tiny-engine.ts';
import { Heap } from './heap.ts';
import { HeapRowMath } from './row-math.ts';

const shape = {
  ...{ layerCount: 1, width: 64, headCount: 4, kvHeadCount: 2, headWidth: 32 },
  ...{ neuronCount: 160, vocabularySize: 5003, contextLength: 64 },
};
const heap = new Heap(kernelBytes);
const rowMath = new HeapRowMath(heap, shape, 64);
const plain = new PlainRowMath();
const random = createSeededRandom(17);

function noise(length: number, scale = 1): Float32Array {
  return Float32Array.from({ length }, () => scale * (random() + random() - 1));
}

/** The same values where the model's own rows lie, at an address that no vector is aligned to. */
function inHeap(row: Float32Array): Float32Array {
  const own = heap.floatsAt(heap.allocate(row.byteLength + 4) + 4, row.length);
  own.set(row);
  return own;
}

describe.each(['from elsewhere', 'in its own memory'])('rows %s', (where) => {
  const placed = (row: Float32Array): Float32Array =>
    where === 'from elsewhere' ? row : inHeap(row);

  test.each([0, 1, 3, 4, 7, 64, 161])('the product of two rows of %d', (length) => {
    const [a, b] = [noise(length, 1e3), noise(length)];
    const wanted = plain.dot(a, b);
    expect(rowMath.dot(placed(a), placed(b))).toBeCloseTo(wanted, 9);
  });

  test.each([
    [1, 64, 64],
    [1, 64, 160],
    [4, 8, 32],
    [2, 8, 5],
    [1, 7, 100],
  ])('[OV2] %d groups in %d bins, %d values each', (groupCount, binsPerGroup, width) => {
    for (let round = 0; round < 20; round += 1) {
      const row = noise(groupCount * width).map((value) => Math.round(4 * value));
      const plan = { groupCount, binsPerGroup };
      const wanted = plain.borrowStrongest(row, plan);
      expect([...rowMath.borrowStrongest(placed(row), plan)].map((x) => x + 0)).toEqual(
        [...wanted].map((x) => x + 0),
      );
    }
  });

  test.each([1, 2, 9, 64])('[OV1] [OV5] [OV7] what heads attend to among %d keys', (keyCount) => {
    for (let round = 0; round < 20; round += 1) {
      const pattern = noise(4 * keyCount).map((value) => Math.max(0, Math.round(8 * value) / 64));
      // A weight that a float32 can only just not hold is too light, the next one is not.
      pattern[0] = round % 2 === 0 ? Math.fround(1e-5) : 1.0000001e-5;
      const isSink = Uint8Array.from({ length: 64 }, () => (random() < 0.1 ? 1 : 0));
      const request = { headCount: 4, topK: 3, isSink, smallest: 1e-5 };
      const wanted = plain.borrowAttended(pattern, request);
      const seen = rowMath.borrowAttended(placed(pattern), request);
      expect(seen.key).toEqual(wanted.key);
      expect(seen.weight).toEqual(wanted.weight);
      for (const [place, share] of seen.shares.entries()) {
        expect(share).toBeCloseTo(wanted.shares[place] ?? NaN, 6);
      }
    }
  });

  test.each([1, 4, 5, 21, 300, 5003])('the likeliest of %d tokens', (length) => {
    for (const count of [1, 5, 30].filter((each) => each <= length)) {
      for (const scale of [1, 30, 1000]) {
        const logits = noise(length, scale).map((logit) => Math.round(8 * logit) / 8);
        const [tokens, wantedTokens] = [new Int32Array(count), new Int32Array(count)];
        const [logprobs, wanted] = [new Float64Array(count), new Float64Array(count)];
        rowMath.fillTopTokens(placed(logits), tokens, logprobs);
        plain.fillTopTokens(logits, wantedTokens, wanted);
        expect(tokens).toEqual(wantedTokens);
        for (const [place, logprob] of logprobs.entries()) {
          expect(Math.abs(logprob - (wanted[place] ?? NaN))).toBeLessThan(1e-7);
        }
      }
    }
  });

  test('log-sum-exp neither overflows nor underflows', () => {
    const of = (...logits: number[]): number =>
      rowMath.logSumExp(placed(Float32Array.from(logits)));
    expect(of(0, 0, 0, 0)).toBeCloseTo(Math.log(4), 14);
    expect(of(1000, 1000)).toBeCloseTo(1000 + Math.log(2), 12);
    expect(of(-1000, -1000, -1000)).toBeCloseTo(-1000 + Math.log(3), 12);
    expect(of(-1e30, 3, -Infinity, 3, -Infinity)).toBeCloseTo(3 + Math.log(2), 12);
  });

  test.each([
    [NaN, 1],
    [1, 2, 3, 4, 5, NaN],
    [Infinity, 1],
    [-Infinity, -Infinity],
  ])('logits that are no numbers are refused in words: %s, %s', (...logits) => {
    expect(() => rowMath.logSumExp(placed(Float32Array.from(logits)))).toThrow('not finite');
  });
});

test('a row that is longer than any of the model is refused before it is copied', () => {
  expect(() => rowMath.logSumExp(new Float32Array(5004))).toThrow('longer than any row');
});
