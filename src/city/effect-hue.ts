import { leastEffectNats } from '#view/strongest-effect.ts';

/** What ablations are worth, nats: below the first nothing is tinted, from the second on fully. */
export const effectRange = { low: leastEffectNats, high: 4 } as const;

/** Linear colours: the answer needs it, it stands against the answer, it hardly matters. */
const needed = [1, 0.2, 0.06] as const;
const against = [0.08, 0.42, 1] as const;
const idle = [0.07, 0.075, 0.09] as const;

/** 0 … 1, evenly in the logarithm of the size. */
function effectShare(nats: number): number {
  const { low, high } = effectRange;
  const share = Math.log(Math.abs(nats) / low) / Math.log(high / low);
  return Math.min(1, Math.max(0, share));
}

/** Negative nats, the answer gets less likely without it, are red; positive ones blue; little is grey. */
export function effectHue(nats: number): [number, number, number] {
  const share = Math.abs(nats) < effectRange.low ? 0 : 0.25 + 0.75 * effectShare(nats);
  const full = nats < 0 ? needed : against;
  const mixed = (channel: 0 | 1 | 2): number =>
    idle[channel] + (full[channel] - idle[channel]) * share;
  return [mixed(0), mixed(1), mixed(2)];
}
