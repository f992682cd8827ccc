import { layouts } from '#contract/view-choice.ts';
import { ringPageWords, shownRingPage } from '#view/ring-pages.ts';
import { layoutWords } from '#view/setting-words.ts';
import { button, checkbox } from './controls.ts';
import type { Crumb } from './crumb.ts';
import { element, setAttribute, setHidden, setText } from './element.ts';
import type { PanelWorld } from './panel-part.ts';

/** How the towers stand, and which page of a long text stands in the ring. */
export function layoutSettings(world: PanelWorld): Crumb {
  const choices = layouts.map((layout) => {
    const choice = button({
      label: layoutWords[layout],
      testid: `layout-${layout}`,
      onPress: () => {
        world.dispatch({ kind: 'set-layout', layout });
      },
    });
    return { layout, choice };
  });
  const pages = ringPages(world);
  return {
    element: element(
      'div',
      { class: 'stack' },
      element(
        'div',
        { class: 'segments', attributes: { role: 'group', 'aria-label': 'How the towers stand' } },
        ...choices.map(({ choice }) => choice),
      ),
      pages.element,
    ),
    update: (state) => {
      for (const { layout, choice } of choices) {
        setAttribute(choice, 'aria-pressed', String(state.settings.layout === layout));
      }
      pages.update(state);
    },
  };
}

/** Turned by hand, or following what is read; there only where not all towers stand at once. */
function ringPages({ store, dispatch }: PanelWorld): Crumb {
  const goTo = (page: number | null): void => {
    dispatch({ kind: 'set-ring-page', page });
  };
  const turn = (by: 1 | -1): void => {
    const { page, pageCount } = shownRingPage(store.state);
    goTo(Math.min(pageCount - 1, Math.max(0, page + by)));
  };
  const before = button({
    label: 'Page before',
    testid: 'ring-before',
    icon: 'back',
    onPress: () => {
      turn(-1);
    },
  });
  const after = button({
    label: 'Next page',
    testid: 'ring-after',
    icon: 'on',
    onPress: () => {
      turn(1);
    },
  });
  const words = element('span', { testid: 'ring-words' });
  const follows = checkbox({
    label: 'Follows what is read',
    testid: 'ring-follows',
    onChange: (checked) => {
      goTo(checked ? null : shownRingPage(store.state).page);
    },
  });
  const whole = element(
    'div',
    {},
    element('div', { class: 'ring-turn' }, before, words, after),
    follows.element,
  );
  return {
    element: whole,
    update: (state) => {
      const shown = shownRingPage(state);
      setHidden(whole, state.settings.layout !== 'ring' || shown.pageCount < 2);
      setText(words, ringPageWords(shown));
      before.disabled = shown.page === 0;
      after.disabled = shown.page === shown.pageCount - 1;
      follows.control.checked = shown.isFollowing;
    },
  };
}
