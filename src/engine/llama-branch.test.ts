import { describe, expect, test } from 'vitest';
import type { Branch, ForwardPass, Progress } from '#contract/forward-pass.ts';
import type { Intervention } from '#contract/interventions.ts';
import { precisions } from '#contract/model-shape.ts';
import {
  createTinyForwardPass,
  differingRows,
  drain,
  rowBits,
} from '#tests/support/tiny-engine.ts';
import { createTinyModel } from '#tests/support/tiny-gguf.ts';

const model = createTinyModel();
const { layerCount } = model.shape;
const tokens = Array.from({ length: 21 }, (_, index) => (index * 37 + 5) % 271);

function prefilled(pass: ForwardPass, list: Intervention[] = [], ids = tokens): Branch {
  const branch = pass.createBranch(list);
  drain(branch.prefill(ids));
  return branch;
}

function differences(a: Branch, b: Branch, layers = layerCount): readonly string[] {
  return differingRows(rowBits(a, layers), rowBits(b, layers));
}

describe.each(precisions)('in %s', (precision) => {
  const pass = createTinyForwardPass(model, precision);

  test.each([1, 3, 4, 5, 8, 17, 21])(
    'a prefill of %d tokens is bit-equal to as many steps',
    (n) => {
      const stepped = pass.createBranch();
      for (const token of tokens.slice(0, n)) stepped.step(token);
      expect(differences(prefilled(pass, [], tokens.slice(0, n)), stepped)).toEqual([]);
    },
  );

  test('a row computed again has the bits it had in the arena', () => {
    const branch = pass.createBranch();
    const fresh = new Map<string, string>();
    for (const token of tokens) {
      branch.step(token);
      for (const [name, bits] of rowBits(branch, layerCount)) {
        if (name.endsWith(`@${String(branch.tokens.length - 1)}`)) fresh.set(name, bits);
      }
    }
    prefilled(pass);
    expect(differingRows(rowBits(branch, layerCount), fresh)).toEqual([]);
  });

  const lists: { title: string; list: Intervention[] }[] = [
    {
      title: 'a late change at late positions',
      list: [{ site: 'attn.hook_z', layer: 2, positions: [18, 20], op: 'scale', value: 0 }],
    },
    {
      title: 'a change of the embedding',
      list: [{ site: 'hook_resid_pre', layer: 0, positions: [4], op: 'scale', value: 2 }],
    },
    {
      title: 'a change between two layers',
      list: [{ site: 'hook_resid_pre', layer: 2, positions: [3], op: 'scale', value: -1 }],
    },
    { title: 'a stop', list: [{ layer: 1, op: 'stop' }] },
    {
      title: 'a stop and a change',
      list: [
        { layer: 1, op: 'stop' },
        { site: 'attn.hook_k', layer: 1, head: 1, positions: [9], op: 'set', value: 0.5 },
      ],
    },
    {
      title: 'a torn edge, for this word and every later one',
      list: [
        {
          ...{ site: 'attn.hook_attn_scores', layer: 1, head: 2, query: { from: 6 }, key: 2 },
          op: 'knock-out',
        },
      ],
    },
  ];

  test.each(lists)('[IV5] a fork with $title equals a run of its own', ({ list }) => {
    const parent = prefilled(pass);
    const fork = drain(parent.fork(list));
    const stop = list.find((entry) => entry.op === 'stop');
    const depth = stop ? stop.layer + 1 : layerCount;
    expect(differences(fork, prefilled(pass, list), depth)).toEqual([]);
    expect(fork.revision).toBe(1);
  });

  test.each(lists)('[IV5] a fork back from $title equals a run without', ({ list }) => {
    const back = drain(prefilled(pass, list).fork([]));
    expect(differences(back, prefilled(pass))).toEqual([]);
  });

  test.each(lists)('a fork with $title leaves every byte of its parent as it was', ({ list }) => {
    const parent = prefilled(pass);
    const before = rowBits(parent, layerCount);
    const fork = drain(parent.fork(list));
    fork.step(7);
    expect(differingRows(rowBits(parent, layerCount), before)).toEqual([]);
    parent.step(9);
    const after = rowBits(parent, layerCount, tokens.length);
    expect([...before].filter(([name, bits]) => after.get(name) !== bits)).toEqual([]);
  });
});

