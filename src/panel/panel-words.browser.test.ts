import { afterEach, expect, test } from 'vitest';
import { mount, patient, unmountAll } from '#tests/fakes/mount-panel.ts';

afterEach(unmountAll);

test('help opens and closes as the store wishes, and lists the keys it was handed', async () => {
  const { root, commands, intents, press } = await mount();
  commands.changeSettings({ helpOpen: true });
  await expect.poll(() => root.querySelector('dialog')?.open, patient).toBe(true);
  expect(root.querySelector('dialog')?.textContent).toContain('play or pause');
  press('close-help');
  expect(intents).toEqual([{ kind: 'open-help', open: false }]);
  commands.changeSettings({ helpOpen: false });
  await expect.poll(() => root.querySelector('dialog'), patient).toBeNull();
});

test('what is pointed at is told in a sentence with its number, true name and kind, and its row is asked for', async () => {
  const { world, find, wanted, settle } = await mount();
  expect(find('hover-card').hidden).toBe(true);
  const site = 'mlp.hook_post';
  const hover = { kind: 'bin', site, position: 3, layer: 1, bin: 7 } as const;
  world.preview.set({ hover, pointer: { x: 5, y: 5 } });
  await settle();
  expect(find('hover-card').checkVisibility()).toBe(true);
  expect(find('hover-sentence').textContent).toContain('The strongest of 3 neurons');
  expect(find('hover-name').textContent).toContain('blocks.1.mlp.hook_post[position 3');
  expect(find('hover-status').textContent).toBe('DERIVED');
  expect(wanted).toContainEqual([site, 1, 3]);
  world.preview.set({ hover: undefined });
  expect(find('hover-card').hidden).toBe(true);
});

test('the card stays on the page wherever the pointer is', async () => {
  const { world, find } = await mount();
  const hover = { kind: 'token', position: 1 } as const;
  for (const [x, y] of [
    [0, 0],
    [innerWidth, innerHeight],
    [innerWidth, 0],
  ]) {
    world.preview.set({ hover, pointer: { x: x ?? 0, y: y ?? 0 } });
    const box = find('hover-card').getBoundingClientRect();
    expect(box.left).toBeGreaterThanOrEqual(0);
    expect(box.top).toBeGreaterThanOrEqual(0);
    expect(box.right).toBeLessThanOrEqual(innerWidth);
    expect(box.bottom).toBeLessThanOrEqual(innerHeight);
  }
});

test('the city in words is there for screen readers while its drawer is closed, and follows the store', async () => {
  const { find, press, commands, settle } = await mount();
  const words = find('outline');
  expect(find('drawer-words').hidden).toBe(false);
  expect(words.textContent).toContain('Recorded run of fake');
  const selection = find('outline-selection');
  commands.select(2);
  await settle();
  expect(selection.textContent).toContain('Selected is token 2');
  expect(find('outline-selection')).toBe(selection);
  expect(find('live').textContent).toContain('Selected is token 2');
  press('open-words');
  expect(find('drawer-words').classList.contains('visually-hidden')).toBe(false);
});

test('what the keyboard points at is said aloud', async () => {
  const { world, find } = await mount();
  world.preview.set({ focus: { kind: 'token', position: 0 } });
  expect(find('live').textContent).toContain('“␣t0”');
});

test('the panel knows how much of the city it covers, and that it covers nothing while it is hidden', async () => {
  const { panel, root } = await mount();
  root.id = 'panel';
  await expect.poll(() => panel.covered.bottom, patient).toBeGreaterThan(100);
  expect(panel.covered.top + panel.covered.bottom).toBeLessThan(innerHeight);
  panel.command('toggle-panels');
  await expect.poll(() => panel.covered, patient).toEqual({ top: 0, bottom: 0 });
});

test('the first words are there until they are closed or a sentence is sent off', async () => {
  const { find, press, commands, settle } = await mount();
  expect(find('welcome').textContent).toContain('one of 3 layers');
  press('close-welcome');
  expect(find('welcome').hidden).toBe(true);
  unmountAll();
  const again = await mount();
  expect(again.find('welcome').hidden).toBe(false);
  again.commands.awaitPrompt('mine');
  await again.settle();
  expect(again.find('welcome').hidden).toBe(true);
  commands.awaitPrompt(undefined);
  await settle();
});
