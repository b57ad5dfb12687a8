import { type Delivery, type PermanentError, type PlaceOrder } from '#sdk';
import type { Access } from './access.ts';
import type { CartPlan } from './cart.ts';
import { findMarket } from './order-market.ts';
import { refusal } from './refusal.ts';
import { isShopFailure } from './shop-failure.ts';

/** So often an answering shop may fail on one order until a person is asked. */
const MOST_FAILURES = 5;

/** Whether the shop took the order, or failed on it while it was up. */
type Outcome = { order: string } | { failed: string };

/**
 * The order of the cart; its id. It is made in the name of a payment module, priced from the catalogue of the moment;
 * of what is submitted only the cart, the addresses and the amount paid count.
 */
export async function ensureOrder(
  access: Access,
  order: PlaceOrder,
  plan: CartPlan & { cart: string },
  delivery: Delivery,
): Promise<string> {
  for (let turn = 1; turn < MOST_FAILURES; turn += 1) {
    const failures: Error[] = [];
    const outcome = await delivery.step(`order ${turn}`, async (): Promise<Outcome> => {
      try {
        return { order: await findOrMake(access, order, plan) };
      } catch (thrown) {
        if (!isShopFailure(thrown)) throw thrown;
        failures.push(thrown);
        return { failed: thrown.detail ?? thrown.message };
      }
    });
    if ('order' in outcome) return outcome.order;
    // None: an earlier try failed in this turn, and it is over.
    for (const failure of failures) {
      await findMarket(access, order, delivery);
      throw failure;
    }
  }
  try {
    return await findOrMake(access, order, plan);
  } catch (error) {
    if (isShopFailure(error)) throw notTaken(access.settings.paymentModule, error.detail);
    throw error;
  }
}

async function findOrMake(access: Access, order: PlaceOrder, plan: CartPlan & { cart: string }): Promise<string> {
  const found = await orderOfCart(access, plan.cart);
  if (found !== null) return found;
  try {
    return await access.create('orders', { fields: orderFields(access, order, plan) });
  } catch (error) {
    // The shop may fail after it has written the order: mails, modules that listen.
    const made = isShopFailure(error) ? await orderOfCart(access, plan.cart) : null;
    if (made !== null) return made;
    throw error;
  }
}

async function orderOfCart(access: Access, cart: string): Promise<string | null> {
  const [order] = await access.rows('orders', { id_cart: `[${cart}]` });
  return order?.id ?? null;
}

/** All that the webservice requires of an order. */
function orderFields(
  { settings }: Access,
  { totals, payment }: PlaceOrder,
  { cart, customer, shipping, billing, market }: CartPlan & { cart: string },
): Record<string, string> {
  return {
    id_address_delivery: shipping,
    id_address_invoice: billing,
    id_cart: cart,
    id_currency: market.currency,
    id_lang: market.language,
    id_customer: customer,
    id_carrier: market.carrier,
    module: settings.paymentModule,
    payment: payment.method,
    total_paid: market.expectedTotal,
    total_paid_real: market.expectedTotal,
    total_products: totals.products,
    total_products_wt: totals.productsWithTax,
    conversion_rate: market.conversionRate,
  };
}

function notTaken(module: string, detail: string | undefined): PermanentError {
  return refusal(
    'ORDER_NOT_TAKEN',
    'The shop keeps failing on this order while it answers everything else.',
    `See whether the payment module "${module}" (setting paymentModule) is installed, and look into the shop's PHP error log; then redrive the message.`,
    detail,
  );
}
