import { describe, expect, test } from 'vitest';
import type { Branch } from '#contract/forward-pass.ts';
import type { Intervention } from '#contract/interventions.ts';
import { precisions } from '#contract/model-shape.ts';
import {
  createTinyForwardPass,
  differingRows,
  drain,
  rowBits,
} from '#tests/support/tiny-engine.ts';
import { createTinyModel } from '#tests/support/tiny-gguf.ts';

const model = createTinyModel({ seed: 11 });
const { layerCount, headCount } = model.shape;
const tokens = [5, 77, 100, 33, 270, 1, 9, 200, 14, 61];
const last = tokens.length - 1;
const scores = 'attn.hook_attn_scores';

type List = readonly Intervention[];

/** z × 0 of every head at that position, as "what matters here?" asks. */
function headTests(position: number): List[] {
  return Array.from({ length: layerCount * headCount }, (_, index): List => {
    const layer = Math.floor(index / headCount);
    const head = index % headCount;
    return [{ site: 'attn.hook_z', layer, head, positions: [position], op: 'scale', value: 0 }];
  });
}

/** Every key of one layer's heads torn from that position. */
function beamTests(position: number): List[] {
  return Array.from({ length: headCount * (position + 1) }, (_, index): List => {
    const [head, key] = [index % headCount, Math.floor(index / headCount)];
    return [{ site: scores, layer: 1, head, query: position, key, op: 'knock-out' }];
  });
}

function wholeLayers(positions?: number[]): List[] {
  return Array.from({ length: layerCount }, (_, layer): List =>
    (['hook_attn_out', 'hook_mlp_out'] as const).map((site) => {
      return { site, layer, op: 'scale', value: 0, ...(positions && { positions }) };
    }),
  );
}

/** Everything else a list may say, some of it together. */
function mixedTests(position: number): List[] {
  const positions = [position];
  const vector = Array.from({ length: 16 }, (_, i) => Math.sin(i));
  return [
    [],
    [{ site: 'hook_mlp_out', layer: 0, op: 'mean', positions }],
    [{ site: 'hook_resid_pre', layer: 0, op: 'scale', value: 0.5, positions }],
    [{ site: 'hook_resid_pre', layer: 0, op: 'scale', value: 0.5 }],
    [{ site: 'hook_resid_pre', layer: 2, op: 'scale', value: 2, positions }],
    [{ site: 'attn.hook_k', layer: 1, head: 1, op: 'add', vector, positions }],
    [{ site: 'attn.hook_rot_k', layer: 1, head: 0, op: 'add', vector, positions }],
    [{ site: 'attn.hook_v', layer: 0, op: 'scale', value: -1, positions }],
    [{ site: 'mlp.hook_post', layer: 2, neuron: 17, op: 'set', value: 3, positions }],
    [{ site: 'ln1.hook_scale', layer: 1, op: 'scale', value: 1.5, positions }],
    [{ site: scores, layer: 'all', query: position, op: 'knock-out' }],
    [{ site: scores, layer: 1, head: 2, query: { from: 2 }, key: 1, op: 'knock-out' }],
    [{ site: 'attn.hook_z', layer: 1, op: 'scale', value: 0, positions: [position + 1] }],
    [{ layer: 1, op: 'stop' }],
    [{ layer: 0, op: 'stop' }, ...(headTests(position)[0] ?? [])],
    [...(headTests(position)[3] ?? []), ...(headTests(position)[9] ?? [])],
  ];
}

/** Bits of the logits at the position, by test. */
function measured(branch: Branch, position: number, tests: readonly List[]): Map<number, string> {
  const bits = new Map<number, string>();
  for (const turn of branch.runTests(position, tests)) {
    for (const { test, logits } of turn) {
      expect(bits.has(test), `test ${String(test)} is answered once`).toBe(false);
      bits.set(test, bitsOf(logits));
    }
  }
  return bits;
}

function bitsOf(row: Float32Array): string {
  return Buffer.from(row.buffer, row.byteOffset, row.byteLength).toString('base64');
}

