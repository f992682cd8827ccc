import { capitalised } from '#kit/capitalised.ts';
import type { ReadableStore } from '#store/read.ts';
import { directionFormula, directionOf, directionWords } from '#view/direction-words.ts';
import { valueName, valueUnit, valueWords } from '#view/hover-value.ts';
import { exactNumber } from '#view/number-words.ts';
import { unitOfSite } from '#view/site-units.ts';
import { tokenWords } from '#view/token-words.ts';
import { distribution } from './activation-distribution.ts';
import { neighbours, overLayers, overTokens } from './activation-series.ts';
import { indexAbsence, lineOf, type ActivationPlace } from './activation-value.ts';
import type { Exhibit } from './board.ts';
import { notesOf, wishesOf } from './exact-rows.ts';
import { directionNotes, directionWishes } from './strongest-neurons.ts';
import { plainExhibit, positionAbsence } from './plain-exhibit.ts';
import { valueRow, type ValueRow } from './value-row.ts';

/** One single value: among its neighbours, at every token, on every layer, in its row. */
export function activationExhibit(place: ActivationPlace, store: ReadableStore): Exhibit {
  const { state } = store;
  const { site, layer, position } = place;
  const absence = positionAbsence(state, layer, position) ?? indexAbsence(place, state);
  const unit =
    unitOfSite(site) === 'scale' ? 'The scale' : `${capitalised(valueUnit(place, state))} of`;
  const title = `${unit} ${site}, layer ${String(layer)}, at ${tokenWords(state, position)}`;
  if (absence !== undefined) return plainExhibit(place, title, absence);
  const beside = neighbours(place, store);
  const tokens = overTokens(place, store);
  const layers = overLayers(place, store);
  const factors = factorRows(place, store);
  const line = lineOf(place, state);
  const value = beside.rows.data?.[place.index];
  const words = valueWords(place, state);
  const said =
    value === undefined
      ? `${words}. ${beside.rows.missing ?? ''}`
      : `${words} is ${exactNumber(value)}.`;
  return {
    place,
    title,
    sentence: `${said}${factorWords(place, factors)} Its true name is ${valueName(place, state)}.`,
    notes: [...neuronNotes(place, store, value), ...notesOf([tokens.rows, layers.rows])],
    boards: [
      // A scale has no neighbours and no row.
      ...(line.to - line.from > 1 ? [beside.board] : []),
      tokens.board,
      layers.board,
      ...(line.to - line.from > 1 ? [distribution(place, store, beside.rows)] : []),
    ],
    wishes: wishesOf([beside.rows, ...factors, tokens.rows, layers.rows]),
    directionWishes:
      unitOfSite(site) === 'neuron'
        ? directionWishes(store, layer, Uint32Array.of(place.index))
        : [],
  };
}

/** What a neuron's activation is the product of: its gate and what it lets through. */
function factorRows(
  { site, layer, position }: ActivationPlace,
  store: ReadableStore,
): readonly ValueRow[] {
  if (site !== 'mlp.hook_post') return [];
  return (['mlp.hook_pre', 'mlp.hook_pre_linear'] as const).map((factor) =>
    valueRow(store, factor, layer, position),
  );
}

function factorWords({ index }: ActivationPlace, [gate, up]: readonly ValueRow[]): string {
  const [gateValue, upValue] = [gate?.data?.[index], up?.data?.[index]];
  if (gateValue === undefined || upValue === undefined) return '';
  return ` That is silu(gate) × up, with the gate ${exactNumber(gateValue)} (mlp.hook_pre) and up ${exactNumber(upValue)} (mlp.hook_pre_linear).`;
}

/** What the neuron writes to the stream, or why that is not told. */
function neuronNotes(
  { site, layer, index }: ActivationPlace,
  store: ReadableStore,
  value: number | undefined,
): readonly string[] {
  if (unitOfSite(site) !== 'neuron') return [];
  const direction = directionOf(store.state, layer, index);
  if (!direction) return directionNotes(store, layer);
  const activation = site === 'mlp.hook_post' ? value : undefined;
  return [
    `The neuron ${directionWords(store.state, direction, activation)} (DERIVED: ${directionFormula}).`,
  ];
}
