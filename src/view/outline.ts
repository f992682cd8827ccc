import type { DecodedOverview } from '#contract/decoded-message.ts';
import type { Target } from '#contract/intent.ts';
import type { CameraPose, Vec3 } from '#contract/preview.ts';
import type { EngineStatus, ReadableStore, StoreState } from '#store/read.ts';
import { describeTarget } from './describe-target.ts';
import type { Exhibit } from './exhibit/board.ts';
import { lastLayer, litLayerAt } from './focus-position.ts';
import { countWords, listWords, percentWords } from './number-words.ts';
import { outlineChanges } from './outline-changes.ts';
import { outlineDisplay } from './outline-display.ts';
import { outlineExhibit } from './outline-exhibit.ts';
import type { OutlineNode } from './outline-node.ts';
import { outlineSelection } from './outline-selection.ts';
import { outlineTour } from './outline-tour.ts';
import { predictionsOf, tokenWords } from './token-words.ts';

/** What the outline tells beside the store. */
export interface OutlineExtras {
  /** What is pointed at or focused. */
  readonly target: Target | undefined;
  readonly camera: CameraPose | undefined;
  /** What stands open beside the towers, once it is at hand. */
  readonly exhibit: Exhibit | undefined;
}

/**
 * The whole scene in words, for screen readers and for tests: whatever a control changes, changes a
 * sentence here. Sections always come in this order and under these keys.
 */
export function outlineOf(store: ReadableStore, extras: OutlineExtras): readonly OutlineNode[] {
  const { state } = store;
  return [
    runNode(state),
    { key: 'model', text: engineWords(state.engine), children: [] },
    playbackNode(state),
    tokensNode(state),
    outlineSelection(state),
    ...outlineChanges(store),
    outlineExhibit(state, extras.exhibit),
    pointedNode(store, extras.target),
    ...outlineDisplay(state),
    outlineTour(store),
    outlineCamera(extras.camera),
    noticesNode(state),
  ];
}

function leaf(key: string, text: string): OutlineNode {
  return { key, text, children: [] };
}

function runNode(state: StoreState): OutlineNode {
  const { hello, runSource, awaitedPrompt, ended, prefill } = state;
  const awaited =
    awaitedPrompt === undefined
      ? []
      : [leaf('awaited-prompt', `Waiting to be read: “${awaitedPrompt}”.`)];
  if (!hello) return { key: 'run', text: 'No run is here yet.', children: awaited };
  const { model, run } = hello;
  const kind = runSource === 'live' ? 'Live run' : 'Recorded run';
  return {
    key: 'run',
    text: `${kind} of ${model.name}, ${countWords(model.layerCount, 'layer')}, ${countWords(model.headCount, 'head')} each, precision ${run.precision}.`,
    children: [
      leaf('prompt', `The prompt is “${run.prompt}”${run.chat ? ', sent as a chat message' : ''}.`),
      ...awaited,
      ...(prefill
        ? [
            leaf(
              'prefill',
              `The prompt is being computed: layer ${String(prefill.layer)} of ${String(model.layerCount - 1)} for ${countWords(prefill.positionCount, 'token')}.`,
            ),
          ]
        : []),
      ...(ended === undefined ? [] : [leaf('ended', ended)]),
    ],
  };
}

/** How far the model is, in bytes and seconds. */
export function engineWords(engine: EngineStatus): string {
  switch (engine.kind) {
    case 'idle':
      return 'The model has not begun to load.';
    case 'ready':
      return 'The model is ready.';
    case 'failed':
      return `The model is not here: ${engine.message}`;
    case 'loading': {
      const { stage, loadedBytes, totalBytes, elapsedMillis } = engine.progress;
      const seconds = `${(elapsedMillis / 1000).toFixed(1)} seconds`;
      if (stage === 'prepare' || stage === 'ready')
        return `The model is being prepared, ${seconds}.`;
      const from = stage === 'cache' ? 'from this browser’s store' : 'from the server';
      const megabytes = `${(loadedBytes / 1e6).toFixed(1)} of ${(totalBytes / 1e6).toFixed(1)} MB`;
      return `The model is loading ${from}: ${megabytes}, ${seconds}.`;
    }
  }
}

