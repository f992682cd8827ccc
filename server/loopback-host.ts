const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether a `Host` header names this machine. A page elsewhere can point its own domain at
 * 127.0.0.1 (DNS rebinding) and would then read our answers as its own; its name gives it away.
 */
export function isLoopbackHost(hostHeader: string | undefined): boolean {
  if (hostHeader === undefined) return false;
  const name = hostHeader.replace(/:\d+$/, '');
  return loopbackNames.has(name.toLowerCase());
}
