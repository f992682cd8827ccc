import { shownTokenLimit } from '#contract/control-message.ts';
import { CarriedEncoder } from './carried-encoder.ts';
import { DifferenceEncoder } from './difference-encoder.ts';
import { EffectEncoder } from './effect-encoder.ts';
import { LensEncoder } from './lens-encoder.ts';
import { OverviewEncoder } from './overview-encoder.ts';
import type { RunnableModel } from './runnable-model.ts';

/** What the run keeps between runs: its scratch memory. */
export interface RunEncoders {
  readonly overview: OverviewEncoder;
  readonly lens: LensEncoder;
  readonly carried: CarriedEncoder;
  readonly difference: DifferenceEncoder;
  readonly effect: EffectEncoder;
}

/** The encoders of a model, to be made once. */
export function createRunEncoders({ forward, display }: RunnableModel): RunEncoders {
  return {
    overview: new OverviewEncoder(forward, display, shownTokenLimit),
    lens: new LensEncoder(forward),
    carried: new CarriedEncoder(forward),
    difference: new DifferenceEncoder(forward),
    effect: new EffectEncoder(forward),
  };
}
