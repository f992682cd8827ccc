/**
 * Numbers of TypeScript as `#define`s of GLSL, so that they are written once. Whole numbers become
 * ints where the name starts with PART_ or ANCHOR_, or ends in _COUNT or _FIRST, everything else floats.
 */
export function glslDefines(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `#define ${name} ${glslNumber(name, value)}`)
    .join('\n');
}

function glslNumber(name: string, value: number): string {
  if (/^(PART|ANCHOR)_|_(COUNT|FIRST)$/.test(name)) return String(value);
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
