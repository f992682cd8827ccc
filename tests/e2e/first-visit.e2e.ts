import type { Target } from '#contract/intent.ts';
import { binBounds } from '#contract/overview.ts';
import { postBinCount, residBinCount, zBinsPerHead } from '#contract/texel-layout.ts';
import { avenuePoint } from '#tests/support/avenue.ts';
import { paneRect } from '#plan/facade-plan.ts';
import { expect, livePrompt, test } from './app-test.ts';
import { litPixels } from './canvas-region.ts';
import { regionOf } from './city-regions.ts';
import { EngineAnswers } from './engine-answers.ts';

type BinTarget = Target & { readonly kind: 'bin' };

const engine = new EngineAnswers();
const { shape } = engine;

/** Which numbers of a row a window stands for. */
function boundsOf({ site, bin }: BinTarget): readonly [from: number, to: number, head: number] {
  if (site === 'attn.hook_z') {
    const head = Math.floor(bin / zBinsPerHead);
    const [from, to] = binBounds(bin % zBinsPerHead, zBinsPerHead, shape.headWidth);
    return [from + head * shape.headWidth, to + head * shape.headWidth, head];
  }
  const isPost = site === 'mlp.hook_post';
  const count = isPost ? postBinCount : residBinCount;
  return [...binBounds(bin, count, isPost ? shape.neuronCount : shape.width), 0];
}

test('open, first light, weights, a sentence, a step: the billboard reads “ Paris”, and a pane tells the number the engine computes', async ({
  city,
  page,
}) => {
  test.slow();
  await city.open();
  await expect(city.find('run-source')).toHaveText('Recorded run');
  const towers = await regionOf(city, 'towers', { position: 4, shape });
  expect(litPixels(await city.pixels(towers)), 'lit windows at first light').toBeGreaterThan(100);

  await city.waitForModel();
  await expect(city.find('run-source')).toHaveText('Live');
  await city.find('prompt').fill('');
  await city.find('prompt').pressSequentially(livePrompt);
  const { request } = await city.state();
  await city.find('prompt').press('Enter');
  await city.expectRead(livePrompt, request);

  const branch = engine.read(livePrompt);
  expect(engine.likeliest(branch).text).toBe(' Paris');
  expect((await city.state()).tokenIds).toEqual(branch.tokens);
  await expect(city.sentence('token-4')).toHaveText(/: next “␣Paris” \d\d %\.$/);
  await expect(city.sentence('token-4-billboard')).toHaveText(/^Billboard: “␣Paris” \d\d %, “/);
  await expect(city.find('predictions').locator('li').first()).toContainText('Paris');

  await city.find('token-next').click();
  await city.expectCursor({ position: 5, layer: 29 });
  expect((await city.state()).texts.at(5)).toBe(' Paris');
  await expect(city.sentence('token-5')).toHaveText(/^Token 5, “␣Paris”, .* written: next “/);

  const panes: readonly BinTarget[] = [
    { kind: 'bin', site: 'mlp.hook_post', layer: 17, position: 4, bin: 21 },
    { kind: 'bin', site: 'attn.hook_z', layer: 17, position: 4, bin: 4 * zBinsPerHead + 3 },
    { kind: 'bin', site: 'hook_resid_post', layer: 16, position: 4, bin: 30 },
  ];
  // Beams stand before the glass, and a beam that is pointed at keeps its dashes moving.
  await city.dispatch({ kind: 'set-component', component: 'beams', shown: false });
  for (const target of panes) {
    // Fly there, then point with the mouse at the glass itself.
    await city.dispatch({ kind: 'fly-to', target });
    await city.settle();
    const rect = paneRect(target.site, target.bin, shape, 'street');
    const place = { position: target.position, layer: target.layer, face: 'street' } as const;
    const middle = { u: (rect.left + rect.right) / 2, v: (rect.bottom + rect.top) / 2 };
    const [point] = await city.project([avenuePoint({ ...place, ...middle })]);
    if (!point) throw new Error('The pane is out of sight.');
    await page.mouse.move(point.x, point.y);

    const row = branch.borrowRow(target.site, target.layer, target.position);
    const [from, to] = boundsOf(target);
    let strongest = from;
    for (let index = from; index < to; index += 1) {
      if (Math.abs(row[index] ?? 0) > Math.abs(row[strongest] ?? 0)) strongest = index;
    }
    const index = target.site === 'attn.hook_z' ? strongest % shape.headWidth : strongest;
    await expect(city.find('hover-name')).toHaveText(
      new RegExp(
        `^blocks\\.${String(target.layer)}\\.${target.site}\\[position 4, .*\\b${String(index)}\\]$`,
      ),
    );
    await expect(city.find('hover-status')).toHaveText('REAL');
    const told = Number(((await city.find('hover-value').textContent()) ?? '').replace('−', '-'));
    expect(Math.fround(told), `${target.site}, bit for bit`).toBe(row[strongest]);
    await expect(city.find('hover-place')).toContainText(/i16/);
    await expect(city.find('hover-sentence')).toContainText(/^The strongest of .* at “␣is”\.$/);
  }
});
