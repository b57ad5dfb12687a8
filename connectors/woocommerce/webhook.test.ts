import type { WebhookDelivery } from '#sdk';
import { recording } from './sandbox/recorded-shop.ts';
import { judge } from './webhook.ts';

function delivery(name: string): WebhookDelivery {
  const { request } = recording(name);
  const headers = Object.entries(request.headers).map(([header, value]) => [header.toLowerCase(), value]);
  return { headers: Object.fromEntries(headers) as Record<string, string>, body: Buffer.from(request.body ?? '') };
}

describe('recorded deliveries', () => {
  test('an order that changed', () => {
    const verdict = judge(delivery('webhook.delivery.order.updated'), 'WEBHOOK_SECRET');
    expect(verdict).toEqual({ hints: [{ kind: 'orders', ids: ['35'] }] });
  });

  test('a product that was deleted', () => {
    const verdict = judge(delivery('webhook.delivery.product.deleted'), 'WEBHOOK_SECRET');
    expect(verdict).toEqual({ hints: [{ kind: 'products', ids: ['38'] }] });
  });

  test('a ping asks for nothing', () => {
    expect(judge(delivery('webhook.delivery.ping'), 'WEBHOOK_SECRET')).toBe('nothing');
  });

  test('another secret, another body or no signature is forged', () => {
    const order = delivery('webhook.delivery.order.updated');
    expect(judge(order, 'another secret')).toBe('forged');
    expect(judge({ ...order, body: Buffer.from('{"id":36}') }, 'WEBHOOK_SECRET')).toBe('forged');
    const { 'x-wc-webhook-signature': _, ...headers } = order.headers;
    expect(judge({ ...order, headers }, 'WEBHOOK_SECRET')).toBe('forged');
  });
});
