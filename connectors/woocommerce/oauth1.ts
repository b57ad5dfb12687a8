import { createHmac, randomBytes } from 'node:crypto';
import type { BrickRequest } from '#sdk';

export interface OAuthKey {
  consumerKey: string;
  consumerSecret: string;
}

/**
 * The header of OAuth 1.0a without a token, the only way in over plain HTTP. What is signed is the address that
 * WordPress has for itself, with the query as it is sent; the body is not part of it.
 * @see https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-rest-authentication.php
 */
export function oauthHeader(request: BrickRequest, url: string, { consumerKey, consumerSecret }: OAuthKey): string {
  const oauth: [string, string][] = [
    ['oauth_consumer_key', consumerKey],
    ['oauth_nonce', randomBytes(16).toString('hex')],
    ['oauth_signature_method', 'HMAC-SHA256'],
    ['oauth_timestamp', String(Math.floor(Date.now() / 1000))],
  ];
  const base = signatureBase(request.method ?? 'GET', url, oauth);
  const signature = createHmac('sha256', `${consumerSecret}&`).update(base).digest('base64');
  const all = [...oauth, ['oauth_signature', signature] as const];
  return `OAuth ${all.map(([name, value]) => `${name}="${encoded(value)}"`).join(',')}`;
}

/** What is signed, of a request with these OAuth parameters beside those of its address. */
export function signatureBase(method: string, url: string, oauth: readonly (readonly [string, string])[]): string {
  const { origin, pathname, searchParams } = new URL(url);
  const pairs = [...searchParams, ...oauth]
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([one, a], [other, b]) => (one < other || (one === other && a < b) ? -1 : 1));
  const query = pairs.map(([name, value]) => `${name}=${value}`).join('&');
  return [method.toUpperCase(), origin + pathname, query].map(encoded).join('&');
}

/** RFC 3986, as rawurlencode in PHP. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
