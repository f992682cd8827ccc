import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LayerSite } from '#contract/hook-site.ts';
import type { ZoomPlace } from '#contract/zoom.ts';
import { loadDefaultModel } from '#server/default-model-files.ts';
import { openModelRun, type ModelRun } from '#tests/support/model-run.ts';
import {
  capitalPattern,
  capitalRow,
  capitalShape,
  dot,
  norm,
  rootMeanSquare,
} from '#tests/support/capital-rows.ts';
import { bounds, rowError } from '#tests/support/bounds.ts';
import { readReference } from '#tests/support/reference.ts';
import type { Board, Exhibit } from '#view/exhibit/board.ts';
import { componentExhibit } from '#view/exhibit/component-exhibit.ts';
import type { ComponentPlace } from '#view/exhibit/component-attention.ts';
import { layerExhibit } from '#view/exhibit/layer-exhibit.ts';

/**
 * Plaza and hall of “The capital of France is” against what PyTorch computes; what is derived is
 * derived here once more, in float64.
 */
const { tokenCount, headCount, width } = capitalShape;
const layer = 23;
const position = 4;
const { rowRms, rowMax } = bounds.i16;

type Place = ComponentPlace | Extract<ZoomPlace, { readonly level: 'layer' }>;

let run: ModelRun;

beforeAll(async () => {
  run = await openModelRun(await loadDefaultModel('stored'), readReference('capital').text);
});

afterAll(() => {
  run.close();
});

const exhibitOf = (place: Place): Exhibit =>
  place.level === 'layer' ? layerExhibit(place, run.store) : componentExhibit(place, run.store);

/** An exhibit with all it wished for. */
async function whole(place: Place): Promise<(key: string) => Board> {
  await run.fulfil(exhibitOf(place).wishes);
  const { boards, wishes } = exhibitOf(place);
  expect(wishes).toEqual([]);
  expect(boards.filter(({ missing }) => missing !== undefined)).toEqual([]);
  return (key) => {
    const found = boards.find((board) => board.key === key);
    if (!found) throw new Error(`There is no board ${key}.`);
    return found;
  };
}

function expectRow(seen: ArrayLike<number>, wanted: ArrayLike<number>, label: string): void {
  const { rms, max } = rowError(seen, wanted);
  expect(rms, label).toBeLessThanOrEqual(rowRms);
  expect(max, label).toBeLessThanOrEqual(rowMax);
}

const tokens = Array.from({ length: tokenCount }, (_, token) => token);
const heads = Array.from({ length: headCount }, (_, head) => head);

const wantedRow = (site: LayerSite, token = position): Float32Array =>
  capitalRow(site, layer, token);
const patternOf = (head: number, query: number): Float32Array => capitalPattern(layer, head, query);

test('a plaza’s matrices are the reference’s patterns, each query’s row within the bounds', async () => {
  const board = await whole({ level: 'layer', layer });
  for (const head of heads) {
    const { values, targetAt } = board(`pattern-${String(head)}`);
    for (const query of tokens) {
      const row = values.subarray(query * tokenCount, (query + 1) * tokenCount);
      expectRow(row.subarray(0, query + 1), patternOf(head, query), `head ${String(head)}`);
      expect(row.subarray(query + 1).every(Number.isNaN)).toBe(true);
      expect(targetAt(query, query)).toEqual({ kind: 'beam', layer, head, query, key: query });
    }
  }
  expect(board('pattern-4').values[4 * tokenCount + 3]).toBeCloseTo(0.9, 2);
});

/** Positions whose residual is more than ten times the lower median on any layer (SPEC.md, OV5). */
function sinksInFloat64(): ReadonlySet<number> {
  const found = new Set<number>();
  for (let at = 1; at < 30; at += 1) {
    const norms = tokens.map((token) => norm(capitalRow('hook_resid_pre', at, token)));
    const median = norms.toSorted((a, b) => a - b)[2] ?? NaN;
    for (const token of tokens) if ((norms[token] ?? 0) > 10 * median) found.add(token);
  }
  return found;
}

/** Mean weight of a head over the queries from the second on, by what it rests on. */
function sharesInFloat64(at: number, head: number): Readonly<Record<string, number>> {
  const sinks = sinksInFloat64();
  const shares = { self: 0, sink: 0, before: 0, farther: 0 };
  for (const query of tokens.slice(1)) {
    for (const [key, weight] of capitalPattern(at, head, query).entries()) {
      const other = sinks.has(key) ? 'sink' : key === query - 1 ? 'before' : 'farther';
      shares[key === query ? 'self' : other] += weight / (tokenCount - 1);
    }
  }
  return shares;
}

const shareWords: Readonly<Record<string, string>> = {
  self: 'stays on the token itself',
  sink: 'rests on a sink',
  before: 'goes to the token before',
  farther: 'goes to words farther back',
};

test('what is said of heads, and their order, is what float64 says', async () => {
  const seen = new Set<string>();
  for (const at of [0, 1, 2, 3, 8, layer]) {
    const board = await whole({ level: 'layer', layer: at });
    const reading: number[] = [];
    for (const head of heads) {
      const shares = sharesInFloat64(at, head);
      const label = `layer ${String(at)}, head ${String(head)}`;
      const { sentence } = board(`pattern-${String(head)}`);
      const said = /Its largest share (.*): ([\d.]+) % on average/.exec(sentence);
      const [place, share] =
        Object.entries(shares).toSorted(([, a], [, b]) => b - a)[0] ?? (['', NaN] as const);
      expect(said?.[1], label).toBe(shareWords[place]);
      expect(Math.abs(Number(said?.[2]) - 100 * share), label).toBeLessThan(0.7);
      seen.add(place);
      reading.push((shares['before'] ?? 0) + (shares['farther'] ?? 0));
    }
    run.commands.changeSettings({ headOrder: 'reading' });
    const order = exhibitOf({ level: 'layer', layer: at })
      .boards.filter(({ key }) => key.startsWith('pattern'))
      .map(({ key }) => reading[Number(key.slice('pattern-'.length))] ?? NaN);
    run.commands.changeSettings({ headOrder: 'index' });
    for (const [place, share] of order.slice(1).entries()) {
      expect(share).toBeLessThan((order[place] ?? 0) + 2e-3);
    }
  }
  expect([...seen].sort()).toEqual(['before', 'self', 'sink']);
});

