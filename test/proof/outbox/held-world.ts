import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject, RoleName } from '#sdk';
import { believable } from '../../../connectors/memory/believable.ts';
import { openBusiness, type Business } from '../../../connectors/memory/index.ts';
import { serve } from '../../../connectors/memory/served.ts';
import type { Life, Subject } from '../harness.ts';
import type { Phase } from '../kill-plan.ts';
import { runProbed, type Outcome } from '../probed-program.ts';
import { built } from '../project-root.ts';

/** What the hub of `held.entry.ts` works on. */
export interface HeldWork {
  data: string;
  /** Addresses. */
  shop: string;
  depot: string;
  /** References that somebody takes; the others are refused. */
  wanted: string[];
  /** A file of the references that somebody has looked at. */
  seen: string;
  leaseMs: number;
  /** Of the shop, that a flow may change without a person. */
  percent: number;
}

const SKUS = Array.from({ length: 60 }, (_, n) => `MUG-${String(n + 100)}`);
const WANTED = SKUS.slice(0, 20);
const BORN = new Date('2026-11-01T08:00:00Z');

/** From the moment at which what a flow wants is set aside to the moment at which what was decided is in the shop. */
const heldPhases = of([
  ...['enqueue:commit', 'enqueue:committed', 'decide:open', 'decide:commit', 'decide:committed'],
  ...['write:asked', 'write:answered', 'settle:committed'],
]);

/** Those that say most. */
export const shortHeldPhases = of(['enqueue:committed', 'decide:commit', 'decide:committed', 'write:answered']);

/** Where nothing waits, nothing is decided. */
export const unheldPhases = of(['write:answered']);

function of(phases: readonly string[]): readonly Phase[] {
  return phases.map((phase) => ({ stage: 'held', phase }));
}

/** A flow wants to empty a shop; somebody takes a part of it. Only that is ever in the shop, and once. */
export function heldSubject({
  phases = heldPhases,
  percent = 10,
}: { phases?: readonly Phase[]; percent?: number } = {}): Subject {
  return {
    name: 'what waits before it is sent',
    phases,
    spread: { held: 0.3 },
    killsPerStage: { held: phases.length },
    begin: () => beginLife(percent),
  };
}

async function beginLife(percent: number): Promise<Life> {
  const folder = await mkdtemp(join(tmpdir(), 'mortar-proof-'));
  const shop = openBusiness(`${folder}/shop`);
  const depot = openBusiness(`${folder}/depot`);
  fill(shop, 'shop', 'Variant', { shopQuantity: 5 });
  fill(depot, 'fulfilment', 'StockItem', { onHand: 5, available: 5 });
  const served = { shop: await serve(shop), depot: await serve(depot) };
  const seen = join(folder, 'seen');
  const work: HeldWork = {
    ...{ data: join(folder, 'hub'), shop: served.shop.url, depot: served.depot.url },
    ...{ wanted: WANTED, seen, leaseMs: 1_500, percent },
  };
  const command = {
    args: [built('test/proof/outbox/held.entry.js'), JSON.stringify(work)],
    env: {},
  };
  // Both say the same before the depot loses its mind.
  const first = await runProbed(command, null);
  if (!isComplete(first)) throw new Error(`the bricks could not be read: ${first.stderr}`);
  for (const sku of SKUS) change(depot, 'StockItem', sku, { onHand: 0, available: 0 });
  return {
    command,
    firstStage: 'held',
    isComplete,
    atRest: () => unseen(shop, seen),
    disturb: () => Promise.resolve(),
    advance: () => Promise.resolve(null),
    end: async () => [...(await unseen(shop, seen)), ...unlike(shop)],
    async close() {
      for (const one of Object.values(served)) await one.close();
      for (const business of [shop, depot]) business.close();
      await rm(folder, { recursive: true });
    },
  };
}

function isComplete({ code, stdout }: Outcome): boolean {
  return code === 0 && stdout.includes('"settled":true');
}

/** What the believable business has of the role, and our references with these values. */
function fill(business: Business, role: RoleName, type: string, facet: JsonObject): void {
  const ofRole: Business = { ...business, put: (thing) => void (thing.role === role && business.put(thing)) };
  believable(ofRole, BORN);
  const like = business.things(role).find((thing) => thing.type === type && thing.id === 'MUG-01');
  for (const sku of SKUS) business.put({ role, type, id: sku, facet: { ...like?.facet, sku, ...facet } });
}

function change(business: Business, type: string, id: string, facet: JsonObject): void {
  const known = business.things('fulfilment').find((thing) => thing.type === type && thing.id === id);
  business.put({ role: 'fulfilment', type, id, facet: { ...known?.facet, ...facet } });
}

/** What is in the shop, and nobody had looked at it. */
async function unseen(shop: Business, file: string): Promise<string[]> {
  const known = new Set(existsSync(file) ? (await readFile(file, 'utf8')).split('\n') : []);
  const sent = [...new Set(shop.effects.map(({ on }) => on.replace('Variant/', '')))];
  return sent.filter((sku) => !known.has(sku)).map((sku) => `${sku} was sent, and nobody had seen it`);
}

/** Counted in the shop itself: what was taken is there, of one message; what was refused is not. */
function unlike(shop: Business): string[] {
  const stock = new Map(shop.things('shop').map(({ id, facet }) => [id, facet['shopQuantity']]));
  return SKUS.flatMap((sku) => {
    const isWanted = WANTED.includes(sku);
    const messages = new Set(shop.effects.filter(({ on }) => on === `Variant/${sku}`).map(({ message }) => message));
    const due = isWanted ? { stock: 0, messages: 1 } : { stock: 5, messages: 0 };
    const found: string[] = [];
    if (stock.get(sku) !== due.stock)
      found.push(`${sku}: ${JSON.stringify(stock.get(sku))} in the shop instead of ${due.stock}`);
    if (messages.size !== due.messages) found.push(`${sku}: ${messages.size} messages instead of ${due.messages}`);
    return found;
  });
}
