import { capitalised } from '#kit/capitalised.ts';
import type { TargetAct } from '#view/target-acts.ts';
import { button } from './controls.ts';
import { element, setAttribute, setHidden, setText } from './element.ts';
import type { PanelWorld } from './panel-part.ts';

export interface ActButtons {
  readonly element: HTMLElement;
  readonly show: (acts: readonly TargetAct[]) => void;
}

let rowCount = 0;

/** A button for each thing that can be done; those that cannot be done now say why below them. */
export function actButtons(
  { dispatch }: Pick<PanelWorld, 'dispatch'>,
  onPress: (act: TargetAct) => void = () => undefined,
): ActButtons {
  rowCount += 1;
  const row = element('div', { class: 'acts' });
  const reason = element('p', {
    class: 'fine',
    testid: 'acts-refusal',
    attributes: { id: `acts-refusal-${String(rowCount)}` },
  });
  const made = new Map<string, HTMLButtonElement>();
  let shown: readonly TargetAct[] = [];
  const buttonOf = (key: string): HTMLButtonElement => {
    const known = made.get(key);
    if (known) return known;
    const press = (): void => {
      const act = shown.find((each) => each.key === key);
      if (!act || act.refusal !== undefined) return;
      dispatch(act.intent);
      onPress(act);
    };
    const fresh = button({ label: key, testid: `act-${key}`, class: 'act', onPress: press });
    made.set(key, fresh);
    return fresh;
  };
  return {
    element: element('div', { class: 'acts-whole' }, row, reason),
    show: (acts) => {
      shown = acts;
      const buttons = acts.map((act) => {
        const each = buttonOf(act.key);
        showAct(each, act, reason.id);
        return each;
      });
      const isSame =
        buttons.length === row.children.length &&
        buttons.every((each, at) => row.children[at] === each);
      if (!isSame) row.replaceChildren(...buttons);
      const refusals = new Set(acts.flatMap(({ refusal }) => refusal ?? []));
      setText(reason, [...refusals].map((refusal) => `${capitalised(refusal)}.`).join(' '));
      setHidden(reason, refusals.size === 0);
    },
  };
}

/** `aria-disabled` and not `disabled`: the reason is to be reached by keyboard too. */
function showAct(each: HTMLButtonElement, { label, refusal }: TargetAct, reasonId: string): void {
  const words = each.querySelector('.button-label');
  if (words) setText(words, label);
  setAttribute(each, 'title', refusal === undefined ? label : `${capitalised(refusal)}.`);
  setAttribute(each, 'aria-disabled', refusal === undefined ? undefined : 'true');
  setAttribute(each, 'aria-describedby', refusal === undefined ? undefined : reasonId);
}