/** Tests whose bits are not those of a run with both lists. */
function faultsOf(branch: Branch, position: number, tests: readonly List[]): readonly string[] {
  const found = measured(branch, position, tests);
  return tests.flatMap((list, index) => {
    const fork = drain(branch.fork([...branch.interventions, ...list]));
    const isEqual = found.get(index) === bitsOf(fork.borrowRow('logits', 0, position));
    fork.dispose();
    return isEqual ? [] : [`${String(index)}: ${JSON.stringify(list)}`];
  });
}

describe.each(precisions)('in %s, the bits are those of a run with that list', (precision) => {
  const forward = createTinyForwardPass(model, precision);
  const owns: readonly (readonly [string, List])[] = [
    ['of an unchanged branch', []],
    [
      'of a changed branch',
      [
        { site: 'hook_mlp_out', layer: 1, op: 'scale', value: 0.5 },
        { site: 'attn.hook_z', layer: 2, head: 1, op: 'scale', value: 2 },
        { site: scores, layer: 0, head: 3, query: { from: 4 }, key: 2, op: 'knock-out' },
      ],
    ],
    ['of a branch that stops', [{ layer: 1, op: 'stop' }]],
  ];
  test.each(owns)('%s', (_, own) => {
    const branch = forward.createBranch(own);
    drain(branch.prefill(tokens));
    for (const position of [last, 4, 0]) {
      const tests = [
        ...headTests(position),
        ...beamTests(position),
        ...wholeLayers(),
        ...wholeLayers([...tokens.keys()].slice(1)),
        ...mixedTests(position),
      ];
      expect(faultsOf(branch, position, tests)).toEqual([]);
    }
    branch.dispose();
  });
});

describe('a branch that is tested', () => {
  const forward = createTinyForwardPass(model, 'i16');

  test('is not changed, and may go on between two turns', () => {
    const branch = forward.createBranch();
    drain(branch.prefill(tokens));
    const plain = forward.createBranch();
    drain(plain.prefill(tokens));
    const tests = [...headTests(last), ...wholeLayers([0, 3])];
    const wanted = measured(plain, last, tests);
    const found = new Map<number, string>();
    let turnCount = 0;
    for (const turn of branch.runTests(last, tests)) {
      for (const { test, logits } of turn) found.set(test, bitsOf(logits));
      // What else the model may be asked for in between.
      turnCount += 1;
      if (turnCount === 2) branch.step(7);
      branch.borrowRow('attn.hook_z', turnCount % layerCount, turnCount % tokens.length);
      branch.borrowLogits();
      forward.borrowUnembedded(new Float32Array(model.shape.width).fill(turnCount));
    }
    expect(found).toEqual(wanted);
    plain.step(7);
    expect(differingRows(rowBits(branch, layerCount), rowBits(plain, layerCount))).toEqual([]);
  });

  test('stops between two turns and leaves no run behind', () => {
    const branch = forward.createBranch();
    drain(branch.prefill(tokens));
    const { id } = drain(branch.fork([]));
    const from = (run: number): Branch =>
      drain(branch.fork([{ site: 'hook_mlp_out', layer: 0, op: 'patch', run, position: 0 }]));
    const turns = branch.runTests(last, wholeLayers([2]));
    turns.next();
    // A test that touches earlier positions takes two runs: one cut to its position, and its fork.
    expect(() => [from(id + 1), from(id + 2)]).not.toThrow();
    turns.next();
    turns.return();
    expect(() => from(id + 1)).toThrow('There is no run');
    expect(() => from(id + 2)).toThrow('There is no run');
  });

  test('refuses what does not fit before it computes anything', () => {
    const branch = forward.createBranch();
    drain(branch.prefill(tokens));
    const turns = branch.runTests(last, [
      ...headTests(last),
      [{ site: 'attn.hook_z', layer: 99, op: 'scale', value: 0 }],
    ]);
    expect(() => turns.next()).toThrow(/^Test 12: Intervention 0: there is no layer 99/u);
    expect(() => branch.runTests(last + 1, [[]]).next()).toThrow('There is no position 10');
  });
});
