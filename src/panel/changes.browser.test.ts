import { afterEach, expect, test } from 'vitest';
import type { Change, ChangeEntry } from '#contract/change.ts';
import type { HeldGrip } from '#contract/preview.ts';
import { changedState } from '#tests/fakes/changed-run.ts';
import { createFakeStore, type FakeStore } from '#tests/fakes/fake-store.ts';
import { mount, patient, unmountAll, type Mounted } from '#tests/fakes/mount-panel.ts';
import type { StoreState } from '#store/read.ts';

afterEach(unmountAll);

const torn: Change = { kind: 'beam', layer: 1, head: 0, query: 1, key: 0, scope: 'later' };

async function mountOver(state: StoreState): Promise<Mounted & Pick<FakeStore, 'show'>> {
  const fake = createFakeStore(state);
  return { ...(await mount({ store: fake.store })), show: fake.show };
}

/** A changed run, its bar on the page. */
async function mountChanged(
  ...changes: readonly Change[]
): Promise<Mounted & Pick<FakeStore, 'show'>> {
  const made = await mountOver(changedState({ changes: changes.length > 0 ? changes : [torn] }));
  await onPage('changes-bar');
  return made;
}

async function onPage(testid: string): Promise<void> {
  await expect
    .poll(() => document.querySelector(`[data-testid="${testid}"]`)?.checkVisibility(), patient)
    .toBe(true);
}

test('one line says what came of it, switches between the runs and leads back', async () => {
  const { find, press, intents } = await mountChanged();
  expect(find('changes-headline').textContent).toBe('“␣w10” 77 % → “␣w11” 31 %');
  expect(find('run-changed').getAttribute('aria-pressed')).toBe('true');
  press('run-original');
  press('changes-undo');
  expect(intents).toEqual([{ kind: 'show-run', run: 'original' }, { kind: 'undo-change' }]);
});

test('while the model runs again the line says so, with how far it is', async () => {
  const { find, show, settle } = await mountChanged();
  expect(find('changes-progress').hidden).toBe(true);
  const prefill = { layer: 1, position: 0, positionCount: 2 };
  show({ pendingChanges: { request: 5, entries: [] }, prefill }, 'changes', 'progress');
  await settle();
  expect(find('changes-headline').textContent).toBe('The model runs again with 0 changes.');
  expect(find('changes-progress').hidden).toBe(false);
  expect(find('changes-progress').style.getPropertyValue('--share')).toBe('0.333');
});

test('the drawer shows both answers side by side and says what the test is', async () => {
  const { find, press } = await mountChanged();
  press('open-changes');
  expect(find('result-sentence').textContent).toMatch(/said “␣w10” with 77\u00a0%/);
  const [first] = find('result-after').children;
  expect(first?.textContent).toContain('“␣w11”');
  expect(first?.textContent).toContain('31 %');
  expect(first?.textContent).toContain('+25 points');
  expect(find('result').textContent).toContain('it is no cause');
});

test('each change has its switch, its choice, its place and its end', async () => {
  const { find, press, intents } = await mountChanged(torn, {
    kind: 'layer',
    layer: 2,
    by: 'zero',
  });
  press('open-changes');
  find('change-on-0').click();
  const how = find<HTMLSelectElement>('change-how-0');
  how.value = 'this';
  how.dispatchEvent(new Event('change'));
  const by = find<HTMLSelectElement>('change-how-1');
  by.value = 'mean';
  by.dispatchEvent(new Event('change'));
  press('change-down-0');
  press('change-up-1');
  press('change-remove-1');
  press('clear-changes');
  expect(find<HTMLButtonElement>('change-up-0').disabled).toBe(true);
  expect(intents).toEqual([
    { kind: 'set-change-on', change: 0, on: false },
    { kind: 'set-change-scope', change: 0, scope: 'this' },
    { kind: 'set-layer-ablation', change: 1, by: 'mean' },
    { kind: 'move-change', change: 0, places: 1 },
    { kind: 'move-change', change: 1, places: -1 },
    { kind: 'remove-change', change: 1 },
    { kind: 'clear-changes' },
  ]);
});

test('whoever moves a change by keyboard stays on its button', async () => {
  const { find, press, show, settle } = await mountChanged(torn, {
    kind: 'layer',
    layer: 2,
    by: 'zero',
  });
  press('open-changes');
  const entry = (id: number, change: Change): ChangeEntry => ({ id, change, isOn: true });
  find('change-remove-0').focus();
  show({ changes: [entry(1, { kind: 'layer', layer: 2, by: 'zero' }), entry(0, torn)] }, 'changes');
  await settle();
  expect(
    [...find('changes-list').children].map((each) => each.getAttribute('data-testid')),
  ).toEqual(['change-1', 'change-0']);
  expect(document.activeElement).toBe(find('change-remove-0'));
});

test('light and the next change are chosen there, the difference with its scale', async () => {
  const { find, press, intents, show, settle } = await mountChanged();
  press('open-changes');
  expect(find('difference-scale').hidden).toBe(true);
  press('light-difference');
  const scope = find<HTMLSelectElement>('tear-scope');
  scope.value = 'this';
  scope.dispatchEvent(new Event('change'));
  const ablation = find<HTMLSelectElement>('ablation');
  ablation.value = 'mean';
  ablation.dispatchEvent(new Event('change'));
  expect(intents).toEqual([
    { kind: 'set-light', light: 'difference' },
    { kind: 'set-tear-scope', scope: 'this' },
    { kind: 'set-ablation', by: 'mean' },
  ]);
  const settings = { ...changedState().settings, light: 'difference' } as const;
  show({ settings }, 'settings');
  await settle();
  expect(find('difference-scale').textContent).toContain('0.001');
});

