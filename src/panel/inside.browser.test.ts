import { afterEach, expect, test, vi } from 'vitest';
import { decodeSafetensors } from '#contract/safetensors.ts';
import type { ZoomPlace } from '#contract/zoom.ts';
import { fakeValues } from '#tests/fakes/fake-run.ts';
import { mount, patient, unmountAll, type Mounted } from '#tests/fakes/mount-panel.ts';

afterEach(unmountAll);

const hall: ZoomPlace = { level: 'component', layer: 1, position: 2, storey: 'feed-forward' };

function giveNeurons({ recorded }: Mounted): void {
  const data = Float32Array.from({ length: 192 }, (_, index) => (index === 100 ? -4 : 0.25));
  recorded(fakeValues({ site: 'mlp.hook_post', layer: 1, positions: [2], shape: [1, 192], data }));
}

/** The drawer is open at a place, and its content is here. */
async function openAt(place: ZoomPlace): Promise<Mounted> {
  const mounted = await mount();
  mounted.commands.zoomTo(place, 'layer' in place ? [place.layer] : []);
  mounted.press('open-inside');
  await vi.waitUntil(() => textOf('inside-title') !== '', patient);
  return mounted;
}

function textOf(testid: string): string {
  return document.querySelector(`[data-testid="${testid}"]`)?.textContent ?? '';
}

test('in the whole city the drawer says how to go inside, and can save a picture', async () => {
  const { press, saved } = await openAt({ level: 'model' });
  expect(textOf('inside-sentence')).toContain('Choose a layer');
  press('save-csv');
  expect(textOf('away-outcome')).toContain('Nothing to take away');
  press('save-picture');
  await vi.waitUntil(() => saved.length > 0);
  expect(saved[0]?.name).toBe('neural-city.png');
});

test('a hall shows its boards in words, what is missing as such, and goes to a strong value', async () => {
  const mounted = await openAt(hall);
  const { settle, find, intents } = mounted;
  await vi.waitUntil(() => textOf('inside-board-post') !== '', patient);
  expect(textOf('inside-board-post')).toContain('on its way');
  giveNeurons(mounted);
  await settle();
  const board = find('inside-board-post');
  expect(board.querySelector('td')?.textContent).toBe('−4');
  expect(board.querySelector('.card-status')?.textContent).toBe('REAL');
  board.querySelector<HTMLElement>('.cell-name')?.click();
  expect(intents.at(-1)).toEqual({
    kind: 'zoom-to',
    place: { level: 'activation', layer: 1, position: 2, site: 'mlp.hook_post', index: 100 },
  });
});

test('what is shown is saved under a name that says what it is, and reads back', async () => {
  const mounted = await openAt(hall);
  giveNeurons(mounted);
  await mounted.settle();
  mounted.press('save-safetensors');
  const [file] = mounted.saved;
  expect(file?.name).toBe('neural-city-layer-1-feed-forward-token-2.safetensors');
  const bytes = new Uint8Array((await file?.blob.arrayBuffer()) ?? new ArrayBuffer(0));
  const { data } = decodeSafetensors(bytes).tensors.get('blocks.1.mlp.hook_post') ?? {};
  expect(data?.[100]).toBe(-4);
  mounted.find('inside-board-post').querySelector<HTMLElement>('.board-csv')?.click();
  expect(mounted.saved.at(-1)?.name).toBe('neural-city-layer-1-feed-forward-token-2-post.csv');
  expect(await mounted.saved.at(-1)?.blob.text()).toContain('-4');
});

test('the value that is looked at is copied with its name, or what is pointed at instead', async () => {
  const mounted = await openAt({
    level: 'activation',
    layer: 1,
    position: 2,
    site: 'mlp.hook_post',
    index: 100,
  });
  const { press, copied, settle, world } = mounted;
  press('copy-value');
  expect(textOf('away-outcome')).toContain('Nothing to copy');
  giveNeurons(mounted);
  await settle();
  press('copy-value');
  await vi.waitUntil(() => copied.length === 1);
  expect(copied[0]).toBe('blocks.1.mlp.hook_post[position 2, neuron 100] = -4');
  world.preview.set({ focus: { kind: 'token', position: 1 } });
  expect(textOf('away-target')).toBe('tokens[1]');
});

test('controls fit the place: heads of a layer, neurons of a hall', async () => {
  const mounted = await openAt({ level: 'layer', layer: 1 });
  const { find, commands, intents, settle } = mounted;
  expect(find('head-order').checkVisibility()).toBe(true);
  expect(find('unit-order').checkVisibility()).toBe(false);
  commands.zoomTo(hall, [1]);
  await settle();
  expect(find('head-order').checkVisibility()).toBe(false);
  const count = find<HTMLInputElement>('strongest-count');
  count.value = '12';
  count.dispatchEvent(new Event('change'));
  count.value = '';
  count.dispatchEvent(new Event('change'));
  expect(intents).toEqual([
    { kind: 'set-strongest-count', count: 12 },
    { kind: 'set-strongest-count', count: null },
  ]);
});

test('what heads are known for is asked for only where the run tells of it', async () => {
  const { find } = await openAt({ level: 'layer', layer: 1 });
  expect(find<HTMLSelectElement>('head-role').disabled).toBe(true);
});

/** What the browser does when somebody copies. */
function copyByKey(): { readonly text: string; readonly isTaken: boolean } {
  const clipboardData = new DataTransfer();
  const event = new ClipboardEvent('copy', { clipboardData, cancelable: true, bubbles: true });
  document.dispatchEvent(event);
  return { text: clipboardData.getData('text/plain'), isTaken: event.defaultPrevented };
}

test('the page’s own copying takes what is pointed at, but not from whoever marks text or writes', async () => {
  const { world, find } = await mount();
  expect(copyByKey().isTaken).toBe(false);
  world.preview.set({ focus: { kind: 'token', position: 1 } });
  expect(copyByKey().text).toMatch(/^tokens\[1\] = .+/);
  find('prompt').focus();
  expect(copyByKey().isTaken).toBe(false);
});

test('what cannot be copied is said', async () => {
  const { world, find } = await mount();
  const target = { kind: 'value', site: 'mlp.hook_post', layer: 1, position: 2, index: 7 } as const;
  world.preview.set({ focus: target });
  expect(copyByKey()).toEqual({ text: '', isTaken: true });
  expect(find('copied').textContent).toContain('Nothing to copy');
});
