import { button } from './controls.ts';
import { element, setText } from './element.ts';
import type { PanelWorld } from './panel-part.ts';

/** A button that copies the address of this very view, and the sentence that says what is in it. */
export function shareLink({ shareLink, copyText }: PanelWorld): HTMLElement {
  const outcome = element('p', {
    class: 'fine',
    testid: 'link-outcome',
    attributes: { role: 'status' },
  });
  const copy = button({
    label: 'Copy link to this view',
    testid: 'copy-link',
    class: 'button-main',
    onPress: () => {
      const link = shareLink();
      copyText(link).then(
        () => {
          setText(outcome, 'Copied.');
        },
        () => {
          setText(outcome, `The browser does not let this page copy; the link is ${link}`);
        },
      );
    },
  });
  return element(
    'div',
    { class: 'stack' },
    element('p', {
      testid: 'link-warning',
      text: 'The link contains your prompt, in the part after “#”, which is not sent to any server. Whoever opens it reads the prompt.',
    }),
    copy,
    outcome,
  );
}
