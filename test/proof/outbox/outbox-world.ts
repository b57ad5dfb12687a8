import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateShop } from '../../../connectors/prestashop/sandbox/demo/index.ts';
import { startPrestashopSandbox, type PrestashopSandbox } from '../../../connectors/prestashop/sandbox/index.ts';
import { runProbed, type Command } from '../probed-program.ts';
import { built } from '../project-root.ts';
import type { Random } from '../random.ts';
import type { PlaceMaker } from '../sync/places.ts';
import { withMirror } from '../mirror/opened.ts';
import type { Acknowledged, OutboxWork, Wish } from './wishes.ts';

const DAY = 86_400_000;
/** Products whose price and stock are set. Nobody orders them: an order takes its pieces from what was set. */
const SET_ITSELF = 2;
/** On SQLite, leases of the dead are let go at start. */
const LEASE_MS = 1_500;

/** A shop that fails at random, a hub on its own folder, and clients with wishes. */
export interface OutboxWorld {
  command: Command;
  /** The clients want more. */
  wish(): Promise<void>;
  /** What is not as the clients were told, counted in the shop. */
  violations(): Promise<string[]>;
  close(): Promise<void>;
}

export interface OutboxWorldOptions {
  places: PlaceMaker;
  /** Modules that spoil the hub, for counter-proofs. */
  sabotage?: readonly string[];
}

export async function openOutboxWorld(
  { places, sabotage = [] }: OutboxWorldOptions,
  random: Random,
): Promise<OutboxWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'mortar-proof-'));
  const seed = 1 + random.below(1_000_000);
  const state = generateShop({
    products: 16,
    customers: 4,
    orders: 4,
    seed,
    now: new Date(Date.now() - DAY),
    images: false,
  });
  const shop = await startPrestashopSandbox({ state, seed });
  const data = join(folder, 'hub');
  const place = await places.make(data);
  const work: OutboxWork = {
    data: place.data,
    ...(place.database === undefined ? {} : { database: place.database }),
    shop: { url: shop.url, key: shop.key },
    wishes: join(folder, 'wishes.json'),
    acknowledged: join(folder, 'acknowledged'),
    leaseMs: LEASE_MS,
  };
  await readOnce(folder, work);
  const before = countsOf(shop);
  const wishes: Wish[] = [];
  const skus = orderable(shop);
  failAtRandom(shop);
  const wish = async (): Promise<void> => {
    wishes.push(...newWishes(wishes.filter(({ again }) => !again).length, skus, random));
    await writeFile(work.wishes, JSON.stringify(wishes));
  };
  await wish();
  return {
    command: {
      preload: sabotage,
      args: [built('test/proof/outbox/outbox.entry.js'), JSON.stringify(work)],
      env: {},
    },
    wish,
    async violations() {
      const told = await acknowledged(work.acknowledged);
      const once = wishes.filter(({ again }) => !again);
      const inShop = effects(shop, { before, wishes: once, told });
      return [...inShop, ...changed(told), ...shipped(shop, { wishes: once, told }), ...(await leftOver(work))];
    },
    async close() {
      await shop.close();
      await places.remove(place);
      await rm(folder, { recursive: true });
    },
  };
}

/** The mirror is filled in peace: this proof is about what bricks are told. */
async function readOnce(folder: string, { data, database, shop }: OutboxWork): Promise<void> {
  const config = join(folder, 'hub.yaml');
  const place = { data, ...(database === undefined ? {} : { database }) };
  await writeFile(config, JSON.stringify({ ...place, bricks: { shop: { connector: 'prestashop', ...shop } } }));
  const outcome = await runProbed(
    { args: [built('src/main.js'), 'sync', 'shop'], env: { MORTAR_CONFIG: config } },
    null,
  );
  if (outcome.code !== 0) throw new Error(`the shop could not be read: ${outcome.stderr}`);
}

/** Writes that take effect and whose answer is lost, and writes that do not. */
function failAtRandom({ faults }: PrestashopSandbox): void {
  const match = { method: ['POST', 'PATCH'] };
  faults.add({ match, when: { rate: 0.03 }, effect: { kind: 'status', status: 500, after: true } });
  faults.add({ match, when: { rate: 0.02 }, effect: { kind: 'drop', after: true } });
  faults.add({ match, when: { rate: 0.02 }, effect: { kind: 'status', status: 503 } });
}

/** References of simple products: what is written to them is seen in one place. */
function orderable(shop: PrestashopSandbox): string[] {
  const { products = [], combinations = [] } = shop.state.resources;
  const combined = new Set(combinations.map((row) => Number(row['id_product'])));
  const found = products.filter((row) => row['active'] === '1' && !combined.has(row.id) && row['reference']);
  const skus = found.map((row) => String(row['reference'] as string));
  const single = skus.filter((sku) => skus.indexOf(sku) === skus.lastIndexOf(sku));
  if (single.length < SET_ITSELF + 1) throw new Error('the shop of this seed has too few simple products');
  return single;
}

