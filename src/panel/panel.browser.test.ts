import { afterEach, expect, test } from 'vitest';
import { mount, unmountAll } from '#tests/fakes/mount-panel.ts';

afterEach(unmountAll);

test('every button of the playback says its intent', async () => {
  const { press, intents } = await mount();
  for (const id of ['token-back', 'layer-down', 'play', 'layer-up', 'token-next', 'stop'])
    press(id);
  expect(intents).toEqual([
    { kind: 'step-token', direction: -1 },
    { kind: 'step-layer', direction: -1 },
    { kind: 'play' },
    { kind: 'step-layer', direction: 1 },
    { kind: 'step-token', direction: 1 },
    { kind: 'stop' },
  ]);
});

test('the play button pauses while something plays, and says so', async () => {
  const { commands, find, press, intents, settle } = await mount();
  commands.setPlayback({ kind: 'playing', until: 'run' });
  await settle();
  expect(find('play').getAttribute('aria-label')).toBe('Pause');
  press('play');
  expect(intents).toEqual([{ kind: 'pause' }]);
});

test('Enter sends the sentence off, Shift+Enter does not', async () => {
  const { find, intents } = await mount();
  const prompt = find<HTMLTextAreaElement>('prompt');
  prompt.value = 'The sky is';
  const enter = (shiftKey: boolean): void => {
    prompt.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', shiftKey, bubbles: true }));
  };
  enter(true);
  expect(intents).toEqual([]);
  enter(false);
  expect(intents).toEqual([{ kind: 'submit-prompt', text: 'The sky is', chat: false }]);
});

test('an example is sent off as it stands, as a chat turn if that is chosen', async () => {
  const { press, intents } = await mount();
  press('chat');
  press('example-0');
  expect(intents).toEqual([
    { kind: 'submit-prompt', text: 'The capital of France is', chat: true },
  ]);
});

test('what somebody is writing is not replaced by the prompt of a run that begins', async () => {
  const { find, commands, settle } = await mount();
  const prompt = find<HTMLTextAreaElement>('prompt');
  prompt.value = 'half a sent';
  commands.awaitPrompt('another one');
  await settle();
  expect(prompt.value).toBe('half a sent');
});

test('the time slider seeks to token and layer, and says both in words', async () => {
  const { find, intents } = await mount();
  const slider = find<HTMLInputElement>('time-slider');
  expect(slider.max).toBe('12');
  expect(slider.value).toBe('12');
  expect(slider.getAttribute('aria-valuetext')).toContain('token 4 of 4 · layer 2 of 0–2');
  slider.value = '5';
  slider.dispatchEvent(new Event('input'));
  expect(intents).toEqual([{ kind: 'seek', position: 1, layer: 1 }]);
});

test('the strip shows every token, marks the newest lit and those not reached, and selects', async () => {
  const { find, press, commands, intents, settle } = await mount();
  commands.moveCursor({ position: 2, layer: 0, sweep: false });
  await settle();
  expect(find('token-strip').textContent).toBe('␣t0␣t1␣t2␣t3');
  const states = [0, 1, 2, 3].map((i) => find(`token-${String(i)}`).dataset['state']);
  expect(states).toEqual(['read', 'read', 'newest', 'unread']);
  press('token-1');
  expect(intents).toEqual([{ kind: 'select-token', position: 1 }]);
});

test('each part of the picture has a switch that shows whether it is on', async () => {
  const { find, press, commands, store, intents, settle } = await mount();
  press('show-beams');
  expect(intents).toEqual([{ kind: 'set-component', component: 'beams', shown: false }]);
  commands.changeSettings({ shown: { ...store.state.settings.shown, beams: false } });
  await settle();
  expect(find<HTMLInputElement>('show-beams').checked).toBe(false);
  expect(find<HTMLInputElement>('show-labels').checked).toBe(true);
});

test('sampling by chance comes with its knobs, the most likely token without', async () => {
  const { find, commands, intents, settle } = await mount();
  expect(find('temperature').checkVisibility()).toBe(false);
  const mode = find<HTMLSelectElement>('sampling-mode');
  mode.value = 'sample';
  mode.dispatchEvent(new Event('change'));
  const [chosen] = intents;
  expect(chosen).toMatchObject({ kind: 'set-sampling', sampling: { temperature: 0.8 } });
  if (chosen?.kind === 'set-sampling') commands.changeSettings({ sampling: chosen.sampling });
  await settle();
  find('open-model').click();
  expect(find('temperature').checkVisibility()).toBe(true);
});

test('at most one drawer is open, and its button says so', async () => {
  const { find, press } = await mount();
  press('open-legend');
  press('open-view');
  expect(find('drawer-legend').hidden).toBe(true);
  expect(find('drawer-view').hidden).toBe(false);
  expect(find('open-view').getAttribute('aria-expanded')).toBe('true');
  press('open-view');
  expect(find('drawer-view').hidden).toBe(true);
});

test('notices stand until they are dismissed, errors where they interrupt', async () => {
  const { root, commands, store, press, intents, settle } = await mount();
  commands.addNotice('error', 'It broke: reload the page.');
  await settle();
  expect(root.querySelector('[role=alert]')?.textContent).toContain('It broke');
  press('dismiss-notice');
  const [notice] = store.state.notices;
  expect(intents).toEqual([{ kind: 'dismiss-notice', notice: notice?.id }]);
  commands.dismissNotice(notice?.id ?? -1);
  await settle();
  expect(root.querySelector('[role=alert]')?.textContent).toBe('');
});

test('a failed load says why and can be tried again', async () => {
  const { find, press, commands, retries, settle } = await mount();
  commands.setEngineStatus({ kind: 'failed', message: 'The weights were blocked.' });
  await settle();
  expect(find('engine-status').textContent).toContain('The weights were blocked.');
  press('retry-load');
  expect(retries()).toBe(1);
});

test('the link is copied on request, beside the sentence that it contains the prompt', async () => {
  const { find, press, copied, settle } = await mount();
  press('open-link');
  expect(find('link-warning').textContent).toContain('contains your prompt');
  press('copy-link');
  await settle();
  expect(copied).toEqual(['http://localhost/#shared']);
});

test('a change touches only the parts that show it', async () => {
  const { find, commands, settle } = await mount();
  await settle();
  const touched: MutationRecord[] = [];
  const observer = new MutationObserver((records) => touched.push(...records));
  const everything = { subtree: true, childList: true, characterData: true, attributes: true };
  observer.observe(find('dock'), everything);
  commands.addNotice('info', 'Something.');
  await settle();
  touched.push(...observer.takeRecords());
  expect(touched).toEqual([]);
  commands.moveCursor({ position: 1, layer: 0, sweep: false });
  await settle();
  touched.push(...observer.takeRecords());
  expect(touched.length).toBeGreaterThan(0);
});