test('contributions, cosines, norms and LayerNorm scales are derived as in float64', async () => {
  const board = await whole({ level: 'layer', layer });
  for (const token of tokens) {
    const [pre, mid, post] = [
      wantedRow('hook_resid_pre', token),
      wantedRow('hook_resid_mid', token),
      wantedRow('hook_resid_post', token),
    ];
    const parts = [
      ['attention', wantedRow('hook_attn_out', token), pre],
      ['feed-forward', wantedRow('hook_mlp_out', token), mid],
    ] as const;
    for (const [storey, added, residual] of parts) {
      const ratio = norm(added) / norm(residual);
      const cosine = dot(added, residual) / (norm(added) * norm(residual));
      const seen = (key: string): number => board(`${key}-${storey}`).values[token] ?? NaN;
      expect(Math.abs(seen('added') / ratio - 1)).toBeLessThan(2 * rowRms);
      expect(Math.abs(seen('cosine') - cosine)).toBeLessThan(2 * rowRms);
    }
    const scaleOf = (row: Float32Array): number => Math.sqrt(dot(row, row) / width + 1e-5);
    const exact: readonly (readonly [string, number])[] = [
      ['scale-ln1', wantedRow('ln1.hook_scale', token)[0] ?? NaN],
      ['scale-ln1', scaleOf(pre)],
      ['scale-ln2', wantedRow('ln2.hook_scale', token)[0] ?? NaN],
      ['scale-ln2', scaleOf(mid)],
      ['norm', norm(post)],
    ];
    for (const [key, wanted] of exact) {
      const relative = (board(key).values[token] ?? NaN) / wanted - 1;
      expect(Math.abs(relative), key).toBeLessThan(rowRms);
    }
  }
});

test('[OV2] a bin of the stream is one of its nine dimensions, the strongest, within 4.7 %', async () => {
  const { values } = (await whole({ level: 'layer', layer }))('resid');
  const hi = run.store.state.hello?.display.hooks.hook_resid_post.hi[layer] ?? NaN;
  for (const token of tokens) {
    const post = wantedRow('hook_resid_post', token);
    const rms = Math.sqrt(dot(post, post) / width + 1e-5);
    for (let bin = 0; bin < 64; bin += 1) {
      const members = [...post.subarray(9 * bin, 9 * bin + 9)].map((value) =>
        Math.max(-hi, Math.min(hi, value / rms)),
      );
      const strongest = Math.max(...members.map(Math.abs));
      const seen = values[token * 64 + bin] ?? NaN;
      // Two of almost the same size may change places by the precision's own error.
      const fits = members.some(
        (member) =>
          Math.abs(member) >= strongest - 2 * rowMax &&
          Math.abs(seen - member) <= 0.048 * Math.abs(member) + rowMax,
      );
      expect(fits, `token ${String(token)}, bin ${String(bin)}: ${String(seen)}`).toBe(true);
    }
  }
});

const attention: ComponentPlace = { level: 'component', layer, position, storey: 'attention' };
const feedForward: ComponentPlace = { ...attention, storey: 'feed-forward' };

test('an attention hall shows the reference’s rows, whatever token it is of', async () => {
  const sites = [
    ['pattern', 'attn.hook_pattern'],
    ['scores', 'attn.hook_attn_scores'],
    ['q', 'attn.hook_q'],
    ['k', 'attn.hook_k'],
    ['v', 'attn.hook_v'],
    ['z', 'attn.hook_z'],
    ['out', 'hook_attn_out'],
  ] as const;
  for (const token of [2, position]) {
    const board = await whole({ ...attention, position: token });
    for (const [key, site] of sites) {
      expectRow(board(key).values, wantedRow(site, token), `${site}, token ${String(token)}`);
    }
  }
  const board = await whole(attention);
  expect(board('pattern').sentence).toContain('head 4 reads “␣France” most: 90 %');
});

test('a feed-forward hall shows the reference’s neurons; the strongest are its strongest', async () => {
  const board = await whole(feedForward);
  const sites = [
    ['pre', 'mlp.hook_pre'],
    ['linear', 'mlp.hook_pre_linear'],
    ['post', 'mlp.hook_post'],
    ['out', 'hook_mlp_out'],
  ] as const;
  for (const [key, site] of sites) {
    expectRow(board(key).values, wantedRow(site), site);
  }
  const post = wantedRow('mlp.hook_post');
  const rms = rootMeanSquare(post);
  const ranked = [...post].map(Math.abs).toSorted((a, b) => b - a);
  const strongest = board('strongest');
  expect(strongest.rowCount).toBe(12);
  for (const [place, name] of strongest.rowNames.entries()) {
    const wanted = post[Number(name)] ?? NaN;
    const error = Math.abs((strongest.values[place] ?? NaN) - wanted);
    expect(error, `neuron ${name}`).toBeLessThan(rowMax * rms);
    expect(Math.abs(wanted)).toBeGreaterThan((ranked[place] ?? NaN) - 2 * rowMax * rms);
  }
});
