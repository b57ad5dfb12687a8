import {
  defineStage,
  type CustomerFacet,
  type FulfilmentOrderFacet,
  type FulfilOrder,
  type IntakeContext,
  type IntakeItem,
  type IntakeStage,
  type OrderFacet,
} from '#sdk';
import type { Access } from '../commands/access.ts';
import { confirm, ensureOrder } from '../commands/fulfil-order.ts';
import { ensureAddress, ensureCustomer, findCountry } from '../commands/partner.ts';
import { PRODUCT_FIELDS } from '../commands/product.ts';
import { odooText } from '../odoo-time.ts';
import type { Row } from '../query.ts';
import { text } from '../record.ts';
import type { AccessOf } from './stage-access.ts';
import { KEPT, lacking, loss, placedId } from './words.ts';

const OPEN: ReadonlySet<string> = new Set(['OPEN', 'ON_HOLD', 'PICKING']);

/** Orders that still have to be sent, with what of them was not sent yet; the address is the shop's. */
export function orderStage(accessOf: AccessOf): IntakeStage {
  return defineStage<FulfilmentOrderFacet>({
    kind: 'FulfilmentOrder',
    requests: () => 9,
    lane: ({ body }) => body.reference ?? '',
    limits: [
      loss(
        'batch',
        { en: 'Picking waves are not carried.', fr: 'Les vagues de préparation ne sont pas reprises.' },
        { en: 'Plan the waves anew in Odoo.', fr: 'Refaire les vagues dans Odoo.' },
      ),
    ],
    wants: ({ body }) => (OPEN.has(body.status) && body.lines.some(({ toShip }) => toShip > 0) ? true : KEPT.done),
    stays: () => true,
    losses: ({ body }) =>
      body.status === 'ON_HOLD'
        ? [
            loss(
              'status',
              { en: 'Odoo has no order on hold.', fr: 'Odoo n’a pas de commande en attente.' },
              { en: 'Cancel its delivery, or do not send it.', fr: 'Annuler sa livraison, ou ne pas l’expédier.' },
            ),
          ]
        : [],
    async find({ body }, context) {
      const access = accessOf(context);
      const reference = referenceOf(body);
      const known = await access.rows('sale.order', [['client_order_ref', '=', reference]], ['state', 'date_order']);
      // Confirming dates it anew: until it has its own date, it is not done.
      const placed = body.placedAt === null ? null : odooText(new Date(body.placedAt));
      const done = known.find(
        (row) =>
          ['sale', 'done'].includes(text(row, 'state') ?? '') && [null, text(row, 'date_order')].includes(placed),
      );
      return done ? String(done.id) : null;
    },
    async put([item], context) {
      if (!item) return [];
      const access = accessOf(context);
      const order = await toOrder(item, context);
      const products = await productsOf(access, order, context);
      const country = await findCountry(access, order.shippingAddress.country);
      const customer = await ensureCustomer(access, order, country);
      const address = await ensureAddress(access, customer, order.shippingAddress, country);
      const id = await ensureOrder(access, order, { customer, address, products });
      await confirm(access, id, { order, products });
      return [{ id: item.id, targetId: String(id) }];
    },
  });
}

function referenceOf({ reference, number }: FulfilmentOrderFacet): string {
  const found = reference ?? number;
  if (found !== null && found !== '') return found;
  throw lacking('INTAKE_NAMELESS', 'The order has no reference.', 'Enter this order in Odoo by hand.');
}

async function toOrder(item: IntakeItem<FulfilmentOrderFacet>, context: IntakeContext): Promise<FulfilOrder> {
  const { body } = item;
  const [sold] = await context.source('Order', [item.id]);
  const shop = sold && (sold.body as unknown as OrderFacet);
  const buyer = shop?.customer ? (await context.source('Customer', [shop.customer]))[0] : undefined;
  const address = shop?.shippingAddress;
  if (!shop || !address)
    throw lacking(
      'INTAKE_ADDRESS_UNKNOWN',
      'Nobody says where this order has to be sent: the shop does not know it.',
      'Sync the shop and apply again, or enter the order in Odoo by hand.',
      referenceOf(body),
    );
  const currency = shop.totals.total.currency;
  const lines = body.lines.flatMap((line): FulfilOrder['lines'] => {
    if (line.toShip <= 0) return [];
    if (line.variant === null)
      throw lacking('INTAKE_ITEM_UNKNOWN', 'It has an item that nobody knows.', 'Enter it by hand.', line.sku);
    const price = shop.lines.find(({ variant }) => variant === line.variant);
    return [
      {
        ...{ variant: line.variant, sku: line.sku, name: line.name ?? price?.name ?? line.sku, quantity: line.toShip },
        unitPrice: price?.unitPrice ?? { amount: '0', currency },
        unitPriceWithTax: price?.unitPriceWithTax ?? { amount: '0', currency },
        taxRate: price?.taxRate ?? '0',
      },
    ];
  });
  return {
    order: item.id,
    reference: referenceOf(body),
    number: body.number,
    placedAt: body.placedAt ?? shop.placedAt ?? '',
    currency,
    customer: {
      id: shop.customer ?? item.id,
      email: buyer ? (buyer.body as unknown as CustomerFacet).email : '',
      firstName: address.firstName,
      lastName: address.lastName,
    },
    shippingAddress: { ...address, phone: address.phone ?? address.mobile },
    lines,
    carrier: shop.carrier,
    note: shop.note,
  };
}

async function productsOf(access: Access, order: FulfilOrder, context: IntakeContext): Promise<Map<string, Row>> {
  const ids = new Map(order.lines.map(({ variant }) => [variant, placedId(context, 'StockItem', variant)]));
  const rows = await access.rows('product.product', [['id', 'in', [...ids.values()]]], PRODUCT_FIELDS);
  const products = new Map<string, Row>();
  for (const [variant, id] of ids) {
    const row = rows.find((one) => one.id === id);
    if (!row)
      throw lacking('INTAKE_PART_GONE', 'A product of it was deleted in Odoo.', 'Make a new plan.', `product ${id}`);
    products.set(variant, row);
  }
  return products;
}
