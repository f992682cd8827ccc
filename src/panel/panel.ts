import type { Topic } from '#store/read.ts';
import { breadcrumb } from './breadcrumb.ts';
import { button } from './controls.ts';
import { watchCover } from './cover.ts';
import { createDrawers, type Drawers } from './drawers.ts';
import { element, setAttribute } from './element.ts';
import { createExhibitFeed, type ExhibitFeed } from './exhibit-feed.ts';
import { glossaryPart } from './glossary-part.ts';
import { helpPart } from './help-part.ts';
import { insidePart, type InsidePart } from './inside-part.ts';
import { noticeList } from './notices.ts';
import type { PanelPart, PanelWorld, PromptOptions } from './panel-part.ts';
import { predictionList } from './predictions.ts';
import { promptBox, type PromptBox } from './prompt-box.ts';
import { restPart, type RestPart } from './rest-part.ts';
import { runBadge, runStatus } from './run-status.ts';
import { timeSlider } from './time-slider.ts';
import { tokenStrip } from './token-strip.ts';
import { tourPart } from './tour-part.ts';
import { transport } from './transport.ts';
import { welcome } from './welcome.ts';

export interface Panel {
  /** How far the panels reach over the city now, CSS pixels from the page's upper and lower edge. */
  readonly covered: { readonly top: number; readonly bottom: number };
  /** The row of buttons above; others may be added to it. */
  readonly toolbar: HTMLElement;
  /** Fetches what the page shows besides; to be called once the city is lit. */
  complete(): Promise<void>;
  /** Answers keys that call for a part of the page. */
  command(command: PanelCommand): void;
  dispose(): void;
}

/** Builds everything around the city into `root` and keeps it in step with the store. */
export function createPanel(root: HTMLElement, world: PanelWorld): Panel {
  const feed = createExhibitFeed(world);
  const options: PromptOptions = { chat: false };
  const { prompt, parts } = createParts(world, { feed, options });
  const step = keepInStep([prompt, ...Object.values(parts)], world);
  const rest = restPart(world, {
    feed,
    prompt: options,
    drawers: () => drawers,
    onArrive: step.add,
  });
  const drawers = panelDrawers(world, parts, rest);
  parts.crumbs.bar.append(drawers.apart.get('inside') ?? '');
  const top = element('div', { class: 'top' }, parts.crumbs.element, rest.bar);
  const head = element(
    'header',
    { class: 'head' },
    element('h1', { class: 'wordmark', text: 'Neural City' }),
    parts.badge.element,
    drawers.toolbar,
  );
  const foot = dock(prompt, parts);
  root.replaceChildren(
    head,
    top,
    parts.welcome.element,
    rest.side,
    drawers.element,
    foot,
    parts.notices.element,
    element('div', { class: 'layer' }, rest.floating, parts.help.element, parts.glossary.element),
  );
  const cover = watchCover({
    root,
    head,
    crumbs: top,
    foot,
    isInside: () => world.store.state.zoom.level !== 'model',
    onChange: world.onCover,
  });
  return {
    get covered() {
      return cover.covered;
    },
    toolbar: drawers.toolbar,
    complete: rest.fetch,
    command: (command) => {
      performCommand(command, { root, prompt, drawers });
    },
    dispose: () => {
      step.stop();
      cover.dispose();
      rest.dispose();
      feed.dispose();
      parts.tour.dispose();
      parts.inside.dispose();
      root.replaceChildren();
    },
  };
}

function createParts(
  world: PanelWorld,
  { feed, options }: { readonly feed: ExhibitFeed; readonly options: PromptOptions },
) {
  const glossary = glossaryPart(world);
  const parts = {
    badge: runBadge(world),
    crumbs: breadcrumb(world),
    status: runStatus(),
    strip: tokenStrip(world),
    predictions: predictionList(),
    transport: transport(world),
    time: timeSlider(world),
    notices: noticeList(world),
    help: helpPart(world),
    glossary,
    tour: tourPart(world, glossary.openAt),
    welcome: welcome(world),
    inside: insidePart(world, feed),
  };
  return { prompt: promptBox(world, options), parts };
}

