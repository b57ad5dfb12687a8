import { pino } from 'pino';
import type { JsonObject } from '#sdk';
import { createGateway, createTokenAuth, hashToken } from '../../src/gateway/index.ts';
import { hubStatus } from '../../src/hub/index.ts';
import { openShopAndHub, type ShopAndHub, type ShopAndHubOptions } from './shop-hub.ts';

const TOKEN = 'a-token-of-staff';

/** What somebody does to a shop who wants to harm it. All of it looks like work in the back office. */
export interface Poison {
  prices(ids: readonly number[]): void;
  names(ids: readonly number[]): void;
  deletions(ids: readonly number[]): void;
  /** A price rule that takes this percentage off everything. */
  rule(percent: number): number;
}

/** A small shop with strict thresholds, mirrored and served over HTTP, and the means to poison it. */
export interface PoisonedShop extends ShopAndHub {
  poison: Poison;
  products(): number[];
  /** The data of an answer, of now or as of a time; waits for a past that is being prepared. Throws what is reported. */
  ask<Data>(query: string, asOf?: string): Promise<Data>;
}

export async function openPoisonedShop(options: ShopAndHubOptions = {}): Promise<PoisonedShop> {
  const story = await openShopAndHub({ holds: { percent: 10, records: 5 }, ...options });
  const gateway = await createGateway({
    reader: story.hub.mirror.reader,
    outbox: story.hub.outbox,
    status: hubStatus(story.hub, {}, story.now),
    past: story.hub.mirror.pasts,
    blobs: { open: () => Promise.resolve(null) },
    auth: createTokenAuth(() => [{ name: 'camille', sha256: hashToken(TOKEN), admin: true }]),
    log: pino({ level: 'silent' }),
    ready: () => ({ ok: true }),
    staleness: () => story.hub.sync.staleness(),
    now: story.now,
    // How fast this machine is is not what is told here.
    limits: { clock: () => 0 },
    defaultLocale: 'fr',
  });
  const { url } = await gateway.start(0, '127.0.0.1');
  const { sandbox } = story;
  return {
    ...story,
    poison: poisonOf(story),
    products: () => (sandbox.state.resources['products'] ?? []).map(({ id }) => id),
    async ask<Data>(query: string, asOf?: string) {
      for (;;) {
        const answer = await post(url, query, asOf);
        const [error] = answer.errors ?? [];
        if (error?.extensions.code === 'PAST_PREPARING' && asOf !== undefined) {
          (await story.hub.mirror.pasts.open(new Date(asOf))).release();
          continue;
        }
        if (error) throw new Error(JSON.stringify(answer.errors));
        return answer.data as Data;
      }
    },
    async close() {
      await gateway.stop();
      await story.close();
    },
  };
}

function poisonOf({ sandbox }: ShopAndHub): Poison {
  return {
    prices: (ids) => ids.forEach((id) => sandbox.touch('products', id, { price: '0.010000' })),
    names: (ids) => ids.forEach((id) => sandbox.touch('products', id, { name: named(sandbox, id, 'VISIT EVIL SHOP') })),
    deletions: (ids) => ids.forEach((id) => void sandbox.remove('products', id)),
    rule(percent) {
      const rules = sandbox.state.resources['specific_prices'] ?? [];
      const id = Math.max(0, ...rules.map((rule) => rule.id)) + 1;
      const [like] = rules;
      if (!like) throw new Error('this shop has no price rule to take for a pattern');
      const everything = { id_product: 0, id_product_attribute: 0, id_country: 0, id_group: 0, price: '-1.000000' };
      const times = { from: '0000-00-00 00:00:00', to: '0000-00-00 00:00:00', from_quantity: 1 };
      const reduction = { reduction: (percent / 100).toFixed(6), reduction_type: 'percentage' };
      rules.push({ ...like, ...everything, ...times, ...reduction, id });
      return id;
    },
  };
}

/** A name in every language that the product has one in. */
function named({ state }: ShopAndHub['sandbox'], id: number, name: string): never {
  const product = state.resources['products']?.find((one) => one.id === id) as unknown as JsonObject | undefined;
  const known = product?.['name'];
  const renamed = Array.isArray(known)
    ? known.map((one) => ({ ...(one as JsonObject), value: `${name} ${String(id)}` }))
    : typeof known === 'object' && known !== null
      ? Object.fromEntries(Object.keys(known).map((language) => [language, `${name} ${String(id)}`]))
      : `${name} ${String(id)}`;
  return renamed as never;
}

interface Answer {
  data?: unknown;
  errors?: { message: string; extensions: { code: string } }[];
}

async function post(url: string, query: string, asOf: string | undefined): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
      ...(asOf === undefined ? {} : { 'mortar-as-of': asOf }),
    },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as Answer;
}
