import { randomBytes } from 'node:crypto';
import type { BrickTools, CheckFinding, JsonObject } from '#sdk';
import { flag, isObject, part, rows, text, texts } from '../record.ts';
import type { Rest } from '../rest.ts';
import type { WooSettings } from '../settings.ts';
import { finding, joined, quoted, type Words } from './findings.ts';
import { newGuest, type Guest } from './guest.ts';
import type { Judged, Ordered, Wanted } from './judged.ts';
import { readBack } from './read-back.ts';
import { newVisitor, type StoreAnswer, type Visitor } from './store-api.ts';
import { takeBack } from './take-back.ts';

export interface TrialShop {
  settings: WooSettings;
  rest: Rest;
  tools: BrickTools;
}

/** Methods by which no money moves when somebody orders. */
const OFFLINE = ['bacs', 'cheque', 'cod'];

/** Never throws for an answer of the shop; what came to be is taken back, whatever happened. */
export async function tryOrder({ settings, rest, tools }: TrialShop, variant: string): Promise<CheckFinding> {
  const [product = '', variation = '0'] = variant.split('-');
  const path = variation === '0' ? `products/${product}` : `products/${product}/variations/${variation}`;
  const wanted: Wanted = { product, variation, path };
  const before = await rest.get(path, { context: 'edit' });
  const home = text(await rest.get('settings/general/woocommerce_default_country'), 'value') ?? 'FR';
  const guest = newGuest(home.split(':')[0] ?? 'FR', randomBytes(4).toString('hex'));
  const tried = await ordered(newVisitor(settings, tools), guest, wanted).catch(broken);
  const judged = 'cart' in tried ? await readBack(rest, tried, wanted) : tried;
  const left = await takeBack(rest, { guest, wanted, before });
  const remedy = joined(judged.remedy, left);
  return finding(judged.state, judged.message, remedy, judged.said);
}

async function ordered(visitor: Visitor, guest: Guest, { product, variation }: Wanted): Promise<Ordered | Judged> {
  const first = await visitor.get('cart');
  if (first.status !== 200 || !('items' in first.body)) return NO_STORE_API;
  const id = Number(variation === '0' ? product : variation);
  const added = await visitor.post('cart/add-item', { id, quantity: 1 });
  if (isRefused(added)) return notAdded(added);
  const addresses = { billing_address: guest.billing, shipping_address: guest.shipping };
  const known = await visitor.post('cart/update-customer', addresses);
  if (isRefused(known)) return stoppedAt('address', 'adresse', known);
  const shipped = await withShipping(visitor, known.body);
  if ('state' in shipped) return shipped;
  const { cart } = shipped;
  const method = OFFLINE.find((one) => texts(cart, 'payment_methods').includes(one));
  if (flag(cart, 'needs_payment') && method === undefined) return noPayment(texts(cart, 'payment_methods'));
  const done = await visitor.post('checkout', {
    ...addresses,
    ...{ customer_note: guest.note, create_account: false, payment_method: method ?? '', payment_data: [] },
  });
  if (done.status >= 500) return failedAtCheckout(done);
  if (isRefused(done)) return stoppedAt('checkout', 'validation', done);
  const order = text(done.body, 'order_id');
  const result = text(part(done.body, 'payment_result'), 'payment_status');
  if (order === null || (result !== null && result !== 'success')) return failedAtCheckout(done);
  return { order, cart };
}

async function withShipping(visitor: Visitor, cart: JsonObject): Promise<{ cart: JsonObject } | Judged> {
  if (!flag(cart, 'needs_shipping')) return { cart };
  let current = cart;
  const packages = rows(cart, 'shipping_rates');
  if (packages.length === 0) return NO_SHIPPING;
  for (const [at, one] of packages.entries()) {
    const rates = rows(one, 'shipping_rates');
    const [first] = rates;
    if (!first) return NO_SHIPPING;
    if (rates.some((rate) => flag(rate, 'selected'))) continue;
    const chosen = { package_id: one['package_id'] ?? at, rate_id: first['rate_id'] ?? '' };
    const answer = await visitor.post('cart/select-shipping-rate', chosen);
    if (isRefused(answer)) return stoppedAt('delivery', 'livraison', answer);
    current = answer.body;
  }
  return { cart: current };
}

const isRefused = ({ status, body }: StoreAnswer): boolean =>
  status >= 400 || (!isObject(body['totals']) && !('order_id' in body));

