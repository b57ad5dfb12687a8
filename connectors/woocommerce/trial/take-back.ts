import { isCoded, type JsonObject } from '#sdk';
import { idOf, part, text } from '../record.ts';
import type { Rest } from '../rest.ts';
import { joined, type Words } from './findings.ts';
import type { Guest } from './guest.ts';
import { referenceOf, type Wanted } from './judged.ts';

/** Also what a checkout leaves that failed. */
const STATUSES = 'any,checkout-draft,trash';

interface Tried {
  guest: Guest;
  wanted: Wanted;
  /** What was ordered, as it was before. */
  before: JsonObject;
}

/**
 * Cancels what the guest has ordered, which puts the goods back into stock, and deletes it. Looked for by the address: an
 * order whose answer was lost is found, too. What a person still has to do; null: nothing is left.
 */
export async function takeBack(rest: Rest, { guest, wanted, before }: Tried): Promise<Words | null> {
  const found = await rest.list('orders', { search: guest.email, status: STATUSES, per_page: 20 }).catch(() => null);
  if (!found) return notLooked(guest.email);
  const mine = found.rows.filter((order) => text(part(order, 'billing'), 'email') === guest.email);
  const left: (Words | null)[] = [];
  for (const order of mine) left.push(await removed(rest, order));
  const after = await rest.get(wanted.path, { context: 'edit' }).catch(() => ({}));
  return joined(...left, missingStock(before, after));
}

async function removed(rest: Rest, order: JsonObject): Promise<Words | null> {
  const [id, reference] = [idOf(order), referenceOf(order)];
  try {
    if (text(order, 'status') !== 'checkout-draft') await rest.put(`orders/${id}`, { status: 'cancelled' });
    await rest.remove(`orders/${id}`, { force: true });
    return null;
  } catch (error) {
    // A repeat after a lost answer finds nothing any more.
    if (isCoded(error) && error.code === 'BRICK_RECORD_ABSENT') return null;
    return {
      en: `Order ${reference} could not be deleted: cancel and delete it in WooCommerce > Orders.`,
      fr: `La commande ${reference} n’a pas pu être supprimée : annulez-la et supprimez-la dans WooCommerce > Commandes.`,
    };
  }
}

/** Somebody may have bought one meanwhile: it is told, not written over. */
function missingStock(before: JsonObject, after: JsonObject): Words | null {
  const [was, is] = [text(before, 'stock_quantity'), text(after, 'stock_quantity')];
  if (before['manage_stock'] !== true || was === is) return null;
  return {
    en: `The stock of what was ordered was ${was ?? '?'} before and is ${is ?? '?'} now: if nobody else bought it, set it back.`,
    fr: `Le stock de l’article commandé était de ${was ?? '?'} et est de ${is ?? '?'} : si personne d’autre ne l’a acheté, remettez-le.`,
  };
}

function notLooked(email: string): Words {
  return {
    en: `Whether an order is left could not be asked: look for ${email} in WooCommerce > Orders.`,
    fr: `Impossible de savoir s’il reste une commande : cherchez ${email} dans WooCommerce > Commandes.`,
  };
}
