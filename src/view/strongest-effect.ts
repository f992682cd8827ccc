import type { EffectResult, EffectState } from '#store/read/change-state.ts';

/** What is worth less, nats, hardly matters: it is neither tinted nor pointed out. */
export const leastEffectNats = 0.05;

/** The thing pointed out among effects, and in which words. */
export interface StrongestEffect {
  readonly result: EffectResult;
  /** The strongest so far; once all is measured the one to try. */
  readonly mark: 'Strongest so far' | 'Try this one';
}

/** Head or beam that the answer needs most of all measured; undefined while nothing matters to it. */
export function strongestEffect({
  results,
  isMeasuring,
}: EffectState): StrongestEffect | undefined {
  let strongest: EffectResult | undefined;
  for (const result of results) {
    if (!result || result.nats > -leastEffectNats) continue;
    if (!strongest || result.nats < strongest.nats) strongest = result;
  }
  const mark = isMeasuring ? 'Strongest so far' : 'Try this one';
  return strongest && { result: strongest, mark };
}
