import type {
  AddressFacet,
  Money,
  OrderFacet,
  OrderLineFacet,
  OrderStatus,
  OrderTotals,
  Projected,
  RawRecord,
  Related,
} from '#sdk';
import { FieldReader } from './fields.ts';
import { difference, lessShare, money, sum, timesOf } from './money.ts';

/** One line as a file or a mail has it. Amounts are exact decimals as text. */
export interface ClaimedLine {
  sku: string | null;
  gtin: string | null;
  name: string;
  quantity: number;
  /** With tax, of one piece. */
  unitPriceWithTax: string | null;
  /** Without tax. */
  unitPrice: string | null;
  /** The record of the article, where the line has a number of it. */
  article: string | null;
}

/** An address as a mail writes it. */
export type ClaimedAddress = Omit<AddressFacet, 'externalId' | 'alias' | 'vatNumber'>;

const HISTORY = 'history.';

/** An order. What a mail says only with tax, is computed without it from the order's own tax; that is told, too. */
export function projectOrder(root: RawRecord, related: Related): Projected[] {
  const reader = new FieldReader(root);
  const currency = reader.text('currency') ?? 'EUR';
  const said = totalsSaid(reader);
  const lines = (reader.value<ClaimedLine[]>('lines') ?? []).map((line, i) =>
    lineOf(line, i, { said, currency, related }),
  );
  const totals = totalsOf(said, lines, currency);
  if (said.tax !== null) reader.computed('totals.net', 'totalTax', 'in the proportion of the tax of the order');
  const status = reader.text('status') as OrderStatus | null;
  const customer = reader.text('customer');
  const payment = reader.text('payment', 'payments');
  const facet: OrderFacet = {
    reference: reader.text('reference') ?? root.id,
    number: reader.text('number') ?? reader.text('reference', 'number') ?? root.id,
    status: status ?? 'PENDING',
    statusLabel: labelOf(reader.text('statusLabel')),
    history: historyOf(reader),
    placedAt: reader.text('placedAt'),
    updatedAt: reader.newest(),
    customer: customer === null ? null : related.hubId('Customer', customer),
    lines,
    totals,
    payments: payment === null ? [] : [{ method: payment, amount: totals.paid, at: null, transactionId: null }],
    shippingAddress: addressOf(`${root.id}#delivery`, reader.value<ClaimedAddress>('shippingAddress')),
    billingAddress: addressOf(`${root.id}#invoice`, reader.value<ClaimedAddress>('billingAddress')),
    carrier: reader.text('carrier'),
    trackingNumbers: [reader.text('tracking', 'trackingNumbers') ?? []].flat(),
    invoices: [],
    refunds: [],
    note: null,
    conversionRate: '1',
    mainCurrency: currency,
  };
  return [{ type: 'Order', externalId: root.id, facet, provenance: reader.provenance() }];
}

/** What is written of amounts; null: nothing is. */
interface Said {
  total: string | null;
  tax: string | null;
  products: string | null;
  shipping: string | null;
  discounts: string | null;
  wrapping: string | null;
}

function totalsSaid(reader: FieldReader): Said {
  const of = (field: string): string | null => reader.text(field, `totals.${field}`);
  const [total, tax] = [of('total'), of('totalTax')];
  return {
    total,
    tax,
    products: of('products'),
    shipping: of('shipping'),
    discounts: of('discounts'),
    wrapping: of('wrapping'),
  };
}

/** Without the tax that is in it, as far as the order says how much that is. */
function net(amount: string, { total, tax }: Said): string {
  return total === null || tax === null ? amount : lessShare(amount, tax, total);
}

function lineOf(
  line: ClaimedLine,
  index: number,
  { said, currency, related }: { said: Said; currency: string; related: Related },
): OrderLineFacet {
  const gross = line.unitPriceWithTax ?? line.unitPrice ?? '0';
  const single = line.unitPrice ?? net(gross, said);
  const of = (amount: string): Money => money(amount, currency);
  return {
    externalId: String(index + 1),
    variant: line.article === null ? null : related.hubId('Variant', line.article),
    sku: line.sku,
    gtin: line.gtin,
    name: line.name,
    quantity: line.quantity,
    refundedQuantity: 0,
    unitPrice: of(single),
    unitPriceWithTax: of(gross),
    total: of(timesOf(single, line.quantity)),
    totalWithTax: of(timesOf(gross, line.quantity)),
    taxRate: null,
  };
}

function totalsOf(said: Said, lines: readonly OrderLineFacet[], currency: string): OrderTotals {
  const products = said.products ?? sum(lines.map(({ totalWithTax }) => totalWithTax.amount));
  const [shipping, discounts, wrapping] = [said.shipping ?? '0', said.discounts ?? '0', said.wrapping ?? '0'];
  const total = said.total ?? difference(sum([products, shipping, wrapping]), discounts);
  const of = (amount: string): Money => money(amount, currency);
  return {
    products: of(net(products, said)),
    productsWithTax: of(products),
    shipping: of(net(shipping, said)),
    shippingWithTax: of(shipping),
    discounts: of(net(discounts, said)),
    discountsWithTax: of(discounts),
    wrapping: of(net(wrapping, said)),
    wrappingWithTax: of(wrapping),
    total: of(said.tax === null ? total : difference(total, said.tax)),
    totalWithTax: of(total),
    paid: of(total),
  };
}

function historyOf(reader: FieldReader): OrderFacet['history'] {
  return reader
    .below(HISTORY)
    .map((field) => ({
      at: reader.text(field, 'history'),
      status: field.slice(HISTORY.length) as OrderStatus,
      label: {},
    }))
    .sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1));
}

function addressOf(externalId: string, claimed: ClaimedAddress | null): AddressFacet | null {
  return claimed && { ...claimed, externalId, alias: null, vatNumber: null };
}

function labelOf(label: string | null): Record<string, string> {
  return label === null ? {} : { fr: label };
}
