import type { Ablation, Change } from '#contract/change.ts';
import { capitalised } from '#kit/capitalised.ts';
import type { StoreState } from '#store/read.ts';
import { tokenWords } from './token-words.ts';

/** "layer 23 × 0": what is left of a layer that was pulled free. */
export function ablatedLayer(layer: number, by: Ablation): string {
  const name = `layer ${String(layer)}`;
  return by === 'zero' ? `${name} × 0` : `${name} at its calibration mean`;
}

/** "head 4 of layer 23". */
export function headName(layer: number, head: number): string {
  return `head ${String(head)} of layer ${String(layer)}`;
}

/** "“␣France”", or "itself" where a token reads itself. */
export function keyWords(state: StoreState, query: number, key: number): string {
  return key === query ? 'itself' : tokenWords(state, key);
}

/** What a change does, in one plain sentence. */
export function changeSentence(change: Change, state: StoreState): string {
  switch (change.kind) {
    case 'layer':
      return change.by === 'zero'
        ? `Layer ${String(change.layer)} adds nothing: its attention and its feed-forward part × 0.`
        : `Layer ${String(change.layer)} adds the same to every token: the mean of what it added over the calibration text.`;
    case 'stop':
      return `The answer is read after layer ${String(change.layer)}; the layers above are not computed.`;
    case 'beam': {
      const { layer, head, query, key, scope } = change;
      const reader = tokenWords(state, query);
      const readers =
        scope === 'this' ? `for ${reader} alone` : `for ${reader} and every later word`;
      return `${capitalised(headName(layer, head))} reads nothing from ${keyWords(state, query, key)}, ${readers}.`;
    }
    case 'head':
      return `${capitalised(headName(change.layer, change.head))} adds nothing for ${tokenWords(state, change.position)}.`;
  }
}

/** Its true name, as TransformerLens writes the site, and what is done there. */
export function changeName(change: Change): string {
  const block = `blocks.${String(change.layer)}`;
  switch (change.kind) {
    case 'layer': {
      const done = change.by === 'zero' ? '× 0' : '= calibration mean';
      return `${block}.hook_attn_out, ${block}.hook_mlp_out ${done}`;
    }
    case 'stop':
      return `stop after ${block}.hook_resid_post`;
    case 'beam': {
      const queries = `${String(change.query)}${change.scope === 'later' ? '…' : ''}`;
      return `${block}.attn.hook_attn_scores[head ${String(change.head)}, query ${queries}, key ${String(change.key)}] = −∞`;
    }
    case 'head':
      return `${block}.attn.hook_z[position ${String(change.position)}, head ${String(change.head)}] × 0`;
  }
}

/** Where the towers are laid open. */
export function cutWords(layer: number): string {
  return `The towers are cut open above layer ${String(layer)}.`;
}
