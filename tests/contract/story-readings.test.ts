import { afterAll, beforeAll, expect, test } from 'vitest';
import { requireTensor } from '#contract/safetensors.ts';
import { loadDefaultModel } from '#server/default-model-files.ts';
import { openModelRun, type ModelRun } from '#tests/support/model-run.ts';
import { bounds } from '#tests/support/bounds.ts';
import { readReference, readReferenceTensors } from '#tests/support/reference.ts';
import { carriedBy } from '#view/carried-strength.ts';
import { boardLight, type Board, type Exhibit } from '#view/exhibit/board.ts';
import { tokenExhibit } from '#view/exhibit/token-exhibit.ts';
import type { RunnableModel } from '#workers/produce/runnable-model.ts';

/**
 * A token's story against what PyTorch computes: the reference holds every row of “The capital of
 * France is”; what is derived from rows is derived here once more, in float64.
 */
const position = 4;
const tokenCount = 5;
const layerCount = 30;
const headCount = 9;
const width = 576;
const reference = readReferenceTensors('capital');

let model: RunnableModel;
let run: ModelRun;

beforeAll(async () => {
  model = await loadDefaultModel('stored');
  run = await openModelRun(model, readReference('capital').text);
});

afterAll(() => {
  run.close();
});

const story = (at = position): Exhibit => tokenExhibit({ level: 'token', position: at }, run.store);

function boardOf(exhibit: Exhibit, key: string): Board {
  const found = exhibit.boards.find((board) => board.key === key);
  if (!found) throw new Error(`The story has no board ${key}.`);
  return found;
}

/** What a board shows of a layer, row 0 being the last. */
function shown(board: Board, layer: number, column = 0): number {
  return board.values[(layerCount - 1 - layer) * board.columnCount + column] ?? NaN;
}

function row(site: string, layer: number, at = position): Float64Array {
  const { data } = requireTensor(reference, `blocks.${String(layer)}.${site}`, 'F32', [
    tokenCount,
    width,
  ]);
  return Float64Array.from(data.subarray(at * width, (at + 1) * width));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}
const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));
const cosine = (a: Float64Array, b: Float64Array): number => dot(a, b) / (norm(a) * norm(b));

function patternOf(
  layer: number,
  head: number,
  query: number,
  site = 'attn.hook_pattern',
): Float32Array {
  const shape = [headCount, tokenCount, tokenCount];
  const { data } = requireTensor(reference, `blocks.${String(layer)}.${site}`, 'F32', shape);
  const first = (head * tokenCount + query) * tokenCount;
  return data.subarray(first, first + query + 1);
}

const layers = Array.from({ length: layerCount }, (_, layer) => layer);

test('norms, cosines and what is added are the reference’s, on every layer', () => {
  const exhibit = story();
  const [norms, cosines] = [boardOf(exhibit, 'norm'), boardOf(exhibit, 'cosine')];
  const attention = boardOf(exhibit, 'added-attention');
  const feedForward = boardOf(exhibit, 'added-feed-forward');
  for (const layer of layers) {
    const [pre, mid, post] = ['hook_resid_pre', 'hook_resid_mid', 'hook_resid_post'].map((site) =>
      row(site, layer),
    ) as [Float64Array, Float64Array, Float64Array];
    expect(shown(norms, layer) / norm(post), `norm ${String(layer)}`).toBeCloseTo(1, 3);
    expect(shown(cosines, layer), `cosine ${String(layer)}`).toBeCloseTo(cosine(post, pre), 3);
    const added = norm(row('hook_attn_out', layer)) / norm(pre);
    expect(shown(attention, layer) / added, `attention ${String(layer)}`).toBeCloseTo(1, 2);
    const written = norm(row('hook_mlp_out', layer)) / norm(mid);
    expect(shown(feedForward, layer) / written, `feed-forward ${String(layer)}`).toBeCloseTo(1, 2);
  }
});

