import type { Notice } from '#store/read.ts';
import { button } from './controls.ts';
import { element } from './element.ts';
import type { PanelPart, PanelWorld } from './panel-part.ts';

/** Sentences the viewer should read; each stays until it is dismissed. Errors interrupt, the rest waits its turn. */
export function noticeList({ dispatch }: PanelWorld): PanelPart {
  const calm = element('div', {
    class: 'notices',
    attributes: { role: 'status', 'aria-live': 'polite' },
  });
  const urgent = element('div', { class: 'notices', attributes: { role: 'alert' } });
  const shown = new Map<number, HTMLElement>();
  const make = (notice: Notice): HTMLElement =>
    element(
      'div',
      { class: `notice notice-${notice.tone}`, testid: 'notice' },
      element('p', { text: notice.text }),
      button({
        label: 'Dismiss',
        testid: 'dismiss-notice',
        icon: 'close',
        onPress: () => {
          dispatch({ kind: 'dismiss-notice', notice: notice.id });
        },
      }),
    );
  return {
    element: element(
      'section',
      { class: 'notice-area', testid: 'notices', attributes: { 'aria-label': 'Notices' } },
      urgent,
      calm,
    ),
    topics: ['notices'],
    update: ({ notices }) => {
      const wanted = new Set(notices.map(({ id }) => id));
      for (const [id, each] of shown) {
        if (wanted.has(id)) continue;
        each.remove();
        shown.delete(id);
      }
      for (const notice of notices) {
        if (shown.has(notice.id)) continue;
        const made = make(notice);
        shown.set(notice.id, made);
        (notice.tone === 'error' ? urgent : calm).append(made);
      }
    },
  };
}
