import { z } from '#sdk';
import { readDate } from '../tables/cells.ts';
import { amountIn, type FoundOrder } from './found-order.ts';

const LARGEST = 500_000;
const text = z.union([z.string(), z.number()]).transform(String);
const named = z.union([
  z.string().transform((name) => ({ name, sku: undefined })),
  z.object({ name: z.string(), sku: text.optional() }),
]);

const offer = z.object({
  itemOffered: named,
  price: text,
  priceCurrency: z.string().optional(),
  eligibleQuantity: z.object({ value: z.coerce.number() }).optional(),
});
const person = z.object({ name: z.string().optional(), email: z.string().optional() });

/** https://schema.org/Order, as shops put it into their mails. */
const order = z.object({
  '@type': z.literal('Order'),
  orderNumber: text,
  orderDate: z.string().optional(),
  priceCurrency: z.string().optional(),
  price: text.optional(),
  acceptedOffer: z.union([offer.transform((one) => [one]), z.array(offer)]).optional(),
  customer: person.optional(),
  paymentMethod: z.union([z.string(), named]).optional(),
});

/** The order that a mail tells machines. Null: none, or one without number or lines. */
export function schemaOrder(data: readonly string[], sentAt: string | null): FoundOrder | null {
  for (const json of data) {
    const found = order.safeParse(candidateIn(json));
    if (!found.success) continue;
    const { orderNumber, orderDate, priceCurrency, price, acceptedOffer = [], customer, paymentMethod } = found.data;
    const placed = orderDate === undefined ? null : readDate(orderDate, 'day-first');
    const lines = acceptedOffer.map(({ itemOffered, price: each, eligibleQuantity }) => {
      const { name, sku = null } = itemOffered;
      return { sku, name, quantity: eligibleQuantity?.value ?? 1, unitPrice: amountIn(each) ?? '0', total: null };
    });
    const total = price === undefined ? null : amountIn(price);
    if (total === null && lines.length === 0) continue;
    return {
      reference: orderNumber,
      placedAt: (placed && 'value' in placed ? placed.value : null) ?? sentAt,
      email: customer?.email?.toLowerCase() ?? null,
      customer: customer?.name ?? null,
      language: null,
      currency: priceCurrency ?? acceptedOffer[0]?.priceCurrency ?? 'EUR',
      lines,
      amounts: total === null ? {} : { total },
      payment: typeof paymentMethod === 'string' ? paymentMethod : (paymentMethod?.name ?? null),
      carrier: null,
      shippingAddress: null,
      billingAddress: null,
    };
  }
  return null;
}

/** The thing itself, or the order of a list or a graph of things. */
function candidateIn(json: string): unknown {
  try {
    const value = JSON.parse(json.slice(0, LARGEST)) as unknown;
    const inGraph = typeof value === 'object' && value !== null && '@graph' in value ? value['@graph'] : value;
    if (!Array.isArray(inGraph)) return inGraph;
    return inGraph.find(
      (one: unknown) => typeof one === 'object' && one !== null && '@type' in one && one['@type'] === 'Order',
    );
  } catch {
    return null;
  }
}
