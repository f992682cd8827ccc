import { wantedChanges } from '#store/read/change-state.ts';
import type { Intent, Target } from '#contract/intent.ts';
import type { Grip } from '#contract/verb.ts';
import { changeRefusal } from '#store/read/change-refusal.ts';
import type { StoreState } from '#store/read.ts';
import { ablatedLayer, headName } from './change-words.ts';
import { tokenWords } from './token-words.ts';
import { changeOfGrip, entryOf, verbRefusal } from './verb-outcome.ts';

/** Something one can do with a thing without dragging it. */
export interface TargetAct {
  /** Stable, for buttons to be found by. */
  readonly key: string;
  readonly label: string;
  /** Why it cannot be done now, without its full stop; undefined when it can. */
  readonly refusal: string | undefined;
  readonly intent: Intent;
}

/** Key of the act that puts a torn beam back. */
export const tearBackKey = 'tear-back';

/**
 * What buttons beside the city are about: the thing that is kept in view, else the one the keyboard
 * points at, else the place that is looked at, else the selected token.
 */
export function chosenTarget(state: StoreState, focus: Target | undefined): Target | undefined {
  const { pinned, selectedPosition, settings } = state;
  if (pinned) return pinned;
  // What the tour marks is told by the tour.
  if (focus && settings.tourStop === null) return focus;
  const place = placeTarget(state);
  if (place || selectedPosition === null) return place;
  return { kind: 'token', position: selectedPosition };
}

/** The thing that stands open; undefined for the whole model. */
export function placeTarget({ zoom }: StoreState): Target | undefined {
  switch (zoom.level) {
    case 'layer':
      return { kind: 'layer', layer: zoom.layer };
    case 'component':
      return { kind: zoom.storey, position: zoom.position, layer: zoom.layer };
    case 'activation': {
      const { site, position, layer, index } = zoom;
      return { kind: 'value', site, position, layer, index };
    }
    case 'token':
      return { kind: 'token', position: zoom.position };
    case 'model':
      return undefined;
  }
}

/** All that the three verbs do with a thing, and what else only a button does. */
export function targetActs(target: Target, state: StoreState): readonly TargetAct[] {
  switch (target.kind) {
    case 'token':
    case 'prediction':
      return [measureAct(target.position, state)];
    case 'beam':
      return [...beamActs(target, state), headAct({ ...target, position: target.query }, state)];
    case 'head':
      return [headAct(target, state), ...layerActs(target.layer, state)];
    case 'bin':
    case 'value': {
      const head = headOf(target, state);
      const acts = layerActs(target.layer, state);
      return head === undefined ? acts : [headAct({ ...target, head }, state), ...acts];
    }
    default:
      return layerActs(target.layer, state);
  }
}

/** "What matters here?", or an end to asking. */
export function measureAct(position: number, state: StoreState): TargetAct {
  const { effects, hello, overviews } = state;
  if (effects?.isMeasuring && effects.position === position) {
    const intent: Intent = { kind: 'stop-measuring' };
    return { key: 'stop-measuring', label: 'Stop measuring', refusal: undefined, intent };
  }
  const missing =
    hello?.tiers.includes('effect') === false
      ? 'whoever sends this run does not measure effects'
      : overviews[position] === undefined
        ? 'this token has not been computed yet'
        : undefined;
  return {
    key: 'measure',
    label: 'What matters here?',
    refusal: changeRefusal(state) ?? missing,
    intent: { kind: 'measure-effects', position },
  };
}

function verbAct(
  act: Pick<TargetAct, 'key' | 'label'>,
  grip: Grip,
  { state, scope }: { readonly state: StoreState; readonly scope?: 'this' | 'later' },
): TargetAct {
  const change = { kind: 'verb', stage: 'change', ...grip } as const;
  const intent = scope === undefined ? change : { ...change, scope };
  return { ...act, refusal: verbRefusal(grip, state), intent };
}

function layerActs(layer: number, state: StoreState): readonly TargetAct[] {
  const [floor, cut] = [
    { verb: 'grab', layer },
    { verb: 'slice', layer },
  ] as const;
  const name = `layer ${String(layer)}`;
  const isOpen = state.openLayers.includes(layer);
  const isCut = state.settings.cutLayer === layer;
  const isFree = changeOfGrip(floor, wantedChanges(state)) !== undefined;
  const isLast = changeOfGrip(cut, wantedChanges(state)) !== undefined;
  return [
    {
      key: 'open',
      label: isOpen ? `Close ${name}` : `Open ${name} to read`,
      refusal: undefined,
      intent: { kind: 'verb', stage: 'read', ...floor },
    },
    {
      key: 'cut',
      label: isCut ? 'Close the cut' : `Cut open above ${name}`,
      refusal: undefined,
      intent: { kind: 'verb', stage: 'read', ...cut },
    },
    verbAct(
      {
        key: 'free',
        label: isFree
          ? `Put ${name} back`
          : `Pull it out: ${ablatedLayer(layer, state.settings.ablation)}`,
      },
      floor,
      { state },
    ),
    verbAct({ key: 'stop', label: isLast ? 'Go on to the top' : `Stop after ${name}` }, cut, {
      state,
    }),
  ];
}

function beamActs(
  { layer, head, query, key }: Target & { kind: 'beam' },
  state: StoreState,
): readonly TargetAct[] {
  const grip = { verb: 'pull', layer, head, query, key } as const;
  if (changeOfGrip(grip, wantedChanges(state)) !== undefined) {
    return [verbAct({ key: tearBackKey, label: 'Put this beam back' }, grip, { state })];
  }
  const word = tokenWords(state, query);
  return [
    verbAct({ key: 'tear-this', label: `Tear it out for ${word} alone` }, grip, {
      state,
      scope: 'this',
    }),
    verbAct({ key: 'tear-later', label: 'Tear it out, here and in every later word' }, grip, {
      state,
      scope: 'later',
    }),
  ];
}

function headAct(
  { layer, head, position }: { layer: number; head: number; position: number },
  state: StoreState,
): TargetAct {
  const isOff =
    entryOf({ kind: 'head', layer, head, position }, wantedChanges(state)) !== undefined;
  const word = tokenWords(state, position);
  return {
    key: 'head',
    label: `Switch ${headName(layer, head)} ${isOff ? 'on' : 'off'} for ${word}`,
    refusal: changeRefusal(state),
    intent: { kind: 'switch-off-head', layer, head, position },
  };
}

/** The query head a number of attn.hook_z belongs to; nothing else belongs to one head that can be switched off. */
function headOf(
  target: Target & { kind: 'bin' | 'value' },
  { hello }: StoreState,
): number | undefined {
  if (target.site !== 'attn.hook_z' || !hello) return undefined;
  const { headCount, headWidth } = hello.model;
  const { binCount } = hello.display.hooks['attn.hook_z'];
  const head = Math.floor(target.kind === 'bin' ? target.bin / binCount : target.index / headWidth);
  return head < headCount ? head : undefined;
}
