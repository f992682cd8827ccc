import type { Target } from '#contract/intent.ts';
import { capitalised } from '#kit/capitalised.ts';
import type { ReadableStore, StoreState } from '#store/read.ts';
import { directionFormula, directionOf, directionWords } from './direction-words.ts';
import { placeWords } from './hover-place.ts';
import type { HoverModel } from './hover-model.ts';
import { exactNumber } from './number-words.ts';
import { ownRow } from './own-row.ts';
import { siteFormulas } from './site-formulas.ts';
import { unitOfSite, unitWords } from './site-units.ts';
import { siteWords } from './site-words.ts';
import { tokenWords } from './token-words.ts';

export type ValueTarget = Target & { readonly kind: 'value' };
/** Where one value stands, whoever asks. */
export type ValuePlace = Pick<ValueTarget, 'site' | 'layer' | 'position' | 'index'>;

/** One single value, exact or not there yet. */
export function hoverValue(target: ValueTarget, store: ReadableStore): HoverModel | undefined {
  const { state } = store;
  const { site, layer, position, index } = target;
  const value = ownRow(store, site, layer, position)?.[index];
  const refusal = store.refusalOf(site, layer, position);
  const missing = refusal === undefined ? 'on its way' : 'not here';
  const known = value === undefined ? missing : exactNumber(value);
  return {
    sentence: `${valueWords(target, state)} is ${known}.`,
    details: [
      ...(value !== undefined || refusal === undefined ? [] : [refusal]),
      ...neuronDetails(target, value, state),
    ],
    name: valueName(target, state),
    value: value === undefined ? '' : exactNumber(value),
    place: placeWords(state, position, layer),
    status: value === undefined ? 'GUIDE' : 'REAL',
    made: siteFormulas[site],
    wants: value === undefined ? { site, layer, position } : undefined,
  };
}

/** What a neuron writes to the stream, as far as it is known. */
function neuronDetails(
  { site, layer, index }: ValueTarget,
  value: number | undefined,
  state: StoreState,
): readonly string[] {
  if (unitOfSite(site) !== 'neuron') return [];
  const direction = directionOf(state, layer, index);
  if (!direction) return [];
  const activation = site === 'mlp.hook_post' ? value : undefined;
  return [
    `The neuron ${directionWords(state, direction, activation)} (DERIVED: ${directionFormula}).`,
  ];
}

/** Plainly: "Neuron 100 of what the neurons send on in layer 25 at “␣is”". */
export function valueWords(place: ValuePlace, state: StoreState): string {
  const { site, layer, position } = place;
  const [unit = '', head] = valueUnit(place, state).split(', ').reverse();
  const plain = `${siteWords[site]}${head === undefined ? '' : ` ${head} of layer`} ${String(layer)} at ${tokenWords(state, position)}`;
  return unitOfSite(site) === 'scale' ? `The scale, ${plain}` : `${capitalised(unit)} of ${plain}`;
}

/** "blocks.25.mlp.hook_post[position 4, neuron 100]". */
export function valueName(place: ValuePlace, state: StoreState): string {
  const { site, layer, position } = place;
  const unit = unitOfSite(site) === 'scale' ? '' : `, ${valueUnit(place, state)}`;
  return `blocks.${String(layer)}.${site}[position ${String(position)}${unit}]`;
}

/** "neuron 100", "head 4, dimension 12". */
export function valueUnit(
  { site, position, index }: Pick<ValuePlace, 'site' | 'position' | 'index'>,
  { hello }: StoreState,
): string {
  return hello
    ? unitWords(site, index, { model: hello.model, position })
    : `value ${String(index)}`;
}
