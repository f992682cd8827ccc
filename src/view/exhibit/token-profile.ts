import { decodeDisplayCode } from '#contract/display-code.ts';
import { binBounds } from '#contract/overview.ts';
import { againstCosine, residBinCount, washRange } from '#contract/texel-layout.ts';
import { commonRange } from '#view/common-range.ts';
import {
  countWords,
  exactNumber,
  groupedNumber,
  listWords,
  roughNumber,
  shortNumber,
} from '#view/number-words.ts';
import type { Board } from './board.ts';
import { towerBoard, type TokenStory } from './token-story.ts';

/** What lies on the spine, layer by layer: its vector, how long it is, how it turns, what is added. */
export function residualBoards(story: TokenStory): readonly Board[] {
  return [
    profileBoard(story),
    normBoard(story),
    cosineBoard(story),
    addedBoard(story, 'attention'),
    addedBoard(story, 'feed-forward'),
  ];
}

function profileBoard(story: TokenStory): Board {
  const { hello, position, overview } = story;
  const { hi, brightness, binSize } = hello.display.hooks.hook_resid_post;
  const [dark, full] = commonRange(brightness);
  const valueAt = (layer: number, bin: number): number =>
    decodeDisplayCode(overview?.residCodes[layer * residBinCount + bin] ?? 0, hi[layer] ?? 0);
  return towerBoard(story, {
    key: 'profile',
    title: 'Vector through depth',
    sentence: profileWords(story, valueAt),
    name: `hook_resid_post[position ${String(position)}] ÷ its RMS`,
    status: 'DERIVED',
    made: `the strongest of ${String(binSize)} neighbouring dimensions, sign kept, divided by the row’s RMS, which is what the next layer sees; from display codes, within 4.7 %; log scale from ${exactNumber(dark)} to ${exactNumber(full)}, one for all layers, as windows have it under the common scale`,
    chart: 'bars',
    columnCount: residBinCount,
    scale: { kind: 'log', dark, full },
    hue: { kind: 'residual' },
    valueAt,
    targetAt: (layer, bin) => ({ kind: 'bin', site: 'hook_resid_post', position, layer, bin }),
    columnOf: (target) =>
      target.kind === 'bin' && target.site === 'hook_resid_post' && target.position === position
        ? target.bin
        : -1,
  });
}

function profileWords(
  { layers, hello }: TokenStory,
  valueAt: (layer: number, bin: number) => number,
): string {
  const what = 'One row a layer: the residual stream in 64 windows, as on the spine.';
  const top = layers.at(-1);
  if (top === undefined) return what;
  const strongestOn = (layer: number): number => {
    let strongest = 0;
    for (let bin = 1; bin < residBinCount; bin += 1) {
      if (Math.abs(valueAt(layer, bin)) > Math.abs(valueAt(layer, strongest))) strongest = bin;
    }
    return strongest;
  };
  const bin = strongestOn(top);
  const alike = layers.filter((layer) => strongestOn(layer) === bin).length;
  const [from, to] = binBounds(bin, residBinCount, hello.model.width);
  return `${what} After layer ${String(top)} the strongest is ${roughNumber(valueAt(top, bin))} times the RMS, among dimensions ${String(from)} to ${String(to - 1)}; that window leads on ${countWords(alike, 'layer')} of ${String(layers.length)}.`;
}

function normBoard(story: TokenStory): Board {
  const { overview, layers, position } = story;
  const normAt = (layer: number): number => overview?.residNorm[layer] ?? NaN;
  const [dark, full] = decadesAround(story);
  const [first, last] = [layers[0], layers.at(-1)];
  const rise =
    first === undefined || last === undefined
      ? ''
      : ` It is ${lengthWords(normAt(first))} after layer ${String(first)} and ${lengthWords(normAt(last))} after layer ${String(last)}.`;
  return towerBoard(story, {
    key: 'norm',
    title: 'Length of the residual',
    sentence: `How long the residual vector is after each layer.${rise}`,
    name: `‖hook_resid_post[position ${String(position)}]‖`,
    status: 'DERIVED',
    made: `√Σx²; log scale from ${groupedNumber(dark)} to ${groupedNumber(full)}, the powers of ten around all norms of this run`,
    chart: 'bars',
    scale: { kind: 'log', dark, full },
    hue: { kind: 'residual' },
    valueAt: normAt,
    targetAt: (layer) => ({ kind: 'layer', layer }),
    columnOf: ({ kind }) => (kind === 'layer' ? 0 : -1),
  });
}

