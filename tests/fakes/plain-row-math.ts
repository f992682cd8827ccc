import type { AttendedKeys, AttendedRequest, BinPlan, RowMath } from '#contract/row-math.ts';

/** `RowMath` by the shortest way, in float64: what a fake model offers and the kernels are held against. */
export class PlainRowMath implements RowMath {
  dot(a: Float32Array, b: Float32Array): number {
    return a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0);
  }

  borrowStrongest(row: Float32Array, { groupCount, binsPerGroup }: BinPlan): Float32Array {
    const width = row.length / groupCount;
    return Float32Array.from({ length: groupCount * binsPerGroup }, (_, i) => {
      const group = Math.floor(i / binsPerGroup) * width;
      const [first, end] = [i, i + 1].map((bin) =>
        Math.floor(((bin - Math.floor(i / binsPerGroup) * binsPerGroup) * width) / binsPerGroup),
      );
      const values = row.subarray(group + (first ?? NaN), group + (end ?? NaN));
      const [high, low] = [Math.max(0, ...values), Math.min(0, ...values)];
      return high >= -low ? high : low;
    });
  }

  borrowAttended(pattern: Float32Array, request: AttendedRequest): AttendedKeys {
    const { headCount, topK, isSink, smallest } = request;
    const keyCount = pattern.length / headCount;
    const key = new Uint16Array(headCount * topK).fill(65535);
    const weight = new Float32Array(headCount * topK);
    const shares = new Float32Array(headCount * 3);
    for (let head = 0; head < headCount; head += 1) {
      const row = pattern.subarray(head * keyCount, (head + 1) * keyCount);
      const others = [...row.subarray(0, -1).entries()];
      const sum = (part: typeof others): number => part.reduce((all, [, w]) => all + w, 0);
      const ranked = others
        .filter(([k, w]) => isSink[k] !== 1 && w >= smallest)
        .sort((a, b) => b[1] - a[1] || a[0] - b[0])
        .slice(0, topK);
      for (const [place, [k, w]] of ranked.entries()) {
        key[head * topK + place] = k;
        weight[head * topK + place] = w;
      }
      const sinks = sum(others.filter(([k]) => isSink[k] === 1));
      shares.set([row.at(-1) ?? NaN, sinks, sum(others) - sinks - sum(ranked)], head * 3);
    }
    return { key, weight, shares };
  }

  logSumExp(logits: Float32Array): number {
    const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
    const sum = logits.reduce((all, logit) => all + Math.exp(logit - largest), 0);
    const result = largest + Math.log(sum);
    if (!Number.isFinite(result)) throw new RangeError('The logits are not finite.');
    return result;
  }

  fillTopTokens(
    logits: Float32Array,
    tokens: Int32Array,
    logprobs: Float32Array | Float64Array,
  ): void {
    const normalizer = this.logSumExp(logits);
    const ranked = [...logits.entries()].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    for (const [place, [id, logit]] of ranked.slice(0, tokens.length).entries()) {
      tokens[place] = id;
      logprobs[place] = logit - normalizer;
    }
  }
}