test('the profile is the strongest of each nine dimensions over the RMS, as close as its code tells', () => {
  const profile = boardOf(story(), 'profile');
  const { hi } = run.store.state.hello?.display.hooks.hook_resid_post ?? { hi: [] };
  for (const layer of layers) {
    const post = row('hook_resid_post', layer);
    const rms = Math.sqrt(dot(post, post) / width + 1e-5);
    for (let bin = 0; bin < 64; bin += 1) {
      const members = [...post.subarray(bin * 9, bin * 9 + 9)].map((value) => value / rms);
      const strongest = members.toSorted((a, b) => Math.abs(b) - Math.abs(a))[0] ?? NaN;
      const clipped = Math.sign(strongest) * Math.min(Math.abs(strongest), hi[layer] ?? 0);
      const said = shown(profile, layer, bin);
      // Two of opposite sign may be equally strong but for the precision of the run.
      const error = Math.abs(Math.abs(said) - Math.abs(clipped)) / Math.abs(clipped);
      expect(error, `layer ${String(layer)}, bin ${String(bin)}`).toBeLessThan(0.06);
      if (said * clipped < 0) {
        const other =
          -Math.sign(strongest) * Math.max(...members.map((each) => -each * Math.sign(strongest)));
        expect(Math.abs(other / strongest)).toBeGreaterThan(0.98);
      }
    }
  }
});

test('what it reads is the mean of the heads’ patterns: roughly at first, then to the digit', async () => {
  const expected = (layer: number, key: number): number => {
    let sum = 0;
    for (let head = 0; head < headCount; head += 1)
      sum += patternOf(layer, head, position)[key] ?? 0;
    return sum / headCount;
  };
  const compare = (tolerance: (share: number) => number): void => {
    const read = boardOf(story(), 'read');
    for (const layer of layers) {
      for (let key = 0; key <= position; key += 1) {
        const [seen, wanted] = [shown(read, layer, key), expected(layer, key)];
        expect(Math.abs(seen - wanted), `layer ${String(layer)}, key ${String(key)}`).toBeLessThan(
          tolerance(wanted),
        );
      }
    }
  };
  expect(boardOf(story(), 'read').made).toContain('share codes');
  compare((share) => 0.002 + 0.03 * share);
  await run.fulfil(story().wishes);
  compare(() => 0.002);
  const read = boardOf(story(), 'read');
  expect(read.made).not.toContain('share codes');
  const [row23, France] = [layerCount - 1 - 23, 3];
  expect(read.targetAt(row23, France)).toEqual({
    kind: 'beam',
    layer: 23,
    head: 4,
    query: position,
    key: France,
  });
  expect(read.cellOf({ kind: 'beam', layer: 23, head: 4, query: position, key: France })).toBe(
    row23 * tokenCount + France,
  );
});

test('scores that are told are the reference’s', async () => {
  await run.fulfil(story().wishes);
  // What is named depends on exact weights; those may want other layers' scores.
  await run.fulfil(story().wishes);
  const notes = story().notes.filter((note) => note.startsWith('It reads'));
  expect(notes).toHaveLength(3);
  expect(notes[0]).toContain('“␣France” by head 4 of layer 23: weight 0.9');
  for (const note of notes) {
    const [, head, layer, weight, score] =
      /head (\d+) of layer (\d+): weight ([\d.]+), score ([−\d.]+) before/.exec(note) ?? [];
    const numbers = [head, layer, weight, score].map((each) => Number(each?.replace('−', '-')));
    const [headIndex = NaN, layerIndex = NaN, weightValue = NaN, scoreValue = NaN] = numbers;
    const weights = patternOf(layerIndex, headIndex, position);
    const key = weights.findIndex((each) => Math.abs(each - weightValue) < 0.003);
    expect(key, note).toBeGreaterThanOrEqual(0);
    const wanted = patternOf(layerIndex, headIndex, position, 'attn.hook_attn_scores')[key] ?? NaN;
    expect(Math.abs(scoreValue - wanted), note).toBeLessThan(0.05);
  }
});