type PanelCommand = 'focus-prompt' | 'toggle-outline' | 'toggle-panels' | 'close-drawer';

function performCommand(
  command: PanelCommand,
  {
    root,
    prompt,
    drawers,
  }: { readonly root: HTMLElement; readonly prompt: PromptBox; readonly drawers: Drawers },
): void {
  switch (command) {
    case 'focus-prompt':
      setAttribute(root, 'data-hidden', undefined);
      prompt.focus();
      break;
    case 'toggle-outline':
      drawers.open(drawers.openName === 'words' ? undefined : 'words');
      break;
    case 'toggle-panels':
      setAttribute(root, 'data-hidden', root.dataset['hidden'] === undefined ? 'true' : undefined);
      break;
    case 'close-drawer':
      drawers.open(undefined);
      break;
  }
}

/** Each part is told of the snapshots whose topics it lists; parts that did not change are not touched. */
function keepInStep(
  first: readonly PanelPart[],
  { store }: PanelWorld,
): { readonly add: (more: readonly PanelPart[]) => void; readonly stop: () => void } {
  const parts: PanelPart[] = [];
  const changed = new Set<Topic>();
  let isAwaited = false;
  const flush = (): void => {
    isAwaited = false;
    const topics = new Set(changed);
    changed.clear();
    const { state } = store;
    for (const part of parts) {
      if (part.topics.some((topic) => topics.has(topic))) part.update(state);
    }
  };
  const add = (more: readonly PanelPart[]): void => {
    parts.push(...more);
    for (const part of more) part.update(store.state);
  };
  add(first);
  const stop = store.subscribe((topics) => {
    for (const topic of topics) changed.add(topic);
    if (isAwaited) return;
    // Several commands in a row are one change of the page.
    isAwaited = true;
    queueMicrotask(flush);
  });
  return { add, stop };
}

type Parts = Readonly<
  Record<'strip' | 'predictions' | 'status' | 'transport' | 'time' | 'tour', PanelPart>
>;

function dock(prompt: PromptBox, parts: Parts): HTMLElement {
  const more = button({
    label: 'More',
    testid: 'dock-more',
    icon: 'more',
    class: 'dock-more',
    onPress: () => {
      const isOpen = bar.dataset['open'] === 'true';
      setAttribute(bar, 'data-open', String(!isOpen));
      setAttribute(more, 'aria-expanded', String(!isOpen));
    },
  });
  setAttribute(more, 'aria-expanded', 'false');
  parts.transport.element.append(more);
  const bar = element(
    'div',
    { class: 'dock-bar', testid: 'dock' },
    element('div', { class: 'reading' }, parts.strip.element, parts.predictions.element),
    parts.status.element,
    element('div', { class: 'timeline' }, parts.transport.element, parts.time.element),
    prompt.element,
  );
  return element('main', { class: 'dock' }, parts.tour.element, bar);
}

function panelDrawers(
  world: PanelWorld,
  { inside }: { readonly inside: InsidePart },
  { places, fetch }: RestPart,
): Drawers {
  const help = button({
    label: 'Help',
    testid: 'open-help',
    icon: 'help',
    key: '?',
    isLabelled: true,
    class: 'toolbar-button',
    onPress: () => {
      world.dispatch({ kind: 'open-help', open: true });
    },
  });
  const onOpen = (): void => void fetch();
  return createDrawers(
    [
      {
        name: 'inside',
        label: 'Inside',
        icon: 'inside',
        content: inside.element,
        isApart: true,
        onOpen: inside.show,
      },
      {
        name: 'changes',
        label: 'Changes',
        icon: 'changes',
        content: places.changes,
        isApart: true,
        onOpen,
      },
      { name: 'legend', label: 'Legend', icon: 'legend', content: places.legend, onOpen },
      { name: 'view', label: 'View', icon: 'view', content: places.view, onOpen },
      { name: 'model', label: 'Model', icon: 'model', content: places.model, onOpen },
      {
        name: 'words',
        label: 'In words',
        icon: 'words',
        content: places.words,
        isAlwaysRead: true,
        onOpen,
      },
      { name: 'link', label: 'Share', icon: 'link', content: places.link, onOpen },
    ],
    [help],
  );
}
