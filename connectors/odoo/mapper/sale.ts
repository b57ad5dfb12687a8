import type { Aggregate, JsonObject, Money, Projected, RawRecord, Related, SaleFacet, SaleLineFacet } from '#sdk';
import type { Decimal } from 'decimal.js';
import { nameOf, ref, refs, skuOf, text, time } from '../record.ts';
import { CURRENCY_READS, currencyOf, decimal, exact, money, quantity } from './amount.ts';
import type { Currency } from './amount.ts';
import { TILL_READS, tills, warehouseLocation } from './place.ts';
import { taxRate } from './tax.ts';

/** A ticket with its lines and payments. */
export const sales: Aggregate = {
  root: 'pos.order',
  reads: [
    ...CURRENCY_READS,
    ...TILL_READS,
    { kind: 'account.tax', as: 'all' },
    { kind: 'pos.payment.method', as: 'all' },
    { kind: 'pos.order.line', as: 'children' },
    { kind: 'pos.payment', as: 'children' },
  ],
  project: toFacets,
};

function toFacets({ id, body }: RawRecord, related: Related): Projected[] {
  const soldAt = time(body, 'date_order');
  if (soldAt === null) return [];
  const currency = currencyOf(body, related);
  const till = tills(related).get(ref(body, 'config_id') ?? '');
  const customer = ref(body, 'partner_id');
  const withTax = decimal(body, 'amount_total');
  const facet: SaleFacet = {
    number: numberOf(body) ?? id,
    sequence: sequence(body, related),
    till: till?.name ?? nameOf(body, 'config_id') ?? '',
    location: warehouseLocation(till?.warehouse ?? null, related),
    soldAt,
    lines: byId(related.children('pos.order.line')).map((line) => toLine(line.body, currency, related)),
    payments: payments(currency, related),
    total: money(withTax.minus(decimal(body, 'amount_tax')), currency),
    totalWithTax: money(withTax, currency),
    customer: customer === null ? null : related.hubId('Customer', customer),
    loyaltyNumber: null,
    hash: text(body, 'l10n_fr_hash'),
    session: nameOf(body, 'session_id'),
  };
  return [{ type: 'Sale', externalId: id, facet }];
}

/** The receipt's number. A refund made in the back office copies that of its sale: its own name tells it (`Shop/0012 REFUND`). */
function numberOf(body: JsonObject): string | null {
  const [name, receipt] = [text(body, 'name'), text(body, 'pos_reference')];
  return name !== null && /\d\s+\D+$/.test(name) ? name : (receipt ?? name);
}

/**
 * The number without gaps that the French certification gives runs through a whole company: with several tills each of
 * them would seem to have gaps. There, and without the certification, it is the till's own count of its tickets.
 */
function sequence(body: JsonObject, related: Related): number | null {
  const certified = Number(body['l10n_fr_secure_sequence_number'] ?? 0);
  const company = ref(body, 'company_id');
  const ofCompany = [...tills(related).values()].filter((till) => company === null || till.company === company);
  const isCertified = Number.isSafeInteger(certified) && certified > 0 && ofCompany.length <= 1;
  return isCertified ? certified : ownNumber(body);
}

/** `Shop/0012`: a till counts its tickets. A refund (`Shop/0012 REFUND`) takes no number. */
function ownNumber(body: JsonObject): number | null {
  const number = Number(/\d{1,15}$/.exec(text(body, 'name') ?? '')?.[0] ?? 0);
  return number > 0 ? number : null;
}

function toLine(body: JsonObject, currency: Currency, related: Related): SaleLineFacet {
  const product = ref(body, 'product_id');
  const pieces = decimal(body, 'qty');
  const withTax = decimal(body, 'price_subtotal_incl');
  const mapped = refs(body, 'tax_ids_after_fiscal_position');
  return {
    variant: product === null ? null : related.hubId('Variant', product),
    sku: skuOf(body),
    gtin: text(body, 'product_barcode'),
    name: text(body, 'full_product_name') ?? nameOf(body, 'product_id') ?? '',
    quantity: quantity(pieces),
    unitPriceWithTax: each(withTax, pieces, currency),
    total: money(decimal(body, 'price_subtotal'), currency),
    totalWithTax: money(withTax, currency),
    taxRate: taxRate(mapped.length > 0 ? mapped : refs(body, 'tax_ids'), related),
  };
}

function each(total: Decimal, count: Decimal, currency: Currency): Money | null {
  return count.isZero() ? null : money(total.div(count), currency);
}

/** By method, change given back taken off. */
function payments(currency: Currency, related: Related): SaleFacet['payments'] {
  const byMethod = new Map<string, Decimal>();
  for (const { body } of byId(related.children('pos.payment'))) {
    const method = methodName(body, related);
    byMethod.set(method, (byMethod.get(method) ?? exact(0)).plus(decimal(body, 'amount')));
  }
  return [...byMethod].map(([method, paid]) => ({ method, amount: money(paid, currency) }));
}

function methodName(body: JsonObject, related: Related): string {
  const id = ref(body, 'payment_method_id');
  const method = related.all('pos.payment.method').find((one) => one.id === id);
  return (method ? text(method.body, 'name') : null) ?? nameOf(body, 'payment_method_id') ?? '';
}

function byId(records: readonly RawRecord[]): RawRecord[] {
  return [...records].sort((one, other) => Number(one.id) - Number(other.id));
}
