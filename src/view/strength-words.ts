import type { StoreState } from '#store/read.ts';
import { BeamList } from './beam-list.ts';
import { fullCarriedShare } from './carried-strength.ts';
import { countWords, exactNumber } from './number-words.ts';

/** Filled again for every sentence. */
const list = new BeamList();

/** What a beam's thickness stands for now, and of how many it is not known. */
export function strengthWords(state: StoreState): string {
  if (state.settings.beamStrength === 'weight') {
    return 'A beam is as thick and bright as its attention weight.';
  }
  list.collect(state);
  return `A beam is as thick and bright as what it carries, weight × ‖v·W_O‖, as a share of the length of the residual it is added to, full at ${exactNumber(fullCarriedShare)} (DERIVED; Kobayashi et al. 2020). ${missingWords(state, list.unknownCount)}`.trimEnd();
}

function missingWords({ hello }: StoreState, count: number): string {
  if (count === 0) return '';
  const why = hello?.tiers.includes('carried') === true ? 'not here yet' : 'not recorded';
  return `What ${countWords(count, 'beam carries is', 'beams carry is')} ${why}: those are grey threads.`;
}
