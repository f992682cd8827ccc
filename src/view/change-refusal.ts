import type { StoreState } from '#store/read.ts';

/** Why the model cannot be changed now, in one sentence without its full stop; undefined when it can. */
export function changeRefusal(state: StoreState): string | undefined {
  const { hello, runSource, awaitedPrompt, arrivedCount } = state;
  if (hello === undefined) return 'there is no run to change yet';
  if (awaitedPrompt !== undefined) return 'another sentence is about to be read';
  if (runSource === 'recording') return recordingRefusal(state);
  return arrivedCount < hello.run.promptTokenCount
    ? 'the model is still reading the sentence'
    : undefined;
}

function recordingRefusal({ engine }: StoreState): string {
  switch (engine.kind) {
    case 'ready':
      return 'the model has not read this sentence yet: this reads the recorded run and cannot change it';
    case 'failed':
      return `the model is not here: this reads the recorded run and cannot change it (${withoutStop(engine.message)})`;
    default:
      return 'the model is still loading: this reads the recorded run and cannot change it yet';
  }
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
