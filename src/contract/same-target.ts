import type { Target } from './intent.ts';

/** Whether two targets name the same thing: they are plain and flat. */
export function isSameTarget(a: Target, b: Target): boolean {
  const other = b as Readonly<Record<string, unknown>>;
  return Object.entries(a).every(([part, value]) => other[part] === value);
}
