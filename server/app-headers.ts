/**
 * The page may load and reach nothing but its own origin. Each directive that says more than
 * `'self'` or `'none'` says why.
 */
const contentSecurityPolicy: Record<string, string> = {
  'default-src': "'none'",
  // The engine's kernels are WebAssembly; this allows compiling them and leaves eval forbidden.
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'connect-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self'",
  'font-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/**
 * Headers without which the browser withholds SharedArrayBuffer and precise clocks (cross-origin
 * isolation). Workers need them on their own scripts too, so every response carries them.
 */
export const isolationHeaders: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/**
 * Every response's headers.
 *
 * @param audience - `development` lets Vite hand stylesheets over as `<style>` elements; nothing
 * else differs from what users get.
 */
export function appHeaders(audience: 'users' | 'development'): Record<string, string> {
  const policy =
    audience === 'users'
      ? contentSecurityPolicy
      : { ...contentSecurityPolicy, 'style-src': "'self' 'unsafe-inline'" };
  return {
    ...isolationHeaders,
    'Content-Security-Policy': Object.entries(policy)
      .map(([directive, sources]) => `${directive} ${sources}`)
      .join('; '),
    'Permissions-Policy':
      'camera=(), geolocation=(), microphone=(), payment=(), usb=(), xr-spatial-tracking=(self)',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
}