test('a thing that is kept in view stands in a card with its buttons, and is let go', async () => {
  const { find, press, intents, show, settle } = await mountChanged();
  show({ pinned: { kind: 'beam', layer: 2, head: 1, query: 1, key: 1 } }, 'pinned');
  await settle();
  expect(find('chosen-sentence').textContent).toMatch(/^Head 1 of layer 2 gives/);
  press('act-tear-this');
  press('act-head');
  press('unpin');
  expect(intents).toEqual([
    {
      ...{ kind: 'verb', stage: 'change', verb: 'pull', layer: 2, head: 1, query: 1, key: 1 },
      scope: 'this',
    },
    { kind: 'switch-off-head', layer: 2, head: 1, position: 1 },
    { kind: 'pin', target: null },
  ]);
});

test('what cannot be done now says why, and does nothing', async () => {
  const { find, press, intents, commands } = await mount();
  commands.pin({ kind: 'layer', layer: 1 });
  await onPage('chosen');
  expect(find('act-free').getAttribute('aria-disabled')).toBe('true');
  expect(find('acts-refusal').textContent).toMatch(/^The model is still loading: /);
  press('act-free');
  expect(intents).toEqual([]);
  press('act-open');
  expect(intents).toEqual([{ kind: 'verb', stage: 'read', verb: 'grab', layer: 1 }]);
});

test('a selected token is asked what matters for it; the drawer counts, sorts and lets one try', async () => {
  const { find, press, intents, show, settle } = await mountChanged();
  show({ selectedPosition: 1 }, 'selection');
  await settle();
  press('act-measure');
  expect(intents.splice(0)).toEqual([{ kind: 'measure-effects', position: 1 }]);
  expect(find('drawer-changes').hidden).toBe(false);
  const tests = [
    { kind: 'head', layer: 1, head: 0 },
    { kind: 'head', layer: 2, head: 1 },
  ] as const;
  const result = { test: tests[0], nats: -1.5, token: 11, logprob: -1 };
  const effects = { request: 1, branch: 0, position: 1, tests, results: [result, undefined] };
  show({ effects: { ...effects, measuredCount: 1, isMeasuring: true } }, 'effects');
  await settle();
  expect(find('effects-progress').textContent).toBe('Measuring: 1 of 2 heads.');
  expect(find('effect-1-0').textContent).toContain('Strongest so far');
  expect(find('effect-1-0').textContent).toContain('1.5 nats');
  press('try-1-0');
  find('effects').querySelector<HTMLElement>('[data-testid="act-stop-measuring"]')?.click();
  expect(intents).toEqual([
    { kind: 'switch-off-head', layer: 1, head: 0, position: 1 },
    { kind: 'stop-measuring' },
  ]);
});

const held: HeldGrip = {
  actor: 'mouse',
  grip: { verb: 'grab', layer: 1 },
  pulledMetres: 0.25,
  stage: 'read',
  fromPoint: { x: 0, y: 0, z: 0 },
  atPoint: { x: 0, y: 0, z: 0 },
  isLost: false,
};

test('what is held says at the pointer what letting go would do', async () => {
  const { find, world } = await mountChanged();
  world.preview.set({ held: [held], pointer: { x: 400, y: 300 } });
  await onPage('held-label');
  expect(find('held-words').textContent).toBe('release: layer 1 stays open to be read');
  expect(find('held-next').textContent).toBe('pull on to pull it free: layer 1 × 0');
  world.preview.set({ held: [{ ...held, pulledMetres: 0.6, stage: 'change' }] });
  expect(find('held-words').textContent).toBe('release: layer 1 × 0');
  expect(find('held-label').dataset['effect']).toBe('change');
  expect(find('held-words').getAttribute('aria-live')).toBe('assertive');
  world.preview.set({ held: [] });
  expect(find('held-label').hidden).toBe(true);
});

test('the label stays on the page wherever the pointer is', async () => {
  const { find, world } = await mountChanged();
  for (const pointer of [
    { x: 2, y: 2 },
    { x: innerWidth - 2, y: innerHeight - 2 },
  ]) {
    world.preview.set({ held: [held], pointer });
    await onPage('held-label');
    const { left, right, top, bottom } = find('held-label').getBoundingClientRect();
    expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(innerWidth);
    expect(bottom).toBeLessThanOrEqual(innerHeight);
  }
});

test('a handle that is pointed at says in the card what dragging it does; the card goes while it is held', async () => {
  const { find, world } = await mountChanged();
  const hover = { kind: 'layer', layer: 1 } as const;
  const handle = { verb: 'grab', layer: 1 } as const;
  world.preview.set({ hover, handle, pointer: { x: 300, y: 200 } });
  expect(find('hover-hold').textContent).toBe('drag: open layer 1 · all the way: layer 1 × 0');
  world.preview.set({ held: [held] });
  await onPage('held-label');
  expect(find('hover-card').hidden).toBe(true);
  world.preview.set({ held: [], handle: undefined });
  expect(find('hover-card').hidden).toBe(false);
  expect(find('hover-hold').hidden).toBe(true);
});

test('a cut is told and can be closed; what windows show is told while it is a difference', async () => {
  const state = changedState({ changes: [] });
  const { find, press, intents } = await mountOver({
    ...state,
    settings: { ...state.settings, cutLayer: 1, light: 'difference' },
  });
  await onPage('changes-bar');
  expect(find('changes-headline').textContent).toBe('The towers are cut open above layer 1.');
  expect(find('difference-key').hidden).toBe(false);
  press('close-cut');
  expect(intents).toEqual([{ kind: 'set-cut', layer: null }]);
});
