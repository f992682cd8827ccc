import { afterEach, expect, test } from 'vitest';
import { bundledPrompt } from '#contract/default-model.ts';
import { tourStops } from '#contract/tour-stop.ts';
import { fakeHello, fakeRunMessages } from '#tests/fakes/fake-run.ts';
import { mount, patient, unmountAll, type Mounted } from '#tests/fakes/mount-panel.ts';
import { stopMillis, TourClock } from './tour-clock.ts';

afterEach(unmountAll);

/** A panel over the tour's own sentence, with the tour at a stop. */
async function mountTour(stop: number): Promise<Mounted> {
  const made = await mount();
  made.commands.expectRun({ request: 'any', source: 'recording' });
  made.recorded(...fakeRunMessages(fakeHello({ prompt: bundledPrompt }), 4));
  made.commands.moveCursor({ position: 3, layer: 2, sweep: false });
  made.commands.changeSettings({ tourStop: stop });
  await expect.poll(() => document.querySelector('[data-testid="tour"]'), patient).not.toBeNull();
  return made;
}

test('the tour is offered in the first words and in the help, and forced on nobody', async () => {
  const { commands, intents, press, find } = await mount();
  expect(document.querySelector('[data-testid="tour"]')).toBeNull();
  expect(find('start-tour').textContent).toBe('Show me around · 90 s');
  press('start-tour');
  expect(intents.splice(0)).toEqual([{ kind: 'go-to-tour-stop', stop: 0 }]);
  commands.changeSettings({ helpOpen: true });
  await expect.poll(() => document.querySelector('dialog')?.open, patient).toBe(true);
  press('help-tour');
  expect(intents).toEqual([
    { kind: 'open-help', open: false },
    { kind: 'go-to-tour-stop', stop: 0 },
  ]);
});

test('a stop shows plain words, the term, the true name, and how far the tour is', async () => {
  const { find } = await mountTour(0);
  expect(find('tour-title').textContent).toBe('A tower is a token');
  expect(find('tour-sentence').textContent).toContain('This is “␣t1”, the last of 2.');
  expect(find('tour-term').textContent).toBe('Token');
  expect(find('tour-name').textContent).toBe('tokens[1]');
  expect(find('tour-steps').getAttribute('aria-label')).toBe('Stop 1 of 7');
});

test('buttons and arrow keys go on and back, Skip ends it', async () => {
  const { find, intents, press } = await mountTour(3);
  intents.splice(0);
  press('tour-next');
  press('tour-back');
  for (const key of ['ArrowRight', 'ArrowLeft', 'a']) {
    find('tour-next').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  }
  press('tour-skip');
  expect(intents).toEqual([4, 2, 4, 2, null].map((stop) => ({ kind: 'go-to-tour-stop', stop })));
});

test('what a stop speaks of is marked in the city, also after the pointer marked something else', async () => {
  const { world, commands, find, settle } = await mountTour(0);
  const target = { kind: 'token', position: 1 };
  expect(world.preview.state.focus).toEqual(target);
  expect(find('hover-card').hidden).toBe(true);
  world.preview.set({ hover: { kind: 'layer', layer: 1 }, focus: undefined });
  expect(find('hover-card').hidden).toBe(false);
  world.preview.set({ hover: undefined });
  expect(world.preview.state.focus).toEqual(target);
  commands.changeSettings({ tourStop: null });
  await settle();
  expect(world.preview.state.focus).toBeUndefined();
  expect(document.querySelector('[data-testid="tour"]')).toBeNull();
});

test('during the tour only the sentence stays of the dock; the last stop says what can be done', async () => {
  const { root, find, commands, settle, intents, press } = await mountTour(0);
  root.id = 'panel';
  expect(find('prompt').checkVisibility()).toBe(false);
  expect(find('token-strip').checkVisibility()).toBe(true);
  expect(find('tour-act').hidden).toBe(true);
  commands.changeSettings({ tourStop: tourStops.length - 1 });
  await settle();
  expect(find('tour-next').textContent).toBe('Done');
  expect(find('tour-skip').hidden).toBe(true);
  expect(find('tour-act').textContent).toBe('Tear it out');
  expect(find('tour-act').getAttribute('aria-disabled')).toBe('true');
  expect(find('tour-sentence').textContent).toMatch(/The model is still loading: /);
  intents.splice(0);
  press('tour-act');
  expect(intents).toEqual([]);
});

test('a term leads to its place in the glossary, which is found by typing too', async () => {
  const { find, press, commands, intents } = await mountTour(4);
  intents.splice(0);
  press('tour-term');
  expect(intents).toEqual([{ kind: 'open-glossary', open: true }]);
  commands.changeSettings({ glossaryOpen: true });
  await expect.poll(() => document.querySelector('dialog')?.open, patient).toBe(true);
  expect(find('glossary-attention-weight').getAttribute('aria-current')).toBe('true');
  const search = find<HTMLInputElement>('glossary-search');
  const type = (typed: string): void => {
    search.value = typed;
    search.dispatchEvent(new Event('input'));
  };
  type('induction');
  expect(find('glossary-induction-head').checkVisibility()).toBe(true);
  expect(find('glossary-token').checkVisibility()).toBe(false);
  type('nothing of that kind');
  expect(find('glossary-none').textContent).toContain('nothing of that kind');
  press('close-glossary');
  expect(intents.at(-1)).toEqual({ kind: 'open-glossary', open: false });
  commands.changeSettings({ glossaryOpen: false });
  await expect.poll(() => document.querySelector('dialog'), patient).toBeNull();
});

interface HeldClock {
  readonly clock: TourClock;
  readonly shares: readonly number[];
  readonly doneCount: () => number;
  readonly setCounts: (counts: boolean) => void;
  readonly pass: (millis: number) => void;
}

/** A clock whose time passes when the test says so. */
function heldClock(): HeldClock {
  const shares: number[] = [];
  let due: { readonly work: () => void; readonly millis: number } | undefined;
  let doneCount = 0;
  let isCounting = true;
  const clock = new TourClock({
    later: (work, millis) => {
      due = { work, millis };
    },
    counts: () => isCounting,
    onShare: (share) => shares.push(share),
    onDone: () => {
      doneCount += 1;
    },
  });
  return {
    clock,
    shares,
    doneCount: () => doneCount,
    setCounts: (counts) => {
      isCounting = counts;
    },
    pass: (millis) => {
      for (let left = millis; due !== undefined && left >= due.millis;) {
        const { work, millis: taken } = due;
        left -= taken;
        due = undefined;
        work();
      }
    },
  };
}

test('a stop stays its time, paused time does not count, and a new stop begins anew', () => {
  const held = heldClock();
  held.clock.restart();
  held.pass(stopMillis / 2);
  expect(held.shares.at(-1)).toBeCloseTo(0.5, 1);
  held.setCounts(false);
  held.pass(stopMillis);
  expect(held.doneCount()).toBe(0);
  held.setCounts(true);
  held.clock.goOn();
  held.pass(stopMillis / 2 + 500);
  expect(held.doneCount()).toBe(1);
  held.clock.restart();
  expect(held.shares.at(-1)).toBe(0);
  held.clock.dispose();
  held.pass(2 * stopMillis);
  expect(held.doneCount()).toBe(1);
});
