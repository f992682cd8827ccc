/** The shortest decimal that is exactly this float32 and no other, with a true minus sign. */
export function exactNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  for (let digits = 1; digits < 9; digits += 1) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === Math.fround(value)) return tidy(text);
  }
  return tidy(value.toPrecision(9));
}

/** Two significant digits after "≈": what a display code or a share code tells. */
export function roughNumber(value: number): string {
  return `≈ ${tidy(value.toPrecision(2))}`;
}

/** Three significant digits. */
export function shortNumber(value: number): string {
  return tidy(value.toPrecision(3));
}

/** A share of one as a percentage: 77 %, 4.2 %, 0.013 %; what rounds to nothing or all says so. */
export function percentWords(share: number): string {
  const percent = 100 * share;
  if (percent === 0 || percent === 100) return `${String(percent)} %`;
  if (percent < 0.001) return 'under 0.001 %';
  if (percent >= 99.95) return 'over 99.9 %';
  return percent >= 10
    ? `${percent.toFixed(percent >= 99 ? 1 : 0)} %`
    : `${tidy(percent.toPrecision(2))} %`;
}

/** One formatter for all: making one takes longer than writing hundreds of numbers. */
const grouping = new Intl.NumberFormat('en');

/** A whole number with its thousands apart. */
export function groupedNumber(count: number): string {
  return grouping.format(count);
}

/** "1 token", "2 tokens"; thousands apart. */
export function countWords(count: number, one: string, many = `${one}s`): string {
  return `${groupedNumber(count)} ${count === 1 ? one : many}`;
}

/** "a", "a and b", "a, b and c". */
export function listWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** Plain digits for what can be read, powers of ten for the rest. */
function tidy(text: string): string {
  const value = Number(text);
  const magnitude = Math.abs(value);
  const plain = magnitude === 0 || (magnitude >= 1e-5 && magnitude < 1e7);
  const digits = plain ? String(value) : value.toExponential().replace('e+', 'e');
  return digits.replaceAll('-', '−');
}
