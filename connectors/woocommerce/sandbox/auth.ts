import { createHmac, timingSafeEqual } from 'node:crypto';
import { signatureBase } from '../oauth1.ts';
import { WpError } from './wp-error.ts';

export interface ApiKey {
  key: string;
  secret: string;
  permissions: 'read' | 'read_write';
}

export interface Knock {
  method: string;
  /** As the client sent it, with query. */
  target: string;
  headers: Readonly<Record<string, string>>;
  /** Behind a proxy that speaks HTTPS. */
  secure: boolean;
}

const WINDOW_SECONDS = 15 * 60;

/** Whose key it is: Basic over HTTPS, OAuth 1.0a over plain HTTP. Null: nobody asked in a way that counts here. */
export class KeyCheck {
  readonly #keys: readonly ApiKey[];
  readonly #home: () => string;
  readonly #nonces = new Set<string>();

  readonly #seconds: () => number;

  /** `seconds`: the server's own clock, since 1970. */
  constructor(keys: readonly ApiKey[], home: () => string, seconds: () => number) {
    this.#keys = keys;
    this.#home = home;
    this.#seconds = seconds;
  }

  /** Throws what WooCommerce answers to whom it does not let in. */
  admit(knock: Knock): ApiKey {
    const key = (knock.secure ? this.#byBasic(knock) : null) ?? this.#byOAuth(knock);
    if (!key) throw new WpError('woocommerce_rest_cannot_view', 'Sorry, you cannot list resources.', 401);
    if (key.permissions === 'read' && knock.method !== 'GET' && knock.method !== 'HEAD') {
      throw refused('The API key provided does not have write permissions.');
    }
    return key;
  }

  #byBasic({ headers }: Knock): ApiKey | null {
    const [, credentials] = /^Basic (.+)$/.exec(headers['authorization'] ?? '') ?? [];
    if (credentials === undefined) return null;
    const [name, ...rest] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
    const key = this.#keys.find((one) => one.key === name);
    if (!key) return null;
    if (key.secret !== rest.join(':')) throw refused('Consumer secret is invalid.');
    return key;
  }

  #byOAuth(knock: Knock): ApiKey | null {
    const parameters = oauthParameters(knock);
    if (parameters.size === 0) return null;
    const key = this.#keys.find((one) => one.key === parameters.get('oauth_consumer_key'));
    if (!key) throw refused('Consumer key is invalid.');
    const signature = parameters.get('oauth_signature') ?? '';
    if (!isSame(signature, expected(knock, parameters, key.secret, this.#home()))) {
      throw refused('Invalid signature - provided signature does not match.');
    }
    const age = Math.abs(this.#seconds() - Number(parameters.get('oauth_timestamp')));
    if (!(age <= WINDOW_SECONDS)) throw refused('Invalid timestamp.');
    const nonce = parameters.get('oauth_nonce') ?? '';
    if (this.#nonces.has(nonce)) throw refused('Invalid nonce - nonce has already been used.');
    this.#nonces.add(nonce);
    return key;
  }
}

function refused(message: string): WpError {
  return new WpError('woocommerce_rest_authentication_error', message, 401);
}

/** From the header, or from the query, where the recorded client put them. */
function oauthParameters({ headers, target }: Knock): Map<string, string> {
  const header = headers['authorization'] ?? '';
  if (header.startsWith('OAuth ')) {
    const pairs = [...header.slice(6).matchAll(/(oauth_[a-z_]+)="([^"]*)"/g)];
    return new Map(pairs.map(([, name = '', value = '']) => [name, decodeURIComponent(value)]));
  }
  const query = new URL(target, 'http://localhost').searchParams;
  return new Map([...query].filter(([name]) => name.startsWith('oauth_')));
}

/** What the signature over the site's own address is. */
function expected(
  { method, target }: Knock,
  parameters: ReadonlyMap<string, string>,
  secret: string,
  home: string,
): string {
  const url = new URL(target.replace(/^\//, ''), home);
  for (const name of [...url.searchParams.keys()]) if (name.startsWith('oauth_')) url.searchParams.delete(name);
  const oauth = [...parameters].filter(([name]) => name !== 'oauth_signature');
  return createHmac('sha256', `${secret}&`)
    .update(signatureBase(method, url.href, oauth))
    .digest('base64');
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
