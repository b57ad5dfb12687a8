import { randomBytes } from 'node:crypto';
import type { BrickTools, CheckFinding, JsonObject } from '#sdk';
import { accessTo, exactly, type Access, type Shop } from '../commands/access.ts';
import { enterState, lastEntry, readOrderStates } from '../commands/order-status.ts';
import { associated, count, idOf, text } from '../record.ts';
import { order, type Ordered, type Wanted } from './checkout.ts';
import { finding, joined, quoted, type Words } from './findings.ts';
import { newGuest, type Guest } from './guest.ts';
import { stoppedAt, type Judged } from './outcomes.ts';
import { newVisitor } from './visitor.ts';

/** Never throws for an answer of the shop; what came to be is cancelled, whatever happened. */
export async function tryOrder(shop: Shop & { tools: BrickTools }, variant: string): Promise<CheckFinding> {
  // Once begun, it is not broken off: an order must not stay as if it were one.
  const access = accessTo(shop, new AbortController().signal);
  const [product = '', combination = '0'] = variant.split('-');
  const wanted: Wanted = { product, combination };
  const guest = newGuest(randomBytes(4).toString('hex'));
  const before = await stockOf(access, wanted);
  const visitor = newVisitor(shop.settings, shop.tools);
  const tried = await order({ visitor, access, guest }, wanted).catch((error: unknown): Judged => {
    const why = quoted(error instanceof Error ? error.message : String(error));
    return stoppedAt('order', { en: why, fr: why });
  });
  const made = await ordersOf(access, guest).catch(() => null);
  const judged = 'state' in tried ? tried : readBack(tried, made ?? [], wanted);
  const left = made ? await cancelled(access, made) : NOT_LOOKED(guest.email);
  const stays = made && made.length > 0 && left === null ? STAYS(made.map(referenceOf).join(', ')) : null;
  const missing = stockMissing(before, await stockOf(access, wanted).catch(() => null));
  const message = joined(judged.message, stays) ?? judged.message;
  return finding(judged.state, message, joined(judged.remedy, left, missing), judged.said);
}

const referenceOf = (body: JsonObject): string => text(body, 'reference') ?? idOf(body);

/** By the address that only this guest has: an order whose answer was lost is found, too. */
async function ordersOf(access: Access, { email }: Guest): Promise<JsonObject[]> {
  const buyers = await access.rows('customers', { email: exactly(email) });
  if (buyers.length === 0) return [];
  const ids = buyers.map(({ id }) => id).join('|');
  return (await access.rows('orders', { id_customer: `[${ids}]` })).map(({ id, body }) => ({ ...body, id }));
}

function readBack({ order: id, shown }: Ordered, made: readonly JsonObject[], wanted: Wanted): Judged {
  const kept = made.find((one) => id === null || idOf(one) === id);
  if (!kept) return wrong(id ?? '?', {}, 'the webservice does not know it', 'le webservice ne la connaît pas');
  const reference = referenceOf(kept);
  const rows = associated(kept, 'order_rows');
  const [row = {}] = rows;
  const prices = ['unit_price_tax_excl', 'unit_price_tax_incl'].map((name) =>
    Number(text(row, name) ?? 'NaN').toFixed(2),
  );
  const said = { reference, prices: [...new Set(prices)] };
  const isRow =
    rows.length === 1 &&
    count(row, 'product_quantity') === 1 &&
    String(count(row, 'product_id')) === wanted.product &&
    String(count(row, 'product_attribute_id')) === wanted.combination;
  if (!isRow)
    return wrong(
      reference,
      said,
      'it has another line than what was ordered',
      'elle a une autre ligne que l’article commandé',
    );
  const total = Number(text(kept, 'total_paid_tax_incl') ?? text(kept, 'total_paid') ?? 'NaN');
  if (shown === null) return { ...stoppedAt('payment', NO_TOTAL), said };
  if (!(Math.abs(total - shown) < 0.0051)) {
    const [seen, is] = [shown.toFixed(2), total.toFixed(2)];
    return wrong(
      reference,
      said,
      `the guest was shown ${seen}, and the order says ${is}`,
      `l’invité a vu ${seen}, et la commande dit ${is}`,
    );
  }
  return {
    state: 'ok',
    message: {
      en: `Order ${reference} was completed as a guest (${total.toFixed(2)}) and read back.`,
      fr: `La commande ${reference} a été passée en tant qu’invité (${total.toFixed(2)}) et relue.`,
    },
    ...{ remedy: null, said },
  };
}

function wrong(reference: string, said: Judged['said'], en: string, fr: string): Judged {
  return {
    state: 'error',
    message: {
      en: `Order ${reference} is not as it should be: ${en}.`,
      fr: `La commande ${reference} n’est pas juste : ${fr}.`,
    },
    remedy: {
      en: 'Look at taxes, fees and modules that change orders; then order one thing by hand and compare.',
      fr: 'Regardez les taxes, les frais et les modules qui modifient les commandes ; puis commandez un article à la main et comparez.',
    },
    said: { reference, ...said },
  };
}

/** A PrestaShop cannot delete orders cleanly: they stay, cancelled, which puts the goods back into stock. */
async function cancelled(access: Access, made: readonly JsonObject[]): Promise<Words | null> {
  const failed: string[] = [];
  for (const one of made) {
    try {
      const states = await readOrderStates(access);
      await enterState(access, idOf(one), states.stateFor('CANCELLED'), await lastEntry(access, idOf(one)));
    } catch {
      failed.push(referenceOf(one));
    }
  }
  if (failed.length === 0) return null;
  const list = failed.join(', ');
  return {
    en: `Order ${list} could not be cancelled: set it to “Canceled” in the back office.`,
    fr: `La commande ${list} n’a pas pu être annulée : passez-la à « Annulé » dans le back-office.`,
  };
}

async function stockOf(access: Access, { product, combination }: Wanted): Promise<string | null> {
  const filters = { id_product: `[${product}]`, id_product_attribute: `[${combination}]` };
  const [row] = await access.rows('stock_availables', filters);
  return row ? text(row.body, 'quantity') : null;
}

/** Somebody may have bought one meanwhile: it is told, not written over. */
function stockMissing(was: string | null, is: string | null): Words | null {
  if (was === null || is === null || was === is) return null;
  return {
    en: `The stock of what was ordered was ${was} before and is ${is} now: if nobody else bought it, set it back.`,
    fr: `Le stock de l’article commandé était de ${was} et est de ${is} : si personne d’autre ne l’a acheté, remettez-le.`,
  };
}

const NO_TOTAL: Words = {
  en: 'it was ordered, but the total that the guest saw could not be read from the page',
  fr: 'la commande est passée, mais le total vu par l’invité n’a pas pu être lu sur la page',
};

const STAYS = (references: string): Words => ({
  en: `It stays in the shop as cancelled: ${references}.`,
  fr: `Elle reste dans la boutique comme annulée : ${references}.`,
});

const NOT_LOOKED = (email: string): Words => ({
  en: `Whether an order is left could not be asked: look for ${email} in the back office, and cancel it.`,
  fr: `Impossible de savoir s’il reste une commande : cherchez ${email} dans le back-office, et annulez-la.`,
});
