import { changeResult, resultIsTest, type ResultRow } from '#view/change-result.ts';
import type { Crumb } from './crumb.ts';
import { element, setHidden, setText } from './element.ts';

/** Both runs' likeliest next tokens side by side, probability first, with what each gained. */
export function changesResult(): Crumb {
  const sentence = element('p', { testid: 'result-sentence' });
  const before = answerColumn('Before', 'result-before');
  const after = answerColumn('After', 'result-after');
  const more = element('div', { class: 'stack', testid: 'result-more' });
  const whole = element(
    'section',
    { class: 'stack', testid: 'result' },
    element('h3', { text: 'What it made of the answer' }),
    sentence,
    element('div', { class: 'answers' }, before.element, after.element),
    more,
    element('p', { class: 'caution', text: resultIsTest }),
  );
  return {
    element: whole,
    update: (state) => {
      const result = changeResult(state);
      setHidden(whole, result === undefined);
      if (!result) return;
      setText(sentence, result.sentence.replaceAll(' %', '\u00a0%'));
      before.show(result.before);
      after.show(result.after);
      const texts = [...result.figures, result.fork].filter((text) => text !== '');
      setHidden(more, texts.length === 0);
      if (more.textContent === texts.join('')) return;
      more.replaceChildren(...texts.map((text) => element('p', { text })));
    },
  };
}

function answerColumn(
  title: string,
  testid: string,
): { readonly element: HTMLElement; readonly show: (rows: readonly ResultRow[]) => void } {
  const list = element('ol', { class: 'answer', testid });
  return {
    element: element('div', {}, element('h4', { text: title }), list),
    show: (rows) => {
      const text = JSON.stringify(rows);
      if (list.dataset['text'] === text) return;
      list.dataset['text'] = text;
      list.replaceChildren(...rows.map(answerRow));
    },
  };
}

function answerRow({ words, share, probability, logprob, change }: ResultRow): HTMLElement {
  const row = element(
    'li',
    { attributes: { title: `log-probability ${logprob}` } },
    element('span', { class: 'answer-word', text: words }),
    element('span', { text: probability }),
    element(
      'span',
      { class: 'answer-fine' },
      element('span', { text: `log ${logprob}` }),
      element('span', { text: change }),
    ),
  );
  row.style.setProperty('--share', share.toFixed(3));
  return row;
}
