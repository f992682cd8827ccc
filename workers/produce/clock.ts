import type { Clock } from '#contract/decoded-message.ts';

/** SPEC.md, CLOCK1. */
export function writeClock(into: Int32Array, clock: Clock): void {
  into[0] = clock.branch;
  into[1] = clock.step;
  into[2] = clock.position;
  into[3] = clock.token;
  into[4] = clock.revision;
}
