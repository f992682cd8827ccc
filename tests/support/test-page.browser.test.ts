import { expect, test } from 'vitest';

test('the page that runs browser tests is isolated, as the app is', () => {
  expect(globalThis.crossOriginIsolated).toBe(true);
});

test('the test browser draws with WebGL2 on the processor, the same on every machine', () => {
  const gl = document.createElement('canvas').getContext('webgl2');
  const extension = gl?.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = extension && gl?.getParameter(extension.UNMASKED_RENDERER_WEBGL);
  expect(renderer).toContain('SwiftShader');
});

test('the test browser has fonts, since text measures wider than nothing', () => {
  const context = document.createElement('canvas').getContext('2d');
  expect(context?.measureText('a city').width).toBeGreaterThan(10);
});
