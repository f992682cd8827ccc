import type { Intent } from '#contract/intent.ts';
import type { VerbStage } from '#contract/verb.ts';
import type { FocusStep } from '#input/focus-steps.ts';
import type { InputFacts, PageCommand } from '#input/input-world.ts';

/** What a key press comes to. */
export type KeyCommand =
  | { readonly kind: 'intent'; readonly intent: Intent }
  | { readonly kind: 'page'; readonly page: PageCommand }
  | { readonly kind: 'focus'; readonly step: FocusStep }
  | { readonly kind: 'select-focus' }
  | { readonly kind: 'enter-focus' }
  | { readonly kind: 'fly-to-focus' }
  | { readonly kind: 'isolate-focus' }
  /** The verb of what is pointed at, without a drag; or a cut above its layer, whatever it is. */
  | { readonly kind: 'verb-focus'; readonly stage: VerbStage; readonly asSlice: boolean }
  | { readonly kind: 'next-view' }
  | { readonly kind: 'orbit'; readonly yaw: 1 | 0 | -1; readonly pitch: 1 | 0 | -1 }
  | { readonly kind: 'dolly'; readonly direction: 1 | -1 }
  | { readonly kind: 'escape' };

export interface KeyBinding {
  /**
   * `KeyboardEvent.key` in lower case, with `shift+` before it where shift changes no character
   * (letters, arrows) and `ctrl+` before that for ⌘ too; what shift types (`?`, `>`) is written as it is typed.
   */
  readonly strokes: readonly string[];
  readonly group:
    'Time' | 'Look around' | 'Point and select' | 'Change the model' | 'Show and hide' | 'Page';
  /** For the help's table: keys as people call them, and what they do. */
  readonly keys: string;
  readonly meaning: string;
  /** Undefined: the key does nothing now. */
  readonly command: (facts: InputFacts, stroke: string) => KeyCommand | undefined;
}

export const intentCommand = (value: Intent): KeyCommand => ({ kind: 'intent', intent: value });
export const focusCommand = (kind: FocusStep['kind'], by: 1 | -1): KeyCommand => ({
  kind: 'focus',
  step: { kind, by },
});