function wordsOf({ status, body }: StoreAnswer): string {
  return quoted(`HTTP ${String(status)} ${text(body, 'code') ?? ''} ${text(body, 'message') ?? ''}`);
}

function notAdded(answer: StoreAnswer): Judged {
  const said = wordsOf(answer);
  if (/out_of_stock/.test(text(answer.body, 'code') ?? '')) {
    return {
      state: 'missing',
      message: {
        en: `What was to be ordered is out of stock: ${said}.`,
        fr: `L’article à commander est en rupture : ${said}.`,
      },
      remedy: {
        en: 'Give one product some stock in the shop, and verify again.',
        fr: 'Donnez du stock à un produit de la boutique, puis vérifiez à nouveau.',
      },
    };
  }
  return {
    state: 'error',
    message: {
      en: `What is for sale could not be put into the cart: ${said}.`,
      fr: `Un article en vente n’a pas pu être mis au panier : ${said}.`,
    },
    remedy: {
      en: 'Open the product in the shop and put it into the cart by hand; see WooCommerce > Status > Logs.',
      fr: 'Ouvrez le produit dans la boutique et mettez-le au panier à la main ; voir WooCommerce > État > Journaux.',
    },
  };
}

function stoppedAt(step: string, etape: string, answer: StoreAnswer): Judged {
  const said = wordsOf(answer);
  return {
    state: 'missing',
    message: {
      en: `The shop did not take the test order at the step “${step}”: ${said}.`,
      fr: `La boutique n’a pas accepté la commande d’essai à l’étape « ${etape} » : ${said}.`,
    },
    remedy: BY_HAND,
  };
}

function failedAtCheckout(answer: StoreAnswer): Judged {
  const said = wordsOf(answer);
  return {
    state: 'error',
    message: { en: `The checkout failed: ${said}.`, fr: `La validation de la commande a échoué : ${said}.` },
    remedy: {
      en: 'See WooCommerce > Status > Logs (fatal-errors), and order by hand: customers cannot buy either.',
      fr: 'Voir WooCommerce > État > Journaux (fatal-errors), et commandez à la main : les clients ne peuvent pas acheter non plus.',
    },
  };
}

function noPayment(offered: readonly string[]): Judged {
  const list = offered.join(', ');
  return {
    state: 'missing',
    message: {
      en: `There is no way to order without paying at once (offered: ${list || 'none'}).`,
      fr: `Aucun moyen de commander sans payer aussitôt (proposés : ${list || 'aucun'}).`,
    },
    remedy: {
      en: 'Switch on bank transfer, check or cash on delivery for a moment (WooCommerce > Settings > Payments) and verify again, or order by hand.',
      fr: 'Activez un moment virement, chèque ou paiement à la livraison (WooCommerce > Réglages > Paiements) et vérifiez à nouveau, ou commandez à la main.',
    },
  };
}

/** The connection broke, or what no visitor should see came. */
function broken(error: unknown): Judged {
  const why = quoted(error instanceof Error ? error.message : String(error));
  return {
    state: 'missing',
    message: { en: `The trial broke off: ${why}`, fr: `L’essai a été interrompu : ${why}` },
    remedy: BY_HAND,
  };
}

const BY_HAND: Words = {
  en: 'Order one thing by hand as a guest, look at it in WooCommerce > Orders, and cancel it.',
  fr: 'Commandez un article à la main en tant qu’invité, regardez-le dans WooCommerce > Commandes, et annulez-le.',
};

const NO_STORE_API: Judged = {
  state: 'missing',
  message: {
    en: 'The shop does not answer at /wp-json/wc/store/v1/cart, by which a guest orders.',
    fr: 'La boutique ne répond pas sur /wp-json/wc/store/v1/cart, par où un invité commande.',
  },
  remedy: {
    en: `It is there from WooCommerce 6.9 on; a security plugin may close it. ${BY_HAND.en}`,
    fr: `Elle existe depuis WooCommerce 6.9 ; une extension de sécurité peut la fermer. ${BY_HAND.fr}`,
  },
};

const NO_SHIPPING: Judged = {
  state: 'missing',
  message: {
    en: 'No delivery is offered to an address in the shop’s own country.',
    fr: 'Aucune livraison n’est proposée vers une adresse du pays de la boutique.',
  },
  remedy: {
    en: 'Add a method to the zone of that country (WooCommerce > Settings > Shipping), and verify again.',
    fr: 'Ajoutez un mode à la zone de ce pays (WooCommerce > Réglages > Expédition), puis vérifiez à nouveau.',
  },
};
