import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { WebhookDelivery, WebhookHint, WebhookVerdict } from '#sdk';

const subject = z.object({ id: z.number().int().positive(), parent_id: z.number().int().nonnegative().optional() });
const KINDS: Readonly<Record<string, string>> = { order: 'orders', customer: 'customers', coupon: 'coupons' };

/**
 * Judges what was sent to the brick's address. The signature is over the raw body; the number of a delivery is not
 * unique and means nothing. A ping, sent when a webhook is saved, is form-encoded and not signed: it asks for nothing.
 * @see https://woocommerce.com/document/webhooks/
 */
export function judge({ headers, body }: WebhookDelivery, secret: string): WebhookVerdict {
  if (isPing(headers, body)) return 'nothing';
  const expected = createHmac('sha256', secret).update(body).digest();
  const given = Buffer.from(headers['x-wc-webhook-signature'] ?? '', 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
  const resource = headers['x-wc-webhook-resource'] ?? '';
  const hints = hintsOf(resource, body);
  return hints.length > 0 ? { hints } : 'nothing';
}

function isPing(headers: WebhookDelivery['headers'], body: Uint8Array): boolean {
  return (
    headers['x-wc-webhook-signature'] === undefined &&
    (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded') &&
    /^webhook_id=\d{1,20}$/.test(Buffer.from(body.subarray(0, 64)).toString('latin1'))
  );
}

/** What the hub's own listing gives, whatever the body claims: only its ids are taken. */
function hintsOf(resource: string, body: Uint8Array): WebhookHint[] {
  const parsed = subject.safeParse(json(body));
  if (!parsed.success) return [];
  const { id, parent_id: parent = 0 } = parsed.data;
  const kind = KINDS[resource];
  if (kind) return [{ kind, ids: [String(id)] }];
  if (resource !== 'product') return [];
  // A variation is told as a product: its own number is no product's.
  if (parent === 0) return [{ kind: 'products', ids: [String(id)] }];
  return [
    { kind: 'products', ids: [String(parent)] },
    { kind: 'variations', ids: [`${parent}-${id}`] },
  ];
}

function json(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}