describe('a branch', () => {
  const pass = createTinyForwardPass(model, 'i16');

  test('tells how far a prefill is and finishes tile by tile', () => {
    const progress = [...pass.createBranch().prefill(tokens)];
    expect(progress).toHaveLength(2 * layerCount);
    const finished: Progress[] = progress.filter((each) => each.finished);
    expect(finished).toEqual([
      { layer: layerCount - 1, firstPosition: 0, positionCount: 16, finished: true },
      { layer: layerCount - 1, firstPosition: 16, positionCount: 5, finished: true },
    ]);
  });

  test('left alone in the middle of a prefill keeps whole positions, and goes on from there', () => {
    const branch = pass.createBranch();
    let turns = 0;
    for (const _ of branch.prefill(tokens)) {
      turns += 1;
      if (turns === layerCount + 1) break;
    }
    expect(branch.tokens).toEqual(tokens.slice(0, 16));
    drain(branch.prefill(tokens.slice(16)));
    expect(differences(branch, prefilled(pass))).toEqual([]);
  });

  test('can be worked on in turns with another one', () => {
    const one = pass.createBranch();
    const other = pass.createBranch();
    const reversed = tokens.toReversed();
    const both = [one.prefill(tokens), other.prefill(reversed)] as const;
    while (both.map((each) => each.next().done).includes(false));
    expect(differences(one, prefilled(pass))).toEqual([]);
    expect(differences(other, prefilled(pass, [], reversed))).toEqual([]);
  });

  test('cut short equals a run of fewer tokens and can go another way', () => {
    const branch = prefilled(pass);
    const before = rowBits(branch, layerCount);
    const cut = branch.truncatedTo(10);
    expect(differences(cut, prefilled(pass, [], tokens.slice(0, 10)))).toEqual([]);
    cut.step(3);
    expect(differences(cut, prefilled(pass, [], [...tokens.slice(0, 10), 3]))).toEqual([]);
    expect(differingRows(rowBits(branch, layerCount), before)).toEqual([]);
  });

  test('[IV2] has no values above a stop, and says so', () => {
    const stopped = prefilled(pass, [{ layer: 0, op: 'stop' }]);
    expect(() => stopped.borrowRow('attn.hook_z', 1, 0)).toThrow(/not computed.*after layer 0/);
    expect(stopped.borrowRow('hook_resid_post', 0, 0)).toHaveLength(model.shape.width);
  });

  test('[IV2] an empty row of scores has a pattern and z of zero', () => {
    const blind = prefilled(pass, [
      { site: 'attn.hook_attn_scores', layer: 1, head: 3, query: 5, op: 'knock-out' },
    ]);
    const pattern = blind.borrowRow('attn.hook_pattern', 1, 5).slice();
    expect([...pattern.subarray(3 * 6)]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(pattern.subarray(0, 6).reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 5);
    const z = blind.borrowRow('attn.hook_z', 1, 5);
    expect(z.subarray(3 * 16).every((value) => value === 0)).toBe(true);
    expect(blind.borrowLogits().every(Number.isFinite)).toBe(true);
  });

  test('[IV2] scaling torn scores leaves them torn', () => {
    const at = { site: 'attn.hook_attn_scores', layer: 0, query: 4, key: 2 } as const;
    const torn = prefilled(pass, [{ ...at, op: 'knock-out' }]);
    const scaled = prefilled(pass, [
      { ...at, op: 'knock-out' },
      { ...at, op: 'scale', value: 0 },
    ]);
    expect(differences(torn, scaled)).toEqual([]);
  });

  test('[IV2] patched with its own values stays as it is; with another run’s it takes them', () => {
    const one = prefilled(pass);
    const other = prefilled(pass, [], tokens.toReversed());
    const patch = (run: number, position: number): Intervention[] => [
      { site: 'mlp.hook_post', layer: 1, positions: [3], op: 'patch', run, position },
    ];
    const own = drain(one.fork(patch(one.id, 3)));
    expect(differences(own, one)).toEqual([]);
    const mixed = drain(one.fork(patch(other.id, 8)));
    const wanted = other.borrowRow('mlp.hook_post', 1, 8).slice();
    expect(mixed.borrowRow('mlp.hook_post', 1, 3)).toEqual(wanted);
    expect(() => one.fork(patch(9999, 3)).next()).toThrow(/no run 9999/);
  });

  test('refuses what does not fit', () => {
    const branch = prefilled(pass);
    expect(() => {
      drain(branch.prefill(tokens));
    }).toThrow(/42 tokens do not fit: at most 40/);
    expect(() => {
      branch.step(271);
    }).toThrow(/no token 271/);
    expect(() => branch.borrowRow('attn.hook_z', 0, 21)).toThrow(/no position 21/);
    expect(() => branch.borrowRow('attn.hook_z', 3, 0)).toThrow(/no layer 3/);
    branch.dispose();
    expect(() => branch.borrowLogits()).toThrow(/disposed/);
  });

  test('gives its memory back', () => {
    const run = (): void => {
      const branch = prefilled(pass);
      const fork = drain(branch.fork([{ site: 'hook_mlp_out', layer: 1, op: 'scale', value: 0 }]));
      branch.dispose();
      fork.dispose();
    };
    run();
    const size = branchMemory(pass);
    for (let round = 0; round < 50; round += 1) run();
    expect(branchMemory(pass)).toBe(size);
  });
});

/** Bytes of the memory behind a pass, seen through a row it lends. */
function branchMemory(pass: ForwardPass): number {
  const branch = prefilled(pass, [], [1]);
  const bytes = branch.borrowLogits().buffer.byteLength;
  branch.dispose();
  return bytes;
}
