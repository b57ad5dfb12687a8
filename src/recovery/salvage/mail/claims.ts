import type { JsonValue } from '#sdk';
import type { ClaimedLine } from '../brick/order.ts';
import { recordIdOf, type Claim, type Claimed } from '../claim.ts';
import { articleOf } from '../tables/orders.ts';
import { namesOf } from '../tables/people.ts';
import type { FoundOrder, FoundStatus } from './found-order.ts';

/**
 * What a confirmation says: of the order, of who ordered and of what was ordered. It is as old as the order, however
 * late the mail was forwarded: the same order told twice is told once.
 */
export function claimsOfOrder(order: FoundOrder, source: string, mailedAt: string): Claim[] {
  const at = order.placedAt ?? mailedAt;
  const claimed = (value: JsonValue): Claimed => ({ value, source, at });
  const lines = order.lines.map((line): ClaimedLine => {
    const { sku, name, quantity, unitPrice } = line;
    return {
      sku,
      gtin: null,
      name,
      quantity,
      unitPriceWithTax: unitPrice,
      unitPrice: null,
      article: sku && `sku:${sku}`,
    };
  });
  const customer = customerOf(order, claimed);
  const { payment, carrier, shippingAddress, billingAddress, placedAt, currency, reference, amounts } = order;
  const plain = { payment, carrier, placedAt, shippingAddress, billingAddress } as unknown as Record<string, JsonValue>;
  const fields: Record<string, Claimed> = {
    reference: claimed(reference),
    currency: claimed(currency),
    status: claimed('PENDING'),
    'history.PENDING': claimed(at),
    lines: claimed(lines as unknown as JsonValue),
    ...Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, claimed(amount)])),
    ...Object.fromEntries(
      Object.entries(plain).flatMap(([name, value]) => (value === null ? [] : [[name, claimed(value)]])),
    ),
    ...(customer && { customer: claimed(recordIdOf('customers', customer.keys[0] ?? '')) }),
  };
  return [
    ...lines.flatMap((line) => articleOf(line, claimed)),
    ...(customer ? [customer] : []),
    { kind: 'orders', keys: [`reference:${reference}`], fields },
  ];
}

/** That an order moved on, as old as the mail. */
export function claimOfStatus({ reference, status, tracking }: FoundStatus, source: string, at: string): Claim {
  const claimed = (value: JsonValue): Claimed => ({ value, source, at });
  const fields = {
    status: claimed(status),
    [`history.${status}`]: claimed(at),
    ...(tracking !== null && { tracking: claimed(tracking) }),
  };
  return { kind: 'orders', keys: [`reference:${reference}`], fields };
}

function customerOf(order: FoundOrder, claimed: (value: JsonValue) => Claimed): Claim | null {
  const { email, customer, billingAddress, shippingAddress } = order;
  if (email === null) return null;
  const address = billingAddress ?? shippingAddress;
  const names = customer === null ? address : namesOf(customer);
  const parts: Record<string, string | null | undefined> = {
    ...{
      language: order.language,
      email,
      firstName: names?.firstName,
      lastName: names?.lastName,
      company: address?.company,
    },
    ...{ street: address?.street, street2: address?.street2, postcode: address?.postcode, city: address?.city },
    ...{ country: address?.country, phone: address?.phone, mobile: address?.mobile },
  };
  const filled = Object.entries(parts).flatMap(([name, value]) => (value ? [[name, claimed(value)]] : []));
  return { kind: 'customers', keys: [`email:${email}`], fields: Object.fromEntries(filled) as Claim['fields'] };
}
