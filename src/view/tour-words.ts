import type { TourStop } from '#contract/tour-stop.ts';
import type { GlossaryKey } from './glossary.ts';

/** A number of the run that a stop tells in its own words; whatever is not here yet is undefined. */
export interface TourFacts {
  /** "“␣is”". */
  readonly token: string;
  readonly tokenCount: number;
  readonly layerCount: number;
  /** Length of the residual stream after the first and the last layer. */
  readonly firstNorm: string;
  readonly lastNorm: string;
}

export interface TourWords {
  readonly title: string;
  /** True of any run. */
  readonly plain: string;
  /** True of this run; without it, what pointing at the thing would say. */
  readonly here?: (facts: TourFacts) => string;
  /** What the field calls it; empty at the last stop. */
  readonly term: string;
  readonly glossaryKey: GlossaryKey | undefined;
}

/** What each stop of the tour says. */
export const tourWords: Readonly<Record<TourStop, TourWords>> = {
  token: {
    title: 'A tower is a token',
    plain:
      'The model reads the sentence in pieces, each a word or a part of one: one tower a piece.',
    here: ({ token, tokenCount }) => `This is ${token}, the last of ${String(tokenCount)}.`,
    term: 'Token',
    glossaryKey: 'token',
  },
  layer: {
    title: 'A floor is a layer',
    plain: 'Every tower has the same floors, and the model works its way up from the street.',
    here: ({ layerCount }) =>
      `There are ${String(layerCount)}; the floor marked here is one of them, for all tokens at once.`,
    term: 'Layer',
    glossaryKey: 'layer',
  },
  activation: {
    title: 'A window is a number',
    plain: 'A window is lit as brightly as the number behind it is large.',
    term: 'Activation',
    glossaryKey: 'activation',
  },
  'residual stream': {
    title: 'The spine carries it all',
    plain:
      'What is known about the token runs up the spine at the corner; every floor reads it and adds to it.',
    here: ({ firstNorm, lastNorm }) =>
      `Here its length grows from ${firstNorm} to ${lastNorm}; one of its numbers is marked.`,
    term: 'Residual stream',
    glossaryKey: 'residual-stream',
  },
  'attention weight': {
    title: 'A beam is attention',
    plain: 'Along a beam one token reads another that came before it.',
    term: 'Attention weight',
    glossaryKey: 'attention-weight',
  },
  prediction: {
    title: 'The roof says what comes next',
    plain: 'From what arrives at the top the model gives every possible next token its odds.',
    term: 'Prediction',
    glossaryKey: 'prediction',
  },
  visitor: {
    title: 'Now you: tear it out',
    plain:
      'Is it this beam that makes the answer? Take hold of it and pull until its label says that it is torn out, or press the button: the model reads the sentence again without it.',
    term: '',
    glossaryKey: undefined,
  },
};

/** What is said at the last stop when the answer fell with the beam. */
export const tornWords =
  'So it was this one: attention alone could not have told, taking it away did.';

/** The tour's last words. */
export const partingWords = 'Now try any floor, beam or sentence of your own.';
