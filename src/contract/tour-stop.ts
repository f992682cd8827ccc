import type { Hello } from './control-message.ts';
import { bundledPrompt } from './default-model.ts';

/** The stops of the first minute's tour in order, named after what is shown; at the last one the visitor tears a beam out. */
export const tourStops = [
  'token',
  'layer',
  'activation',
  'residual stream',
  'attention weight',
  'prediction',
  'visitor',
] as const;
export type TourStop = (typeof tourStops)[number];

/**
 * Where in the recorded run the tour goes: its prompt's last token reads the word that decides what
 * comes next, through one head of one layer. Which numbers stand there is for the run to tell.
 */
export const tourPlace = { layer: 23, head: 4, keyPosition: 3 } as const;

/** Whether the tour can walk through that run: the recorded sentence, also when the model reads it live. */
export function isTourRun(hello: Hello | undefined): hello is Hello {
  return hello?.run.prompt === bundledPrompt && !hello.run.chat;
}