function newWishes(from: number, skus: readonly string[], random: Random): Wish[] {
  const kinds = ['order', 'price', 'customer', 'order', 'stock', 'price', 'order', 'status', 'stock', 'price'] as const;
  const made = kinds.map((kind, index): Wish => {
    const number = from + index;
    // Prices and stocks rise with their number, so that an order of theirs is seen.
    const value = kind === 'order' ? '1' : kind === 'price' ? `${10 + number}.50` : String(1_000 + number);
    const sku = kind === 'order' ? random.pick(skus.slice(SET_ITSELF)) : (skus[number % SET_ITSELF] ?? '');
    const of = kind === 'status' ? { of: `wish-${from + kinds.indexOf('order')}` } : {};
    return { key: `wish-${number}`, kind, sku, value, email: `buyer-${number}@example.com`, ...of };
  });
  // By then the first order is shipped: its key is answered all the same.
  const again = made.filter(({ kind }, index) => kind === 'customer' || kind === 'status' || index === 0);
  return [...made, ...again.map((wish): Wish => ({ ...wish, again: true }))];
}

async function acknowledged(file: string): Promise<Acknowledged[]> {
  if (!existsSync(file)) return [];
  const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Acknowledged);
}

interface Counts {
  orders: number;
  customers: number;
  carts: number;
}

function countsOf(shop: PrestashopSandbox): Counts {
  const count = (resource: string): number => (shop.state.resources[resource] ?? []).length;
  return { orders: count('orders'), customers: count('customers'), carts: count('carts') };
}

/** Counted in the shop itself, not in the hub. */
function effects(
  shop: PrestashopSandbox,
  { before, wishes, told }: { before: Counts; wishes: readonly Wish[]; told: readonly Acknowledged[] },
): string[] {
  const { orders = [], products = [], stock_availables = [] } = shop.state.resources;
  const found: string[] = [];
  const of = (one: Wish['kind']): number => wishes.filter(({ kind }) => kind === one).length;
  const wanted = of('order');
  const now = countsOf(shop);
  for (const resource of ['orders', 'customers', 'carts'] as const) {
    const made = now[resource] - before[resource];
    const due = resource === 'customers' ? wanted + of('customer') : wanted;
    if (made !== due) found.push(`${wanted} orders were placed, and the shop made ${made} ${resource}`);
  }
  for (const { key, reference, total } of told) {
    if (reference === undefined) continue;
    const rows = orders.filter((row) => row['reference'] === reference);
    if (rows.length !== 1) found.push(`${key}: ${rows.length} orders have the reference ${reference}`);
    const paid = Number(rows[0]?.['total_paid']);
    if (Math.abs(paid - Number(total)) > 0.005) found.push(`${key}: ${total} was told, ${paid} is in the shop`);
  }
  for (const kind of ['price', 'stock'] as const) {
    for (const [sku, ofSku] of Map.groupBy(
      wishes.filter((wish) => wish.kind === kind),
      (wish) => wish.sku,
    )) {
      const product = products.find((row) => row['reference'] === sku);
      const level = stock_availables.find((row) => Number(row['id_product']) === product?.id);
      const value = Number(kind === 'price' ? product?.['price'] : level?.['quantity']);
      const last = Number(ofSku.at(-1)?.value);
      if (value !== last) found.push(`${sku}: the last ${kind} told was ${last}, the shop has ${value}`);
    }
  }
  return found;
}

/** The same key was answered in another way. */
function changed(told: readonly Acknowledged[]): string[] {
  return [...Map.groupBy(told, ({ key }) => key)].flatMap(([key, answers]) => {
    const same = new Set(answers.map(({ id, reference, total }) => `${id} ${reference} ${Number(total)}`));
    return same.size === 1 ? [] : [`${key} was answered as ${[...same].join(' and as ')}`];
  });
}

/** Orders that were said to be shipped are so, and were only once. */
function shipped(
  shop: PrestashopSandbox,
  { wishes, told }: { wishes: readonly Wish[]; told: readonly Acknowledged[] },
): string[] {
  const { orders = [], order_histories = [], order_states = [] } = shop.state.resources;
  const states = new Set(order_states.filter((row) => Number(row['shipped']) === 1).map(({ id }) => id));
  return wishes.flatMap(({ key, kind, of }) => {
    if (kind !== 'status') return [];
    const reference = told.find((one) => one.key === of)?.reference;
    const order = orders.find((row) => row['reference'] === reference);
    const entered = order_histories.filter(
      (row) => Number(row['id_order']) === order?.id && states.has(Number(row['id_order_state'])),
    );
    const isNow = states.has(Number(order?.['current_state']));
    return isNow && entered.length === 1 ? [] : [`${key}: ${reference} was shipped ${entered.length} times`];
  });
}

/** What the hub still means to do when all is done. */
async function leftOver(work: OutboxWork): Promise<string[]> {
  const checks = {
    'message that is not confirmed': `select id from messages
      where state in ('queued', 'dead') or (state = 'delivered' and confirmed_at is null)`,
    'overlay without a message': `select message as id from overlays o
      where not exists (select 1 from messages m where m.id = o.message and m.state in ('queued', 'delivered', 'dead')
        and m.confirmed_at is null)`,
    'step of a message that is done': `select message as id from message_steps s
      where exists (select 1 from messages m where m.id = s.message and m.state = 'delivered')`,
  };
  const found = await withMirror(work, async ({ sql }) => {
    const violations: string[] = [];
    for (const [name, text] of Object.entries(checks)) {
      const rows = await sql.all<{ id: string }>(text, []);
      if (rows.length > 0) violations.push(`${name}: ${rows.length}, e.g. ${rows[0]?.id}`);
    }
    return violations;
  });
  return found ?? ['there is no mirror'];
}
