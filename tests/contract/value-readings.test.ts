import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDefaultModel } from '#server/default-model-files.ts';
import { bounds } from '#tests/support/bounds.ts';
import {
  capitalPattern,
  capitalRow,
  capitalShape,
  rootMeanSquare,
} from '#tests/support/capital-rows.ts';
import { openModelRun, type ModelRun } from '#tests/support/model-run.ts';
import { readReference } from '#tests/support/reference.ts';
import { activationExhibit } from '#view/exhibit/activation-exhibit.ts';
import type { ActivationPlace } from '#view/exhibit/activation-value.ts';
import type { Board } from '#view/exhibit/board.ts';

/** Single values of “The capital of France is” against what PyTorch computes. */
const { tokenCount } = capitalShape;
const layer = 23;
const position = 4;
const { rowMax } = bounds.i16;

let run: ModelRun;

beforeAll(async () => {
  run = await openModelRun(await loadDefaultModel('stored'), readReference('capital').text);
});

afterAll(() => {
  run.close();
});

/** The exhibit's boards with all rows they wished for. */
async function whole(place: ActivationPlace): Promise<(key: string) => Board> {
  await run.fulfil(activationExhibit(place, run.store).wishes);
  const { boards, wishes } = activationExhibit(place, run.store);
  expect(wishes).toEqual([]);
  return (key) => {
    const found = boards.find((board) => board.key === key);
    if (!found) throw new Error(`There is no board ${key}.`);
    return found;
  };
}

test('neuron 100 of layer 25 on “ is”: alone, beside others, at every token, on every layer', async () => {
  const place: ActivationPlace = {
    ...{ level: 'activation', site: 'mlp.hook_post' },
    ...{ layer: 25, position, index: 100 },
  };
  const board = await whole(place);
  const near = (seen: number, row: Float32Array, index: number, label: string): void => {
    const rms = rootMeanSquare(row);
    expect(Math.abs(seen - (row[index] ?? NaN)), label).toBeLessThan(rowMax * rms);
  };
  const own = capitalRow('mlp.hook_post', 25, position);
  const { sentence } = activationExhibit(place, run.store);
  const numbers = /is (\S+)\. That .* gate (\S+) \(mlp.*up (\S+) \(mlp/.exec(sentence) ?? [];
  const [value = NaN, gate = NaN, up = NaN] = numbers
    .slice(1)
    .map((each) => Number(each.replace('−', '-')));
  near(value, own, 100, 'value');
  near(gate, capitalRow('mlp.hook_pre', 25, position), 100, 'gate');
  near(up, capitalRow('mlp.hook_pre_linear', 25, position), 100, 'up');
  // silu(x) = x / (1 + exp(−x))
  expect(value).toBeCloseTo((gate / (1 + Math.exp(-gate))) * up, 5);
  for (const [nth, seen] of board('neighbours').values.entries()) {
    near(seen, own, 84 + nth, `neighbour ${String(nth)}`);
  }
  for (const [token, seen] of board('over-tokens').values.entries()) {
    near(seen, capitalRow('mlp.hook_post', 25, token), 100, `token ${String(token)}`);
  }
  const layers = board('over-layers');
  expect(layers.rowCount).toBe(30);
  for (const [row, seen] of layers.values.entries()) {
    near(seen, capitalRow('mlp.hook_post', 29 - row, position), 100, `layer ${String(29 - row)}`);
  }
  const spread = board('distribution');
  expect(spread.values.reduce((sum, count) => sum + count, 0)).toBe(1536);
  const [high, low] = [Math.max(...own), Math.min(...own)];
  const wanted = new Float64Array(24);
  for (const each of own) {
    const bin = Math.min(23, Math.floor((24 * (each - low)) / (high - low)));
    wanted[23 - bin] = (wanted[23 - bin] ?? 0) + 1;
  }
  const moved = wanted.reduce(
    (sum, count, bin) => sum + Math.abs(count - (spread.values[bin] ?? NaN)),
    0,
  );
  // Values at an edge may lie in the next bin by the precision's own error.
  expect(moved).toBeLessThan(16);
});

test('other rows, of heads and of the stream, are told as exactly', async () => {
  const places: readonly Pick<ActivationPlace, 'site' | 'index'>[] = [
    { site: 'attn.hook_z', index: 4 * 64 + 12 },
    { site: 'attn.hook_v', index: 2 * 64 + 3 },
    { site: 'attn.hook_pattern', index: 4 * tokenCount + 3 },
    { site: 'hook_resid_post', index: 100 },
    { site: 'ln2.hook_scale', index: 0 },
  ];
  for (const { site, index } of places) {
    const board = await whole({ level: 'activation', layer, position, site, index });
    const layers = board('over-layers').values;
    for (const [row, seen] of layers.entries()) {
      const wanted = capitalRow(site, 29 - row, position);
      const rms = rootMeanSquare(wanted);
      const error = Math.abs(seen - (wanted[index] ?? NaN));
      expect(error, `${site}, layer ${String(29 - row)}`).toBeLessThan(rowMax * rms);
    }
  }
  const board = await whole({
    ...{ level: 'activation', layer, position, site: 'attn.hook_pattern' },
    index: 4 * tokenCount + 3,
  });
  const overTokens = [...board('over-tokens').values];
  expect(overTokens.slice(0, 3)).toEqual([NaN, NaN, NaN]);
  expect(overTokens[3]).toBeCloseTo(capitalPattern(layer, 4, 3)[3] ?? NaN, 2);
});
