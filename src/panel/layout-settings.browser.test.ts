import { afterEach, expect, test } from 'vitest';
import { fakeToken, control, fakeOverview } from '#tests/fakes/fake-run.ts';
import { mount, unmountAll, type Mounted } from '#tests/fakes/mount-panel.ts';

afterEach(unmountAll);

/** A run of 60 tokens, read to the end, whose towers stand in a ring: three pages. */
async function inRing(): Promise<Mounted> {
  const mounted = await mount();
  const { commands, recorded, press, settle } = mounted;
  for (let position = 4; position < 60; position += 1) {
    recorded(control(fakeToken(position)), fakeOverview(position));
  }
  commands.moveCursor({ position: 59, layer: 2, sweep: false });
  commands.changeSettings({ layout: 'ring' });
  press('open-view');
  await settle();
  return mounted;
}

test('the layout that stands is pressed, another is asked for by its name', async () => {
  const { find, press, intents } = await mount();
  press('open-view');
  expect(find('layout-avenue').getAttribute('aria-pressed')).toBe('true');
  expect(find('ring-words').checkVisibility()).toBe(false);
  press('layout-blocks');
  expect(intents).toEqual([{ kind: 'set-layout', layout: 'blocks' }]);
});

test('pages of the ring are turned one by one, from the one that is read, and end at the last', async () => {
  const mounted = await inRing();
  const { find, press, intents, commands, settle } = mounted;
  expect(find('ring-words').textContent).toBe('near page 3 of 3');
  expect(find<HTMLButtonElement>('ring-after').disabled).toBe(true);
  press('ring-before');
  expect(intents).toEqual([{ kind: 'set-ring-page', page: 1 }]);
  commands.changeSettings({ ringPage: 1 });
  await settle();
  expect(find('ring-words').textContent).toBe('page 2 of 3');
  expect(find<HTMLInputElement>('ring-follows').checked).toBe(false);
  press('ring-follows');
  expect(intents.at(-1)).toEqual({ kind: 'set-ring-page', page: null });
});

test('a beam is as thick as one of two things, by choice', async () => {
  const { find, intents, commands, settle } = await mount();
  const strength = find<HTMLSelectElement>('beam-strength');
  expect(strength.value).toBe('weight');
  strength.value = 'carried';
  strength.dispatchEvent(new Event('change'));
  expect(intents).toEqual([{ kind: 'set-beam-strength', strength: 'carried' }]);
  commands.changeSettings({ beamStrength: 'carried' });
  await settle();
  expect(strength.value).toBe('carried');
});
