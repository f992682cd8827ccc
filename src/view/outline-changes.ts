import { wantedChanges } from '#store/read/change-state.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import { cutWords } from './change-words.ts';
import { changeRows } from './change-list.ts';
import { changeResult, resultIsTest, type ResultRow } from './change-result.ts';
import { chosenModel } from './chosen-model.ts';
import { effectCaution, effectList } from './effect-list.ts';
import { countWords } from './number-words.ts';
import type { OutlineNode } from './outline-node.ts';

/** What was done to the model, what came of it, what heads and beams are worth, what is kept in view. */
export function outlineChanges(store: ReadableStore): readonly OutlineNode[] {
  const { state } = store;
  return [
    changesNode(state),
    resultNode(state),
    effectsNode(state),
    pinnedNode(store),
    leaf('light', lightWords(state)),
    leaf('next-change', nextWords(state)),
  ];
}

function leaf(key: string, text: string): OutlineNode {
  return { key, text, children: [] };
}

function changesNode(state: StoreState): OutlineNode {
  const rows = changeRows(state);
  return {
    key: 'changes',
    text: changesWords(state),
    children: rows.map(({ id, sentence, name, isOn, notes }) => ({
      key: `change-${String(id)}`,
      text: isOn ? sentence : `Off: ${sentence}`,
      children: [name, ...notes].map((text, nth) =>
        leaf(`change-${String(id)}-${String(nth)}`, text),
      ),
    })),
  };
}

/** How many changes there are, and which run is shown. */
export function changesWords(state: StoreState): string {
  const { pendingChanges, branch, beside } = state;
  const entries = wantedChanges(state);
  const offCount = entries.filter(({ isOn }) => !isOn).length;
  const off = offCount === 0 ? '' : `, ${String(offCount)} of them off`;
  const count = `${countWords(entries.length, 'change')}${off}`;
  if (pendingChanges) return `The model runs again with ${count}.`;
  if (entries.length === 0) return 'Nothing of the model is changed.';
  if (branch !== 0) return `${count}; the changed run is shown.`;
  return beside ? `${count}; the original run is shown.` : `${count}; the model runs unchanged.`;
}

function resultNode(state: StoreState): OutlineNode {
  const result = changeResult(state);
  if (!result) return leaf('result', 'There are no two runs to compare.');
  const { sentence, before, after, figures, fork } = result;
  const lists = [
    ['result-before', 'Before', before],
    ['result-after', 'After', after],
  ] as const;
  return {
    key: 'result',
    text: sentence,
    children: [
      ...lists.map(([key, name, rows]) => leaf(key, `${name}: ${rows.map(rowWords).join(', ')}.`)),
      ...[...figures, fork, resultIsTest]
        .filter((text) => text !== '')
        .map((text, nth) => leaf(`result-${String(nth)}`, text)),
    ],
  };
}

function rowWords({ words, probability, logprob, change }: ResultRow): string {
  const gained = change === '' ? '' : `, ${change}`;
  return `${words} ${probability} (log-probability ${logprob}${gained})`;
}

/** While it is measured only what lies under it changes, so that not each number is said aloud. */
function effectsNode(state: StoreState): OutlineNode {
  const list = effectList(state);
  if (!list) return leaf('effects', 'It was not measured what matters.');
  const { title, progress, isMeasuring, rows, rest } = list;
  const texts = [...(isMeasuring ? [progress] : []), ...(rest === '' ? [] : [rest]), effectCaution];
  return {
    key: 'effects',
    text: isMeasuring ? `${title} is being measured.` : `${title}: ${progress}`,
    children: [
      ...rows.map(({ key, words, name, nats, flip, mark }) => ({
        key: `effect-${key}`,
        text: `${mark === '' ? '' : `${mark}: `}${words} is worth ${nats} nats${flip === '' ? '' : `, ${flip}`}.`,
        children: [leaf(`effect-${key}-name`, name)],
      })),
      ...texts.map((text, nth) => leaf(`effects-${String(nth)}`, text)),
    ],
  };
}

function pinnedNode(store: ReadableStore): OutlineNode {
  const { pinned } = store.state;
  const model = pinned && chosenModel(pinned, store);
  if (!model) return leaf('pinned', 'Nothing is kept in view.');
  return {
    key: 'pinned',
    text: `Kept in view: ${model.sentence}`,
    children: [leaf('pinned-facts', [model.name, model.value].join(' · '))],
  };
}

function lightWords({ settings, branch }: StoreState): string {
  const { light, cutLayer } = settings;
  const difference = 'how far each number moved from the original run';
  const shown =
    light !== 'difference'
      ? 'Windows show the run’s own numbers.'
      : branch === 0
        ? `Windows show the original run’s numbers; of a changed one they show ${difference}.`
        : `Windows show ${difference}.`;
  return cutLayer === null ? `${shown} No tower is cut open.` : `${shown} ${cutWords(cutLayer)}`;
}

function nextWords({ settings }: StoreState): string {
  const { tearScope, ablation } = settings;
  const beam = tearScope === 'this' ? 'for one word alone' : 'for its word and every later one';
  const layer = ablation === 'zero' ? '× 0' : 'at its calibration mean';
  return `A beam is torn out ${beam}, a layer pulled free is ${layer}.`;
}
