import type { StoreState } from '#store/read.ts';
import { button } from './controls.ts';
import { element, setAttribute, setHidden, setText } from './element.ts';
import type { PanelPart, PanelWorld } from './panel-part.ts';

const bytesPerMegabyte = 1e6;

/** What the run shown is and how far the model is, in one calm line; a bar while it loads. */
export function runBadge({ retryLoad }: PanelWorld): PanelPart {
  const dot = element('span', { class: 'badge-dot' });
  const title = element('strong', { class: 'badge-title', testid: 'run-source' });
  const words = element('span', { class: 'badge-words', testid: 'engine-status' });
  const bar = element('span', { class: 'bar-fill' });
  const track = element(
    'span',
    {
      class: 'bar',
      testid: 'load-bar',
      attributes: {
        role: 'progressbar',
        'aria-label': 'The model is loading',
        'aria-valuemin': '0',
        'aria-valuemax': '100',
      },
    },
    bar,
  );
  const retry = button({ label: 'Try again', testid: 'retry-load', onPress: retryLoad });
  const whole = element(
    'div',
    { class: 'badge', testid: 'run-badge' },
    dot,
    title,
    words,
    retry,
    track,
  );
  return {
    element: whole,
    topics: ['engine', 'run', 'progress'],
    update: (state) => {
      const { engine, runSource } = state;
      setAttribute(whole, 'data-engine', engine.kind);
      setText(
        title,
        state.hello === undefined
          ? 'Neural City'
          : runSource === 'recording'
            ? 'Recorded run'
            : 'Live',
      );
      setAttribute(whole, 'data-source', runSource);
      setText(words, engineWords(state));
      setHidden(retry, engine.kind !== 'failed');
      setHidden(track, engine.kind !== 'loading');
      if (engine.kind !== 'loading') return;
      const { loadedBytes, totalBytes } = engine.progress;
      const percent = totalBytes > 0 ? Math.min(100, (100 * loadedBytes) / totalBytes) : 0;
      bar.style.setProperty('--share', String(percent / 100));
      setAttribute(track, 'aria-valuenow', percent.toFixed(0));
    },
  };
}

/** One sentence on the model; the recorded run is what plays until it is ready. */
export function engineWords({ engine, runSource, hello, awaitedPrompt }: StoreState): string {
  switch (engine.kind) {
    case 'idle':
      return 'made by this very model; it loads in a moment';
    case 'loading': {
      const { loadedBytes, totalBytes, elapsedMillis, stage } = engine.progress;
      const seconds = `${(elapsedMillis / 1000).toFixed(0)} s`;
      if (stage === 'prepare' || stage === 'ready')
        return `the model is being made ready, ${seconds}`;
      const megabytes = `${(loadedBytes / bytesPerMegabyte).toFixed(0)} of ${(totalBytes / bytesPerMegabyte).toFixed(0)} MB`;
      const from = stage === 'cache' ? 'loading from this browser’s store' : 'loading';
      return `the model is ${from}: ${megabytes}, ${seconds}`;
    }
    case 'failed':
      return `${engine.message}${runSource === 'recording' ? ' The recorded run keeps playing.' : ''}`;
    case 'ready':
      if (runSource === 'recording') {
        return awaitedPrompt === undefined
          ? 'the model is ready: write a sentence'
          : 'the model is reading your sentence';
      }
      return hello === undefined ? '' : `${hello.model.name} · ${hello.run.precision}, in this tab`;
  }
}

/** What is being computed or awaited, in words; the bar shows the prompt's layers as they finish. */
export function runStatus(): PanelPart {
  const words = element('span', { testid: 'run-status', attributes: { role: 'status' } });
  const bar = element('span', { class: 'bar-fill' });
  const track = element('span', { class: 'bar bar-prefill', testid: 'prefill-bar' }, bar);
  return {
    element: element('div', { class: 'run-status' }, words, track),
    topics: ['progress', 'run', 'tokens', 'engine', 'cursor'],
    update: (state) => {
      setText(words, statusWords(state));
      setHidden(track, state.prefill === undefined);
      const layerCount = state.hello?.model.layerCount ?? 1;
      const layer = state.prefill?.layer ?? 0;
      bar.style.setProperty('--share', String(Math.min(1, (layer + 1) / layerCount)));
    },
  };
}

export function statusWords({
  engine,
  awaitedPrompt,
  prefill,
  hello,
  awaitedTokens,
  ended,
  cursor,
  arrivedCount,
}: StoreState): string {
  if (awaitedPrompt !== undefined) {
    // While the model loads, a notice tells what waits for it.
    return engine.kind === 'ready' ? 'Your sentence is being read …' : '';
  }
  if (prefill !== undefined) {
    const layerCount = String(hello?.model.layerCount ?? 0);
    return `Reading ${String(prefill.positionCount)} tokens: ${String(prefill.layer + 1)} of ${layerCount} layers`;
  }
  if (awaitedTokens > 0)
    return awaitedTokens === 1
      ? 'Writing one token …'
      : `Writing ${String(awaitedTokens)} tokens …`;
  // Why it goes no further matters to whoever has got there.
  const isAtEnd =
    cursor.position >= arrivedCount - 1 && cursor.layer >= (hello?.model.layerCount ?? 0) - 1;
  return isAtEnd ? (ended ?? '') : '';
}
