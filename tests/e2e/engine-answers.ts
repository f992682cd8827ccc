import { fileURLToPath } from 'node:url';
import type { Branch, ForwardPass } from '#contract/forward-pass.ts';
import { defaultModel } from '#contract/default-model.ts';
import { openModel } from '#server/open-model.ts';

const modelPath = fileURLToPath(new URL(`../../assets${defaultModel.url}`, import.meta.url));
const positionLimit = 64;

/** The same engine and weights in Node: what the app in the browser must say. */
export class EngineAnswers {
  readonly #model = openModel(modelPath);
  readonly #pass: ForwardPass = this.#model.createForwardPass('i16', positionLimit);

  get shape(): ForwardPass['shape'] {
    return this.#pass.shape;
  }

  /** A run that has read the prompt. */
  read(prompt: string): Branch {
    const branch = this.#pass.createBranch();
    const slices = branch.prefill(this.#model.tokenizer.encode(prompt));
    while (slices.next().done !== true);
    return branch;
  }

  /** Id and text of the likeliest next token. */
  likeliest(branch: Branch): { readonly id: number; readonly text: string } {
    const logits = branch.borrowLogits();
    let id = 0;
    for (let each = 1; each < logits.length; each += 1) {
      if ((logits[each] ?? 0) > (logits[id] ?? 0)) id = each;
    }
    return { id, text: this.#model.tokenizer.textOf(id) };
  }
}
