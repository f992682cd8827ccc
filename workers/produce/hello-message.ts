import type { Hello, ViewerMessage } from '#contract/control-message.ts';
import { tensorMessageKinds } from '#contract/overview.ts';
import type { RunnableModel } from './runnable-model.ts';

export interface RunFacts {
  readonly id: number;
  readonly promptTokenCount: number;
}

/** The hello that answers a `run` (SPEC.md, MSG2, MSG3). */
export function helloMessage(
  model: RunnableModel,
  asked: Extract<ViewerMessage, { kind: 'run' }>,
  { id, promptTokenCount }: RunFacts,
): Hello {
  const { request, prompt, sampling, chat } = asked;
  const { precision } = model.forward;
  return {
    kind: 'hello',
    protocol: 1,
    request,
    model: model.identity,
    run: { id, prompt, precision, sampling, chat, promptTokenCount },
    display: model.display,
    tiers: [...tensorMessageKinds],
  };
}