/** Powers of ten that hold every norm of the run, so that tokens can be compared. */
function decadesAround({ state }: TokenStory): readonly [dark: number, full: number] {
  let [least, most] = [Infinity, 0];
  for (const overview of state.overviews) {
    for (const norm of overview?.residNorm ?? []) {
      if (norm > 0 && norm < least) least = norm;
      if (norm > most) most = norm;
    }
  }
  if (most === 0) return [1, 10];
  const dark = 10 ** Math.floor(Math.log10(least));
  return [dark, Math.max(10 * dark, 10 ** Math.ceil(Math.log10(most)))];
}

/** 25,094 · 312 · 0.54 */
export function lengthWords(norm: number): string {
  return norm >= 1000 ? groupedNumber(Math.round(norm)) : shortNumber(norm);
}

function cosineBoard(story: TokenStory): Board {
  const { overview, layers, position } = story;
  const cosineAt = (layer: number): number => overview?.residCosine[layer] ?? NaN;
  const turned = layers.toSorted((a, b) => cosineAt(a) - cosineAt(b))[0];
  const finding =
    turned === undefined
      ? ''
      : ` It turns most on layer ${String(turned)}: cosine ${shortNumber(cosineAt(turned))}.`;
  return towerBoard(story, {
    key: 'cosine',
    title: 'Cosine to the layer before',
    sentence: `How far each layer turns the vector; 1 is not at all.${finding}`,
    name: `cos(hook_resid_post, hook_resid_pre)[position ${String(position)}]`,
    status: 'DERIVED',
    made: 'a·b / (‖a‖ ‖b‖); layer 0 against the embedding; length from 0 to 1',
    chart: 'bars',
    scale: { kind: 'linear', full: 1 },
    hue: { kind: 'residual' },
    valueAt: cosineAt,
    targetAt: (layer) => ({ kind: 'layer', layer }),
    columnOf: ({ kind }) => (kind === 'layer' ? 0 : -1),
  });
}

const storeys = {
  attention: { column: 0, words: 'attention', output: 'hook_attn_out', residual: 'hook_resid_pre' },
  'feed-forward': {
    column: 1,
    words: 'the feed-forward part',
    output: 'hook_mlp_out',
    residual: 'hook_resid_mid',
  },
} as const;

function addedBoard(story: TokenStory, kind: keyof typeof storeys): Board {
  const { overview, position } = story;
  const { column, output, residual, words } = storeys[kind];
  const ratioAt = (layer: number): number => overview?.added[2 * layer + column] ?? NaN;
  const { low, high } = washRange;
  return towerBoard(story, {
    key: `added-${kind}`,
    title: kind === 'attention' ? 'Attention adds' : 'Feed-forward adds',
    sentence: `How much ${words} adds on each layer, as a share of the length that is there.${addedFinding(story, column)}`,
    name: `‖${output}‖ / ‖${residual}‖[position ${String(position)}]`,
    status: 'DERIVED',
    made: `ratio of two norms; log scale from ${String(low)} to ${String(high)}, the wash’s own`,
    chart: 'bars',
    scale: { kind: 'log', dark: low, full: high },
    hue: { kind },
    valueAt: ratioAt,
    targetAt: (layer) => ({ kind, position, layer }),
    columnOf: (target) => (target.kind === kind && target.position === position ? 0 : -1),
  });
}

/** Where most is added, and where it is taken away. */
function addedFinding({ overview, layers }: TokenStory, column: 0 | 1): string {
  const ratioAt = (layer: number): number => overview?.added[2 * layer + column] ?? 0;
  const strongest = layers.toSorted((a, b) => ratioAt(b) - ratioAt(a)).slice(0, 2);
  if (strongest.length === 0) return '';
  const named = strongest.map(
    (layer) => `${shortNumber(ratioAt(layer))} on layer ${String(layer)}`,
  );
  const against = layers.filter(
    (layer) => (overview?.addedCosine[2 * layer + column] ?? 0) < againstCosine,
  );
  const takes =
    against.length === 0
      ? ''
      : ` It points against what is there on ${against.length > 4 ? countWords(against.length, 'layer') : `layer${against.length > 1 ? 's' : ''} ${listWords(against.map(String))}`}.`;
  return ` Most is ${listWords(named)}.${takes}`;
}
