import { createHash, createHmac } from 'node:crypto';
import type { JsonObject } from '#sdk';
import { ALL_METHODS, links, notFound, numberOf, type Call, type Handler } from './call.ts';
import { gmt, withLocalDates } from './dates.ts';
import type { HookEvent, HookResource } from './hooks.ts';
import { listed } from './listing.ts';
import type { Row, Store } from './store.ts';
import { invalidParams, WpError } from './wp-error.ts';
import { said } from './said.ts';

const TOPIC = /^(coupon|customer|order|product)\.(created|updated|deleted)$/;
const MOST_FAILURES = 5;

/** What is sent for a resource, as the API would answer for it; null: it is gone. */
export type Payload = (resource: HookResource, id: number) => JsonObject | null;

/** Sends what changed to those who asked for it, one after another, as WooCommerce's queue does. */
export class Sender {
  readonly #store: Store;
  readonly #payload: Payload;
  #queue: Promise<void> = Promise.resolve();

  constructor(store: Store, payload: Payload) {
    this.#store = store;
    this.#payload = payload;
  }

  /** Resolves when everything that is due has been tried once. */
  sent(): Promise<void> {
    return this.#queue;
  }

  changed(resource: HookResource, event: HookEvent, id: number): void {
    const topic = `${resource}.${event}`;
    for (const hook of this.#store.rows('webhooks')) {
      if (hook['status'] !== 'active' || hook['topic'] !== topic) continue;
      this.#queue = this.#queue.then(() => this.#deliver(hook, resource, event, id));
    }
  }

  /** Not signed, and no JSON: it only says which webhook there is. */
  ping(hook: Row): void {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    this.#queue = this.#queue.then(async () => {
      await posted(said(hook['delivery_url']), `webhook_id=${hook.id}`, headers);
    });
  }

  /** The state at the time of sending, not of the change. */
  async #deliver(hook: Row, resource: HookResource, event: HookEvent, id: number): Promise<void> {
    if (hook['status'] !== 'active') return;
    const payload = event === 'deleted' ? { id } : this.#payload(resource, id);
    if (!payload) return;
    const body = JSON.stringify(payload);
    const second = Math.floor(this.#store.now().getTime() / 1000);
    const isTaken = await posted(said(hook['delivery_url']), body, {
      'Content-Type': 'application/json',
      'X-WC-Webhook-Source': this.#store.home,
      'X-WC-Webhook-Topic': `${resource}.${event}`,
      'X-WC-Webhook-Resource': resource,
      'X-WC-Webhook-Event': event,
      'X-WC-Webhook-Signature': signed(body, said(hook['secret'])),
      'X-WC-Webhook-ID': said(hook.id),
      // Of the webhook and the second: two deliveries may have the same.
      'X-WC-Webhook-Delivery-ID': createHash('md5').update(`${hook.id}${second}`).digest('hex'),
    });
    const failures = Number(hook['failure_count']);
    if (isTaken) hook['failure_count'] = 0;
    else if (failures > MOST_FAILURES) hook['status'] = 'disabled';
    else hook['failure_count'] = failures + 1;
  }
}

export function signed(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

async function posted(url: string, body: string, headers: Record<string, string>): Promise<boolean> {
  try {
    const answer = await fetch(url, {
      ...{ method: 'POST', body, redirect: 'manual' },
      headers: { ...headers, 'User-Agent': 'WooCommerce/11.0.1 Hookshot (WordPress/7.1)' },
    });
    await answer.arrayBuffer();
    return answer.status >= 200 && answer.status < 303;
  } catch {
    return false;
  }
}

export const listWebhooks: Handler = (call) => listed(call, call.store.rows('webhooks'), (row) => shown(call, row));

export function createWebhook(sender: Sender): Handler {
  return (call) => {
    const { store, body } = call;
    if (typeof body['topic'] !== 'string' || !TOPIC.test(body['topic'])) {
      throw new WpError('woocommerce_rest_webhook_invalid_topic', 'Webhook topic is required and must be valid.', 400);
    }
    if (typeof body['delivery_url'] !== 'string' || !/^https?:/.test(body['delivery_url'])) {
      throw invalidParams({
        delivery_url: { code: 'rest_invalid_url', message: 'Webhook delivery URL must be a valid URL.' },
      });
    }
    const now = gmt(store.now());
    const row = store.put('webhooks', {
      ...{
        name: body['name'] ?? 'Webhook',
        status: 'active',
        topic: body['topic'],
        delivery_url: body['delivery_url'],
      },
      ...{ secret: body['secret'] ?? '', failure_count: 0, date_created_gmt: now, date_modified_gmt: now },
    });
    sender.ping(row);
    return { status: 201, body: shown(call, row) };
  };
}

export const updateWebhook: Handler = (call) => {
  const row = call.store.get('webhooks', numberOf(call));
  if (!row) throw notFound('woocommerce_rest_webhook_invalid_id');
  if (typeof call.body['status'] === 'string') row['status'] = call.body['status'];
  return { status: 200, body: shown(call, row) };
};

/** Never with its secret. */
function shown(call: Call, row: Row): JsonObject {
  const { secret: _, failure_count: __, ...rest } = row;
  const [resource = '', event = ''] = said(row['topic']).split('.');
  const body = { ...rest, resource, event, hooks: [], _links: links(call, 'webhooks', row.id, ALL_METHODS) };
  return withLocalDates(body, call.store.timezone, false);
}
