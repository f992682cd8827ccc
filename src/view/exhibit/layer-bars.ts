import type { LayerSite } from '#contract/hook-site.ts';
import type { StoreyName } from '#contract/zoom.ts';
import { againstCosine, washRange } from '#contract/texel-layout.ts';
import type { ReadableStore } from '#store/read.ts';
import type { Board } from './board.ts';
import { tokenBars } from './token-bars.ts';

interface Storey {
  readonly storey: StoreyName;
  readonly column: 0 | 1;
  readonly words: string;
  readonly output: LayerSite;
  readonly residual: LayerSite;
  readonly scale: LayerSite & `ln${string}`;
}

const storeys: readonly Storey[] = [
  {
    storey: 'attention',
    column: 0,
    words: 'Attention',
    output: 'hook_attn_out',
    residual: 'hook_resid_pre',
    scale: 'ln1.hook_scale',
  },
  {
    storey: 'feed-forward',
    column: 1,
    words: 'Feed-forward',
    output: 'hook_mlp_out',
    residual: 'hook_resid_mid',
    scale: 'ln2.hook_scale',
  },
];

/** What both storeys of a layer add to each token: ratios of norms, then cosines. */
export function addedBoards(store: ReadableStore, layer: number): readonly Board[] {
  const block = `blocks.${String(layer)}.`;
  return storeys.flatMap(({ storey, column, words, output, residual }) => [
    tokenBars(store, layer, {
      key: `added-${storey}`,
      group: 'What the layer adds',
      title: `${words} adds`,
      plain: `What ${words.toLowerCase()} adds to each token, times the length of what is there.`,
      findingOf: (most, least) => `It adds most to ${most} and least to ${least}.`,
      name: `‖${block}${output}‖ / ‖${block}${residual}‖`,
      status: 'DERIVED',
      made: `Ratio of two norms of this run; log scale from ${String(washRange.low)} to ${String(washRange.high)}, as the storeys’ glow.`,
      valueOf: ({ added }) => added[2 * layer + column] ?? NaN,
      scale: { kind: 'log', dark: washRange.low, full: washRange.high },
      hue: { kind: storey },
      targetOf: (position) => ({ kind: storey, position, layer }),
    }),
    tokenBars(store, layer, {
      key: `cosine-${storey}`,
      group: 'What the layer adds',
      title: `${words}: cosine`,
      plain: `Whether ${words.toLowerCase()} adds along what is there (1), sideways (0) or against it (−1); below ${minus(againstCosine)} it takes away.`,
      findingOf: (most, least) =>
        `It points most along ${most}, least along or most against ${least}.`,
      name: `cos(${block}${output}, ${block}${residual})`,
      status: 'DERIVED',
      made: 'Dot product over the product of the norms, computed with the run; bars from −1 to 1.',
      valueOf: ({ addedCosine }) => addedCosine[2 * layer + column] ?? NaN,
      scale: { kind: 'linear', full: 1 },
      hue: { kind: storey },
      targetOf: (position) => ({ kind: storey, position, layer }),
    }),
  ]);
}

/** LayerNorm scales 0.01 … 1000, as the collars of the towers; a norm is √width times that. */
const scaleRange = { low: 0.01, high: 1000 } as const;

/** What LayerNorm divides each token by before either storey reads it, and the stream's norm after. */
export function normBoards(store: ReadableStore, layer: number): readonly Board[] {
  const block = `blocks.${String(layer)}.`;
  const width = Math.sqrt(store.state.hello?.model.width ?? 1);
  const group = 'How large the stream is';
  return [
    ...storeys.map(({ storey, column, words, scale }) =>
      tokenBars(store, layer, {
        key: `scale-ln${String(column + 1)}`,
        group,
        title: `LayerNorm ${String(column + 1)}`,
        plain: `What each token’s residual is divided by before ${words.toLowerCase()} reads it (LayerNorm).`,
        findingOf: (most, least) => `It is largest at ${most}, smallest at ${least}.`,
        name: `${block}${scale}`,
        status: 'REAL',
        made: `√(mean square + 10⁻⁵); log scale from ${String(scaleRange.low)} to ${String(scaleRange.high)}, as the collars.`,
        valueOf: ({ lnScale }) => lnScale[2 * layer + column] ?? NaN,
        scale: { kind: 'log', dark: scaleRange.low, full: scaleRange.high },
        hue: { kind: storey },
        targetOf: (position) => ({ kind: 'value', site: scale, position, layer, index: 0 }),
      }),
    ),
    tokenBars(store, layer, {
      key: 'norm',
      group,
      title: 'Stream’s length',
      plain: 'How long each token’s residual is after this layer.',
      findingOf: (most, least) => `It is longest at ${most}, shortest at ${least}.`,
      name: `‖${block}hook_resid_post‖`,
      status: 'DERIVED',
      made: 'Norm, computed with the run; log scale, √width times that of the LayerNorm scales.',
      valueOf: ({ residNorm }) => residNorm[layer] ?? NaN,
      scale: { kind: 'log', dark: scaleRange.low * width, full: scaleRange.high * width },
      hue: { kind: 'residual' },
      targetOf: (position) => ({ kind: 'token', position }),
    }),
  ];
}

function minus(value: number): string {
  return String(value).replace('-', '−');
}
