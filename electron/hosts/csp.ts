/**
 * What the page may load, the same in both hosts: its own files and nothing else. Captured data is hostile input, so no inline script and no
 * form; `data:` images are icons inside stylesheets.
 *
 * @param socket origin of the WebSocket (`ws://…`), for browsers that do not count it as `'self'`; null where there is none
 */
export function contentSecurityPolicy(socket: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src 'self'${socket === null ? '' : ` ${socket}`}`,
    "worker-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Headers of every answer of both hosts. */
export function securityHeaders(socket: string | null): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(socket),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=()',
  }
}
