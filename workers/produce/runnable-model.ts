import type { Display, Hello } from '#contract/control-message.ts';
import type { ForwardPass } from '#contract/forward-pass.ts';

/** Everything a producer needs of a model; made by `load-model.ts`, faked in tests. */
export interface RunnableModel {
  readonly forward: ForwardPass;
  readonly identity: Hello['model'];
  readonly display: Display;
  /** Token ids of a prompt, as it is or put into the model's chat template. */
  encodePrompt(prompt: string, chat: boolean): readonly number[];
  /** A token's bytes; a view, not to be changed. */
  bytesOf(token: number): Uint8Array;
  /** A token's text; part of a character shows as U+FFFD. */
  textOf(token: number): string;
  /** Tokens that end a text. */
  readonly endTokens: ReadonlySet<number>;
  /** SPEC.md, VOC. Views, not to be changed. */
  readonly vocabulary: { readonly bytes: Uint8Array; readonly offsets: Uint32Array };
}
