import { PermanentError, type IntakeItem, type JsonObject, type RawRecord } from '#sdk';
import { exactly } from '../commands/access.ts';
import type { Shop } from '../commands/access.ts';
import { isShopFailure } from '../commands/shop-failure.ts';
import { associated, flag, idOf, ref, text } from '../record.ts';
import { markOf } from './record-stage.ts';
import type { Step } from './record-kind.ts';
import { notPlaced } from './translation.ts';

/** An order whose cart is being found or made. */
interface Making extends Step {
  shop: Shop;
  item: IntakeItem;
}

/** The order of an earlier try: each cart makes one order at most, and the cart bears our mark. */
export async function findOrder({ item, access, context }: Step & { item: IntakeItem }): Promise<string | null> {
  const [cart] = await cartsOf({ item, access, context });
  return cart ? orderOfCart({ access }, cart.id) : null;
}

async function cartsOf({ item, access, context }: Step & { item: IntakeItem }): Promise<RawRecord[]> {
  const mark = markOf(context, item.id);
  const rows = await access.rows('carts', { gift_message: exactly(mark) });
  return rows.filter(({ body }) => text(body, 'gift_message') === mark);
}

async function orderOfCart({ access }: Pick<Step, 'access'>, cart: string): Promise<string | null> {
  return (await access.rows('orders', { id_cart: `[${cart}]` }))[0]?.id ?? null;
}

/** Makes the order from a cart of its own; its id. What it is sold for is put right afterwards. */
export async function makeOrder(making: Making): Promise<string> {
  const { item, access, context, shop } = making;
  const customer = placedOr(making, 'customers', ref(item.body, 'id_customer'));
  const address = await usableAddress(making);
  const market = {
    id_currency: placedOr(making, 'currencies', ref(item.body, 'id_currency')),
    id_lang: placedOr(making, 'languages', ref(item.body, 'id_lang')),
    id_customer: customer,
    id_carrier: context.placed('carriers', ref(item.body, 'id_carrier') ?? '') ?? '0',
    id_address_delivery: address,
    id_address_invoice: address,
  };
  const cart = await ensureCart(making, market);
  const found = await orderOfCart(making, cart);
  if (found !== null) return found;
  const fields = {
    ...market,
    id_cart: cart,
    module: shop.settings.paymentModule,
    payment: text(item.body, 'payment') ?? 'Mortar',
    // An amount that does not fit keeps the shop from taking it as paid, and from an invoice and a confirmation.
    total_paid: '0',
    total_paid_real: '0',
    total_products: '0',
    total_products_wt: '0',
    conversion_rate: text(item.body, 'conversion_rate') ?? '1',
  };
  try {
    return await access.create('orders', { fields });
  } catch (error) {
    // The shop may fail after it has written the order: modules that listen.
    const made = isShopFailure(error) ? await orderOfCart(making, cart) : null;
    if (made !== null) return made;
    throw error;
  }
}

function placedOr({ context }: Step, kind: string, id: string | null): string {
  const placed = id === null ? null : context.placed(kind, id);
  if (placed === null) throw notPlaced(kind, id ?? 'none');
  return placed;
}

async function ensureCart(making: Making, market: Readonly<Record<string, string>>): Promise<string> {
  const { item, access, context } = making;
  const rows = await cartRows(making, market['id_address_delivery'] ?? '0');
  const entity = {
    fields: { ...market, gift_message: markOf(context, item.id) },
    associations: { cart_rows: { item: 'cart_row', rows } },
  };
  const [known] = await cartsOf(making);
  if (!known) return access.create('carts', entity);
  // The cart and its rows are two writes of the shop, which may have been cut off between.
  if (associated(known.body, 'cart_rows').length !== rows.length) await access.change('carts', known.id, entity);
  return known.id;
}

/** One row for each variant that is still sold; any product where none is: its line is rewritten afterwards. */
async function cartRows({ item, context, shop }: Making, address: string): Promise<Record<string, string>[]> {
  const quantities = new Map<string, number>();
  for (const { body } of await context.children('order_details', item.id)) {
    const product = context.placed('products', ref(body, 'product_id') ?? '');
    const attribute = ref(body, 'product_attribute_id');
    const combination = attribute === null ? '0' : context.placed('combinations', attribute);
    if (product === null || combination === null) continue;
    const variant = `${product}-${combination}`;
    quantities.set(variant, (quantities.get(variant) ?? 0) + Math.max(1, Number(body['product_quantity'] ?? 1)));
  }
  if (quantities.size === 0) quantities.set(`${await anyProduct(shop, context.signal)}-0`, 1);
  return [...quantities].map(([variant, quantity]) => {
    const [product = '', combination = '0'] = variant.split('-');
    return {
      id_product: product,
      id_product_attribute: combination,
      id_address_delivery: address,
      quantity: String(quantity),
    };
  });
}

async function anyProduct({ webservice }: Shop, signal: AbortSignal): Promise<string> {
  const [row] = await webservice.list({ resource: 'products', display: ['id'], limit: 1 }, signal);
  if (row) return row.id;
  throw new PermanentError({
    code: 'INTAKE_NO_PRODUCT',
    message: 'The target sells nothing, so it can make no order.',
    remedy: 'Bring the products first, and resume.',
  });
}

/** An order to a country that is switched off fails: it is made for an address that does not, and given its own then. */
async function usableAddress({ item, context }: Making): Promise<string> {
  const named = ['id_address_delivery', 'id_address_invoice'].flatMap((field) => ref(item.body, field) ?? []);
  const own = await context.source('addresses', named);
  const others = await context.children('addresses', ref(item.body, 'id_customer') ?? '');
  const ordered = [...named.flatMap((id) => own.find((one) => one.id === id) ?? []), ...others];
  const countries = await context.source('countries', [
    ...new Set(ordered.map(({ body }) => idOf(body, 'id_country'))),
  ]);
  const active = new Set(countries.filter(({ body }) => flag(body, 'active')).map(({ id }) => id));
  for (const { id, body } of ordered) {
    const placed = context.placed('addresses', id);
    if (placed !== null && active.has(idOf(body, 'id_country'))) return placed;
  }
  throw noAddress(item.body);
}

function noAddress(body: JsonObject): PermanentError {
  return new PermanentError({
    code: 'INTAKE_COUNTRY_INACTIVE',
    message: 'The shop makes no order to a country that is switched off, and its customer has no other address.',
    remedy: 'Activate the country in International > Locations > Countries until the rebuild is done, and resume.',
    detail: `address ${idOf(body, 'id_address_delivery')}`,
  });
}
