import type { StoreState } from '#store/read.ts';
import { resultHeadline } from '#view/change-result.ts';
import { cutWords } from '#view/change-words.ts';
import { effectList } from '#view/effect-list.ts';
import { showsDifference } from '#view/difference-legend.ts';
import { changesWords } from '#view/outline-changes.ts';
import { button } from './controls.ts';
import type { Crumb } from './crumb.ts';
import { element, setHidden, setText } from './element.ts';
import type { PanelWorld } from './panel-part.ts';
import { runSwitch } from './run-switch.ts';

/** In one line: what the changes made of the answer, which run is shown, and the way back. */
export function changesBar(world: PanelWorld, opener: HTMLElement): Crumb {
  const headline = element('p', { class: 'changes-headline', testid: 'changes-headline' });
  const progress = element('span', { class: 'bar', testid: 'changes-progress' });
  progress.append(element('span', { class: 'bar-fill' }));
  const runs = runSwitch(world);
  const undo = button({
    label: 'Undo',
    testid: 'changes-undo',
    icon: 'undo',
    onPress: () => {
      world.dispatch({ kind: 'undo-change' });
    },
  });
  const close = button({
    label: 'Close the cut',
    testid: 'close-cut',
    onPress: () => {
      world.dispatch({ kind: 'set-cut', layer: null });
    },
  });
  const key = differenceKey();
  const bar = element(
    'section',
    { class: 'changes-bar', testid: 'changes-bar', attributes: { 'aria-label': 'Changes' } },
    headline,
    runs.element,
    undo,
    close,
    opener,
    key,
    progress,
  );
  return {
    element: bar,
    update: (state) => {
      const isChanged = state.changes.length > 0 || state.pendingChanges !== undefined;
      const isCut = state.settings.cutLayer !== null;
      const isIdle = state.effects === undefined && !state.canRedoChange;
      setHidden(bar, !isChanged && !isCut && isIdle);
      setHidden(close, !isCut);
      setHidden(key, !showsDifference(state));
      setText(headline, headlineOf(state));
      const share = shareOf(state);
      setHidden(progress, share === undefined);
      if (share !== undefined) progress.style.setProperty('--share', share.toFixed(3));
      runs.update(state);
      setHidden(undo, !state.canUndoChange);
    },
  };
}

function headlineOf(state: StoreState): string {
  const { pendingChanges, changes, effects } = state;
  const { cutLayer } = state.settings;
  if (pendingChanges) return changesWords(state);
  if (changes.length > 0) return resultHeadline(state) ?? changesWords(state);
  if (cutLayer !== null) return cutWords(cutLayer);
  if (effects) return effectList(state)?.progress ?? '';
  return changesWords(state);
}

/** What windows show now, where their usual colours say nothing. */
function differenceKey(): HTMLElement {
  const sample = (sign: 'grew' | 'fell', words: string): HTMLElement =>
    element(
      'span',
      { class: 'difference-sample' },
      element('span', { class: `difference-ramp difference-${sign}` }),
      words,
    );
  return element(
    'p',
    { class: 'difference-key', testid: 'difference-key' },
    'Lit is what moved:',
    sample('grew', 'grew'),
    sample('fell', 'shrank'),
  );
}

/** How far the model is with what it was asked; undefined when it is idle. */
function shareOf({ pendingChanges, prefill, hello, effects }: StoreState): number | undefined {
  if (pendingChanges) return (prefill?.layer ?? 0) / (hello?.model.layerCount ?? 1);
  if (!effects?.isMeasuring || effects.tests.length === 0) return undefined;
  return effects.measuredCount / effects.tests.length;
}
