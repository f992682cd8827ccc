import { afterEach, expect, test } from 'vitest';
import type { ZoomPlace } from '#contract/zoom.ts';
import { mount, unmountAll, type Mounted } from '#tests/fakes/mount-panel.ts';

afterEach(unmountAll);

function choose({ find }: Mounted, testid: string, value: string): void {
  const control = find<HTMLSelectElement | HTMLInputElement>(testid);
  control.value = value;
  control.dispatchEvent(new Event('change'));
}

/** Does what the interpreter would with the last `zoom-to`. */
async function follow({ intents, commands, settle }: Mounted): Promise<ZoomPlace> {
  const intent = intents.at(-1);
  if (intent?.kind !== 'zoom-to') throw new Error('Nobody has gone anywhere.');
  const { place } = intent;
  commands.zoomTo(place, 'layer' in place ? [place.layer] : []);
  await settle();
  return place;
}

test('four choices lead from the city to one neuron', async () => {
  const mounted = await mount();
  const { find } = mounted;
  expect(find('crumb-part').checkVisibility()).toBe(false);
  choose(mounted, 'crumb-layer', '1');
  expect(await follow(mounted)).toEqual({ level: 'layer', layer: 1 });
  choose(mounted, 'crumb-part', 'feed-forward');
  expect(await follow(mounted)).toMatchObject({ level: 'component', layer: 1, position: 3 });
  choose(mounted, 'crumb-token', '1');
  expect(await follow(mounted)).toMatchObject({ storey: 'feed-forward', position: 1 });
  choose(mounted, 'crumb-index', '100');
  expect(await follow(mounted)).toEqual({
    level: 'activation',
    layer: 1,
    position: 1,
    site: 'mlp.hook_post',
    index: 100,
  });
  expect(find<HTMLInputElement>('crumb-index').value).toBe('100');
  choose(mounted, 'crumb-layer', '2');
  expect(await follow(mounted)).toMatchObject({ level: 'activation', layer: 2, index: 100 });
});

test('an index beyond the row goes to its last value, one that is no number nowhere', async () => {
  const mounted = await mount();
  const { find, intents } = mounted;
  mounted.commands.zoomTo({ level: 'component', layer: 0, position: 2, storey: 'attention' }, [0]);
  await mounted.settle();
  choose(mounted, 'crumb-index', '');
  expect(intents).toEqual([]);
  choose(mounted, 'crumb-index', '99999');
  expect(await follow(mounted)).toMatchObject({ site: 'attn.hook_z', index: 127 });
  choose(mounted, 'crumb-site', 'attn.hook_pattern');
  expect(await follow(mounted)).toMatchObject({ site: 'attn.hook_pattern', index: 5 });
  expect(find<HTMLInputElement>('crumb-index').max).toBe('5');
});

test('a token is followed up, and every step leads back', async () => {
  const mounted = await mount();
  const { find, press, intents } = mounted;
  expect(find('crumb-up').checkVisibility()).toBe(false);
  mounted.commands.select(1);
  await mounted.settle();
  expect(find('crumb-follow').textContent).toBe('Follow “␣t1”');
  press('crumb-follow');
  expect(await follow(mounted)).toEqual({ level: 'token', position: 1 });
  expect(find('crumb-layer').checkVisibility()).toBe(false);
  press('crumb-up');
  press('crumb-city');
  expect(intents.slice(-2)).toEqual([
    { kind: 'zoom-out' },
    { kind: 'zoom-to', place: { level: 'model' } },
  ]);
});

test('floors open and close where they stand', async () => {
  const mounted = await mount();
  const { find, press, intents, commands } = mounted;
  choose(mounted, 'open-floor', '2');
  commands.zoomTo({ level: 'model' }, [0, 2]);
  await mounted.settle();
  expect(find('open-floors').textContent).toContain('open');
  expect([...find<HTMLSelectElement>('open-floor').options].map(({ value }) => value)).toEqual([
    '',
    '1',
  ]);
  press('close-floor-0');
  expect(intents).toEqual([
    { kind: 'set-layer-open', layer: 2, open: true },
    { kind: 'set-layer-open', layer: 0, open: false },
  ]);
});

test('a number that is being typed stays while the replay moves on', async () => {
  const mounted = await mount();
  const { find, commands } = mounted;
  commands.zoomTo({ level: 'component', layer: 0, position: 2, storey: 'feed-forward' }, [0]);
  await mounted.settle();
  const index = find<HTMLInputElement>('crumb-index');
  index.value = '10';
  commands.moveCursor({ position: 1, layer: 1, sweep: false });
  await mounted.settle();
  expect(index.value).toBe('10');
});

test('a place whose token a new prompt does not have is still told', async () => {
  const mounted = await mount();
  mounted.commands.zoomTo({ level: 'component', layer: 0, position: 9, storey: 'attention' }, [0]);
  await mounted.settle();
  const token = mounted.find<HTMLSelectElement>('crumb-token');
  expect(token.selectedOptions[0]?.text).toBe('no token 9');
});
