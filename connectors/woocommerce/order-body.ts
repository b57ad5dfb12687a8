import type { JsonObject, PostalAddress, Related } from '#sdk';
import { exact } from './mapper/decimal.ts';
import { ADJUSTMENT } from './mapper/kept-order.ts';
import { MARK } from './mapper/marks.ts';
import { taxRates } from './mapper/tax.ts';
import { text } from './record.ts';

/** Goods as they are written: by what the shop has, or as a fee where it has none of it. */
export interface WrittenLine {
  /** `18-20`; null: the shop has no such thing. */
  variant: string | null;
  name: string;
  quantity: number;
  /** Without tax, of all pieces. */
  total: string;
  taxRate: string | null;
  /** Its stock was taken long ago: it must not be taken again. */
  isTaken: boolean;
}

/** The class by which a rate is due in a country; null: none has it. */
export function taxClassFor(rate: string | null, country: string, related: Related): string | null {
  const classes = ['standard', ...related.all('tax_rates').flatMap(({ body }) => text(body, 'class') ?? [])];
  return [...new Set(classes)].find((name) => exact(taxRates(name, related)[country]).equals(exact(rate))) ?? null;
}

export function lineItems(lines: readonly WrittenLine[], country: string, related: Related): JsonObject {
  const classOf = (line: WrittenLine): JsonObject => {
    const found = taxClassFor(line.taxRate, country, related);
    return found === null ? {} : { tax_class: found === 'standard' ? '' : found };
  };
  const goods = lines.filter(({ variant }) => variant !== null);
  const others = lines.filter(({ variant }) => variant === null);
  return {
    line_items: goods.map((line) => {
      const [product, variation = '0'] = line.variant?.split('-') ?? [];
      return {
        product_id: Number(product),
        ...(variation === '0' ? {} : { variation_id: Number(variation) }),
        ...{ name: line.name, quantity: line.quantity, subtotal: line.total, total: line.total, ...classOf(line) },
        ...(line.isTaken ? { meta_data: [{ key: '_reduced_stock', value: String(line.quantity) }] } : {}),
      };
    }),
    fee_lines: others.map((line) => ({
      ...{ name: line.name === '' ? '?' : line.name, total: line.total, tax_status: 'taxable', ...classOf(line) },
    })),
  };
}

export function toBilling(address: Omit<PostalAddress, 'vatNumber'>, email: string): JsonObject {
  return { ...toShipping(address), email };
}

export function toShipping(address: Omit<PostalAddress, 'vatNumber'>): JsonObject {
  return {
    ...{ first_name: address.firstName, last_name: address.lastName, company: address.company ?? '' },
    ...{ address_1: address.street, address_2: address.street2 ?? '', city: address.city, postcode: address.postcode },
    ...{ country: address.country, phone: address.phone ?? '' },
  };
}

/** What the order's sum lacks of what was agreed: taxes of another time, a reduction. Null: nothing. */
export function adjustment(order: JsonObject, agreed: string): JsonObject | null {
  const lacking = exact(agreed).minus(exact(text(order, 'total')));
  if (lacking.isZero()) return null;
  return {
    fee_lines: [
      {
        ...{ name: lacking.isNegative() ? 'Remise / Discount' : 'Ajustement / Adjustment', total: lacking.toFixed() },
        ...{ tax_status: 'none', meta_data: [{ key: ADJUSTMENT, value: '1' }] },
      },
    ],
  };
}

export function marks(id: string, facts: object, vatNumber: string | null): JsonObject[] {
  return [
    { key: MARK.id, value: id },
    { key: MARK.kept, value: JSON.stringify(facts) },
    ...(vatNumber === null ? [] : [{ key: '_billing_vat_number', value: vatNumber }]),
  ];
}
