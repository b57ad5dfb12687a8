import type { Sandbox, SandboxOptions } from '#sdk';
import { foundBusiness, ownArticles } from './business.ts';
import { ownOrders, pick, receive, ship, levelOf } from './day.ts';
import { randomFrom, type Random } from './random.ts';
import { startMyfulfillmentSandbox, type MyfulfillmentSandbox } from './server.ts';
import { shopClient } from './shop-client.ts';
import { linkShop, type ShopLink } from './shop-link.ts';
import type { FulfilmentState } from './state.ts';

const DAY = 86_400_000;

/** SKUs whose figures differ from the shop's from the beginning: somebody miscounted. */
const MISCOUNTED = 3;

export type DemoSandbox = Sandbox & Pick<MyfulfillmentSandbox, 'state' | 'faults' | 'log'> & { step(): Promise<void> };

/** A warehouse that serves the PrestaShop among its peers through the vendor's own link, or else its own customers. */
export async function startDemoSandbox({
  seed,
  bornAt,
  peers,
}: Pick<SandboxOptions, 'seed' | 'bornAt' | 'peers'>): Promise<DemoSandbox> {
  const random = randomFrom(seed);
  const shop = peers.shop?.connector === 'prestashop' ? peers.shop : undefined;
  const link = shop ? await linkShop(shopClient(addressOf(shop.settings))) : null;
  const state = foundBusiness(link?.articles ?? ownArticles(random), random, bornAt);
  if (link) {
    await link.importOrders(state);
    await link.importPast(state);
    settle(state);
    miscount(state, random);
    await link.pushStock(state);
  } else ownOrders(state, random, bornAt, 30);
  pick(state, 10);
  const sandbox = await startMyfulfillmentSandbox(state);
  let day = 0;
  return {
    ...sandbox,
    // Nobody else is served here: a demo need not wait as for the vendor's server.
    settings: { ...sandbox.settings, perSecond: 500, concurrency: 4, stockConcurrency: 4 },
    async step() {
      day += 1;
      await passDay(state, link, random, new Date(bornAt.getTime() + day * DAY));
    },
  };
}

async function passDay(state: FulfilmentState, link: ShopLink | null, random: Random, at: Date): Promise<void> {
  if (link) await link.importOrders(state);
  else ownOrders(state, random, at, random.int(3, 8));
  const shipped = ship(state, random, at, 8);
  pick(state, 10);
  receive(state, at);
  if (!link) return;
  await link.confirm(shipped);
  await link.pushStock(state);
}

/** The shop has taken its open orders off already: what is set aside for them lies there beside what it shows. */
function settle(state: FulfilmentState): void {
  for (const { sku } of state.products) {
    const level = levelOf(state, sku);
    if (!level) continue;
    level.wi_physical_quantity += level.wi_reserved_quantity;
    level.wi_available_quantity = level.wi_physical_quantity - level.wi_reserved_quantity;
  }
}

function miscount(state: FulfilmentState, random: Random): void {
  const counted = state.products.filter(({ sku }) => (levelOf(state, sku)?.wi_available_quantity ?? 0) > 3);
  for (const { sku } of counted.slice(0, MISCOUNTED)) {
    const level = levelOf(state, sku);
    const lost = random.int(1, 3);
    if (!level) continue;
    level.wi_physical_quantity -= lost;
    level.wi_available_quantity -= lost;
  }
}

function addressOf({ url, key }: Record<string, unknown>): { url: string; key: string } {
  if (typeof url !== 'string' || typeof key !== 'string')
    throw new Error('the shop among the peers has no url and key');
  return { url, key };
}
