import type { Target } from '#contract/intent.ts';
import { whenQuiet } from '#kit/when-quiet.ts';
import { allTopics } from '#store/read.ts';
import { describeTarget } from '#view/describe-target.ts';
import { outlineCamera, outlineOf } from '#view/outline.ts';
import type { OutlineNode } from '#view/outline-node.ts';
import { element, setText } from './element.ts';
import type { ExhibitFeed } from './exhibit-feed.ts';
import { OutlineTree } from './outline-tree.ts';
import type { PanelPart, PanelWorld } from './panel-part.ts';

/** A replay moves every frame; words need not. */
const shortestPauseMillis = 200;

/** Sections whose change is said aloud, in short; the rest is there to be read. */
const announcedKeys: readonly string[] = [
  ...['run', 'selection', 'exhibit', 'help', 'tour'],
  ...['changes', 'result', 'effects', 'pinned', 'light'],
];

export interface Outline extends PanelPart {
  /** Says changes aloud, politely. */
  readonly live: HTMLElement;
  readonly dispose: () => void;
}

/** The city in words, kept in step with the store, the camera and what is pointed at. */
export function outline({ store, preview, camera, later }: PanelWorld, feed: ExhibitFeed): Outline {
  const tree = new OutlineTree();
  const live = element('p', {
    class: 'visually-hidden',
    testid: 'live',
    attributes: { role: 'status', 'aria-live': 'polite' },
  });
  const said = new Map<string, string>();
  let isDue = false;
  const render = (): void => {
    isDue = false;
    const { hover, focus } = preview.state;
    const nodes = outlineOf(store, {
      target: hover ?? focus,
      camera: camera.pose(),
      exhibit: feed.look(),
    });
    tree.show(nodes);
    const news = newsOf(nodes, said);
    if (news !== '') setText(live, news);
  };
  const renderSoon = (): void => {
    if (isDue) return;
    isDue = true;
    later(render, shortestPauseMillis);
  };
  let focused: Target | undefined;
  const follow = (): void => {
    renderSoon();
    const { focus } = preview.state;
    if (focus === focused) return;
    focused = focus;
    // What the tour marks is told by the tour.
    if (store.state.settings.tourStop !== null) return;
    const sentence = focus && describeTarget(focus, store)?.sentence;
    if (sentence !== undefined) setText(live, sentence);
  };
  // Where the eye is gets told when it rests: on the way it would be words for nobody, in every frame.
  const retellCamera = (): void => {
    tree.retell(outlineCamera(camera.pose()));
  };
  const cameraMoved = whenQuiet(retellCamera, shortestPauseMillis, later);
  const stops = [
    preview.subscribe(follow),
    camera.subscribe(cameraMoved),
    feed.onArrive(renderSoon),
  ];
  return {
    element: element(
      'div',
      { class: 'outline-words', testid: 'outline', attributes: { id: 'outline' } },
      tree.element,
    ),
    live,
    topics: allTopics,
    update: renderSoon,
    dispose: () => {
      for (const stop of stops) stop();
    },
  };
}

/** What of the announced sections has changed since it was said last; the first time is silent. */
function newsOf(nodes: readonly OutlineNode[], said: Map<string, string>): string {
  const news: string[] = [];
  for (const { key, text } of nodes) {
    // A replay that runs changes its sentence all the time: it is said when it starts and rests.
    const spoken = key === 'playback' && text.startsWith('Playing') ? 'Playing.' : text;
    if (!announcedKeys.includes(key) && key !== 'playback') continue;
    const before = said.get(key);
    if (before !== undefined && before !== spoken) news.push(spoken);
    said.set(key, spoken);
  }
  return news.join(' ');
}