test('who reads it is the largest weight over heads', () => {
  const France = 3;
  const readBy = boardOf(story(France), 'read-by');
  expect(readBy.columnCount).toBe(1);
  for (const layer of layers) {
    const weights = Array.from(
      { length: headCount },
      (_, head) => patternOf(layer, head, position)[France] ?? 0,
    );
    const wanted = Math.max(...weights);
    const seen = shown(readBy, layer);
    expect(Math.abs(seen - wanted), `layer ${String(layer)}`).toBeLessThan(0.002 + 0.03 * wanted);
    const target = readBy.targetAt(layerCount - 1 - layer, 0);
    if (target?.kind !== 'beam') throw new Error(`Layer ${String(layer)} has no beam.`);
    expect(Math.abs((weights[target.head] ?? 0) - wanted)).toBeLessThan(0.03 * wanted + 0.002);
  }
  expect(readBy.sentence).toContain('“␣is” reads most of it: head 4 of layer 23');
});

test('the final answer’s rank on every layer is what an unembedding in float64 gives', async () => {
  expect(boardOf(story(), 'lens-rank').missing).toContain('has not been read');
  await run.readLens(position);
  const rank = boardOf(story(), 'lens-rank');
  const { wanted, least, most } = ranksInFloat64();
  for (const layer of layers) {
    const seen = shown(rank, layer);
    expect(seen, `layer ${String(layer)}, about ${String(wanted[layer])}`).toBeGreaterThanOrEqual(
      least[layer] ?? NaN,
    );
    expect(seen, `layer ${String(layer)}`).toBeLessThanOrEqual(most[layer] ?? NaN);
  }
  const since = layers.findLast((layer) => wanted[layer] !== 1);
  expect(story().notes.join(' ')).toContain(
    `The answer “␣Paris” is first from layer ${String((since ?? -1) + 1)} on.`,
  );
  expect(boardLight(rank.scale, shown(rank, layerCount - 1))).toBe(0);
});

/** Places of the final answer per layer, and how they may shift within the precision's own error. */
function ranksInFloat64() {
  const answer = readReference('capital').argmax[position] ?? 0;
  const residuals = layers.map((layer) => {
    const post = row('hook_resid_post', layer);
    const rms = Math.sqrt(dot(post, post) / width + 1e-5);
    return post.map((each) => each / rms);
  });
  const directionOf = (token: number): Float64Array =>
    Float64Array.from(model.forward.borrowUnembeddingDirection(token));
  const answers = residuals.map((residual) => dot(residual, directionOf(answer)));
  const ones = (): number[] => answers.map(() => 1);
  const [wanted, least, most] = [ones(), ones(), ones()];
  const slack = 2 * bounds.i16.logit;
  for (let token = 0; token < model.forward.shape.vocabularySize; token += 1) {
    if (token === answer) continue;
    const direction = directionOf(token);
    for (const layer of layers) {
      const lead = dot(residuals[layer] ?? direction, direction) - (answers[layer] ?? 0);
      if (lead > 0) wanted[layer] = (wanted[layer] ?? 0) + 1;
      if (lead > slack) least[layer] = (least[layer] ?? 0) + 1;
      if (lead > -slack) most[layer] = (most[layer] ?? 0) + 1;
    }
  }
  return { wanted, least, most };
}

test('the length a beam’s carrying is compared with is the reference’s residual', () => {
  const { state } = run.store;
  const clock = { branch: 0, step: 3, position: 3, token: 0, revision: 0 };
  const one = new Float32Array(layerCount * headCount).fill(1);
  const carried = [undefined, undefined, undefined, { type: 'carried' as const, clock, norm: one }];
  for (const layer of layers) {
    const beam = { layer, head: 4, query: position, key: 3 };
    const { share = NaN } = carriedBy({ ...state, carried }, beam, 0.5) ?? {};
    expect(share * norm(row('hook_resid_pre', layer)), `layer ${String(layer)}`).toBeCloseTo(
      0.5,
      2,
    );
  }
});
