import type { BrickHttp } from '#sdk';
import { brokenAnswer, loginRefused } from './errors.ts';
import type { MyfulfillmentSettings } from './settings.ts';

/** Shorter, it would be cut out of innocent text. */
const SHORTEST = 6;

/** The bearer token of one brick: asked for when first needed, kept in memory only, never part of a text. */
export interface Token {
  current(): Promise<string>;
  /** One that is not `refused`. Those who were refused at the same time share one renewal. */
  renewed(refused: string): Promise<string>;
  /** Cuts every token that was ever held out of a text. */
  redact(text: string): string;
}

export function openToken(http: BrickHttp, { username, password }: MyfulfillmentSettings): Token {
  const seen = new Set<string>();
  let held: Promise<string> | null = null;

  /** Not under a reader's signal: others may be waiting for the same one. */
  async function login(): Promise<string> {
    const { status, body } = await http.text({
      method: 'POST',
      path: 'api/auth/token',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username, password }),
      idempotent: true,
    });
    if (status === 401) throw loginRefused('HTTP 401');
    const token = tokenIn(body);
    if (token === null) throw brokenAnswer('auth/token', 'it holds no token');
    if (token.length >= SHORTEST) seen.add(token);
    return token;
  }

  function ask(): Promise<string> {
    const asked = login();
    held = asked;
    // A failed login is not kept: the next reader tries again.
    asked.catch(() => {
      if (held === asked) held = null;
    });
    return asked;
  }

  return {
    current: () => held ?? ask(),
    async renewed(refused) {
      const now = held;
      if (now !== null) {
        const token = await now;
        if (token !== refused) return token;
      }
      // While we waited, another one may have begun the renewal.
      return held !== null && held !== now ? held : ask();
    },
    redact: (text) => [...seen].reduce((shown, token) => shown.replaceAll(token, '[redacted]'), text),
  };
}

function tokenIn(body: string): string | null {
  try {
    const { token } = JSON.parse(body) as { token?: unknown };
    return typeof token === 'string' && token !== '' ? token : null;
  } catch {
    return null;
  }
}
