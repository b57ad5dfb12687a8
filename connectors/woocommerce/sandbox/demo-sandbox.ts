import type { Sandbox, SandboxOptions } from '#sdk';
import { anotherDay } from './another-day.ts';
import { demoShop } from './demo-shop.ts';
import { freshShop } from './fresh-shop.ts';
import { startWooServer, type WooSandbox } from './server.ts';
import type { Store } from './store.ts';

const KEY = { key: 'ck_sandbox', secret: 'cs_sandbox', permissions: 'read_write' } as const;
const READ_ONLY_KEY = { key: 'ck_readonly', secret: 'cs_readonly', permissions: 'read' } as const;
const USER = { name: 'gerante', password: 'abcd efgh ijkl mnop' };

const SECRET = 'sandbox webhook secret';
const TOPICS = [
  'product.created',
  'product.updated',
  'product.deleted',
  'order.created',
  'order.updated',
  'customer.updated',
];

/** The demo's shop: some thirty products, fourteen customers and forty orders, on a free port of this machine. */
export async function startDemoSandbox({ seed, bornAt, fresh }: SandboxOptions): Promise<Sandbox> {
  const server = await startShop(fresh ? freshShop(bornAt) : demoShop(seed, bornAt));
  return {
    ...{ url: server.url, settings: settingsFor(server) },
    sendTo(url) {
      for (const topic of TOPICS) createHook(server.store, { topic, url });
      return Promise.resolve();
    },
    step() {
      anotherDay(server.store);
      return server.sender.sent();
    },
    close: () => server.close(),
  };
}

function createHook(store: Store, { topic, url }: { topic: string; url: string }): void {
  store.put('webhooks', { topic, delivery_url: url, secret: SECRET, status: 'active', failure_count: 0 });
}

/** An empty shop, as a swap finds it. */
export function startFreshSandbox(bornAt: Date): Promise<WooSandbox> {
  return startShop(freshShop(bornAt));
}

export function startShop(store: Store): Promise<WooSandbox> {
  return startWooServer({ store, keys: [KEY, READ_ONLY_KEY], users: [USER] });
}

/** Settings with which a brick reaches it, and may do all there is to do. */
export function settingsFor({ url, store }: Pick<WooSandbox, 'url' | 'store'>): Record<string, string> {
  return {
    ...{ url, homeUrl: store.home, consumerKey: KEY.key, consumerSecret: KEY.secret },
    ...{ webhookSecret: SECRET, mediaUser: USER.name, mediaPassword: USER.password },
  };
}
