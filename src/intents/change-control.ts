import type { Intent } from '#contract/intent.ts';
import type { InterpreterWorld, RequestCounter } from './interpreter-world.ts';

/** Intents that change the model, or measure what a change would do. */
export type ChangeIntent = Extract<
  Intent,
  {
    kind:
      | 'verb'
      | 'switch-off-head'
      | 'set-change-on'
      | 'set-change-scope'
      | 'set-layer-ablation'
      | 'move-change'
      | 'remove-change'
      | 'clear-changes'
      | 'undo-change'
      | 'redo-change'
      | 'show-run'
      | 'measure-effects'
      | 'stop-measuring'
      | 'forget-effects';
  }
>;

const changeKinds: ReadonlySet<string> = new Set<ChangeIntent['kind']>([
  'verb',
  'switch-off-head',
  'set-change-on',
  'set-change-scope',
  'set-layer-ablation',
  'move-change',
  'remove-change',
  'clear-changes',
  'undo-change',
  'redo-change',
  'show-run',
  'measure-effects',
  'stop-measuring',
  'forget-effects',
]);

export function isChangeIntent(intent: Intent): intent is ChangeIntent {
  return changeKinds.has(intent.kind);
}

/** Keeps the list of changes and sends it. */
export class ChangeControl {
  readonly #world: InterpreterWorld;
  readonly #requests: RequestCounter;

  constructor(world: InterpreterWorld, requests: RequestCounter) {
    this.#world = world;
    this.#requests = requests;
  }

  perform(intent: ChangeIntent): void {
    void [intent, this.#world, this.#requests];
  }
}
