import type { DecodedOverview } from '#contract/decoded-message.ts';
import { washRange } from '#contract/texel-layout.ts';
import { litLayer } from '#store/read.ts';
import type { StoreState } from '#store/read.ts';
import { showsDifference } from '#view/difference-legend.ts';
import type { SlotNumbers } from './activation-uploads.ts';
import { fullWashLuminance } from './facade-defines.ts';
import { slotBytes, slotCount } from './gpu/slot-texture.ts';

/** Floors whose light reaches the street. */
const streetLayers = 4;
/** Hues of the two storeys at luminance 1, as in the façade's shader. */
const coolHue = [0.2217, 1.1085, 2.217] as const;
const warmHue = [1.8221, 0.8382, 0.1822] as const;

/**
 * Writes each tower's state into the slot texture's bytes: how far it stands under the cursor,
 * whether it is selected, whether it gives way to another's story, whether it is dark though it
 * stands, what its lowest floors throw on the street.
 *
 * @param numbersAt - what the texture holds. With nothing yet a tower does not stand; with other
 *   numbers than those that are shown it is dark.
 */
export function writeTowerState(
  state: StoreState,
  numbersAt: (position: number) => SlotNumbers,
  bytesArray: Uint8Array,
): void {
  bytesArray.fill(0);
  const layerCount = state.hello?.model.layerCount ?? 0;
  const promptTokenCount = state.hello?.run.promptTokenCount ?? 0;
  const isDifference = showsDifference(state);
  const count = Math.min(slotCount, state.tokens.length);
  for (let position = 0; position < count; position += 1) {
    const overview = state.overviews[position];
    const numbers = numbersAt(position);
    const lit =
      overview && (isDifference || numbers !== 'none')
        ? litLayer(state.cursor, position, promptTokenCount, layerCount)
        : -1;
    const first = position * slotBytes;
    bytesArray[first] = lit + 1;
    bytesArray[first + 1] = state.selectedPosition === position ? 1 : 0;
    bytesArray[first + 2] = isBesideStory(state, position) ? 1 : 0;
    bytesArray[first + 3] = numbers === 'shown' ? 0 : 1;
    // What moved throws no light of its own.
    if (overview && numbers === 'shown' && !isDifference)
      writeStreetLight(overview, lit, { bytesArray, position, shown: state.settings.shown });
  }
}

function isBesideStory({ zoom, tokens }: StoreState, position: number): boolean {
  // A story of a token that is not there dims nothing.
  const isTold = zoom.level === 'token' && tokens[zoom.position] !== undefined;
  return isTold && zoom.position !== position;
}

interface StreetSlot {
  readonly bytesArray: Uint8Array;
  readonly position: number;
  readonly shown: StoreState['settings']['shown'];
}

/** DERIVED: mean wash of the lowest floors, both storeys, in their hues. */
function writeStreetLight(overview: DecodedOverview, lit: number, slot: StreetSlot): void {
  const first = (slotCount + slot.position) * slotBytes;
  for (let channel = 0; channel < 3; channel += 1) {
    let light = 0;
    for (let layer = 0; layer < Math.min(streetLayers, lit + 1); layer += 1) {
      const cool = washLuminance(overview.added[layer * 2] ?? 0) * (coolHue[channel] ?? 0);
      const warm = washLuminance(overview.added[layer * 2 + 1] ?? 0) * (warmHue[channel] ?? 0);
      light += (slot.shown.attention ? cool : 0) + (slot.shown['feed-forward'] ? warm : 0);
    }
    const mean = light / (2 * streetLayers);
    slot.bytesArray[first + channel] = Math.round(255 * Math.sqrt(Math.min(1, mean)));
  }
}

/** Luminance of a storey's wash for a ratio of norms: TypeScript's twin of `washOf` in the shader. */
export function washLuminance(ratio: number): number {
  const { low, high } = washRange;
  const share = Math.log(ratio / low) / Math.log(high / low);
  const code = Math.min(1, Math.max(0, share));
  return fullWashLuminance * code * code;
}