function playbackNode(state: StoreState): OutlineNode {
  const { playback, cursor, hello, arrivedCount, awaitedTokens, settings } = state;
  const top = lastLayer(state);
  const { promptTokenCount = 0 } = hello?.run ?? {};
  const moves = { paused: 'Paused', playing: 'Playing', stepping: 'Stepping' }[playback.kind];
  const isSweep = cursor.sweep && cursor.position < promptTokenCount;
  const at = isSweep
    ? `the whole prompt, ${countWords(promptTokenCount, 'token')}`
    : `token ${String(cursor.position)} of ${String(Math.max(0, state.tokens.length - 1))}, ${tokenWords(state, cursor.position)}`;
  const layer =
    cursor.layer < 0
      ? 'no layer lit'
      : `lit to layer ${String(Math.min(cursor.layer, top))} of ${String(top)}`;
  const ahead = Math.max(0, arrivedCount - 1 - cursor.position);
  return {
    key: 'playback',
    text: hello ? `${moves} at ${at}, ${layer}.` : `${moves}.`,
    children: [
      leaf('speed', `The replay runs at ${String(settings.layersPerSecond)} layers a second.`),
      leaf(
        'ahead',
        `${countWords(ahead, 'token')} further computed, ${countWords(awaitedTokens, 'token')} awaited.`,
      ),
    ],
  };
}

function tokensNode(state: StoreState): OutlineNode {
  const { tokens, selectedPosition } = state;
  const shown = tokens.filter(({ position }) => litLayerAt(state, position) >= 0);
  return {
    key: 'tokens',
    text: `${countWords(shown.length, 'tower')} lit of ${countWords(tokens.length, 'token')}.`,
    children: shown.map(({ position }) => ({
      ...tokenNode(state, position),
      ...(position === selectedPosition && { isCurrent: true }),
    })),
  };
}

function tokenNode(state: StoreState, position: number): OutlineNode {
  const token = state.tokens[position];
  const top = (state.hello?.model.layerCount ?? 0) - 1;
  const lit = litLayerAt(state, position);
  const overview = state.overviews[position];
  const origin = token?.from === 'prompt' ? 'prompt' : 'written';
  const isSelected = position === state.selectedPosition ? ', selected' : '';
  const label = `Token ${String(position)}, ${tokenWords(state, position)}, id ${String(token?.id ?? 0)}, ${origin}${isSelected}`;
  const key = `token-${String(position)}`;
  if (!overview) return leaf(key, `${label}: not received.`);
  if (lit < top) return leaf(key, `${label}: lit to layer ${String(lit)}.`);
  const predictions = predictionWords(state, overview);
  return {
    key,
    text: `${label}: next ${predictions[0] ?? ''}.`,
    children: [leaf(`${key}-billboard`, `Billboard: ${predictions.join(', ')}.`)],
  };
}

/** A billboard's words stay as long as its overview and the vocabulary do. */
const billboards = new WeakMap<DecodedOverview, Billboard>();

interface Billboard {
  readonly vocabulary: StoreState['vocabulary'];
  readonly words: readonly string[];
}

function predictionWords(state: StoreState, overview: DecodedOverview): readonly string[] {
  const { vocabulary } = state;
  const known = billboards.get(overview);
  if (known && vocabulary && known.vocabulary === vocabulary) return known.words;
  const words = predictionsOf(state, overview).map(
    ({ words: token, probability }) => `${token} ${percentWords(probability)}`,
  );
  billboards.set(overview, { vocabulary, words });
  return words;
}

function pointedNode(store: ReadableStore, target: Target | undefined): OutlineNode {
  const model = target && describeTarget(target, store);
  if (!model) return leaf('pointed', 'Nothing is pointed at.');
  const facts = [model.name, model.value, model.place, model.status, model.made];
  return {
    key: 'pointed',
    text: model.sentence,
    children: [
      leaf('pointed-facts', facts.filter((fact) => fact !== '').join(' · ')),
      ...model.details.map((detail, index) => leaf(`pointed-detail-${String(index)}`, detail)),
    ],
  };
}

/** Where the eye is: the one section that changes without the store, and often. */
export function outlineCamera(camera: CameraPose | undefined): OutlineNode {
  const text = camera
    ? `The eye is at ${metres(camera.position)} and looks at ${metres(camera.target)}.`
    : 'There is no camera: the city is not drawn.';
  return leaf('camera', text);
}

/** To the centimetre: the smallest move of a key is more. */
function metres({ x, y, z }: Vec3): string {
  // Adding 0 makes a rounded −0 a 0.
  const parts = [x, y, z].map((each) =>
    (Math.round(each * 100) / 100 + 0).toFixed(2).replace('-', '−'),
  );
  return `(${parts.join(', ')}) m`;
}

function noticesNode({ notices, rejectedCount }: StoreState): OutlineNode {
  const counts = [
    countWords(notices.length, 'notice'),
    countWords(rejectedCount, 'message dropped', 'messages dropped'),
  ];
  return {
    key: 'notices',
    text: `${listWords(counts)}.`,
    children: notices.map(({ id, tone, text }) => leaf(`notice-${String(id)}`, `${tone}: ${text}`)),
  };
}
