import type {
  JsonObject,
  LoyaltyCardFacet,
  Related,
  StoreFacet,
  TillCustomerFacet,
  TillItemFacet,
  TillSessionFacet,
} from '#sdk';
import { count, known, list, money, text } from '../body.ts';

export function toItem(body: JsonObject): TillItemFacet {
  const priceWithTax = money(text(body, 'price'), body);
  return { sku: text(body, 'sku'), gtin: text(body, 'gtin'), name: text(body, 'name'), priceWithTax };
}

export function toCustomer(body: JsonObject): TillCustomerFacet {
  return {
    email: text(body, 'email'),
    firstName: text(body, 'firstName'),
    lastName: text(body, 'lastName'),
    phone: text(body, 'phone'),
    loyaltyNumber: text(body, 'card'),
  };
}

export function toCard(body: JsonObject, related: Related): LoyaltyCardFacet {
  const customer = text(body, 'customer');
  return {
    number: text(body, 'number') ?? '',
    customer: customer && related.hubId('Customer', customer),
    points: text(body, 'points'),
    balance: money(text(body, 'balance'), body),
    level: text(body, 'level'),
    updatedAt: text(body, 'updatedAt'),
  };
}

export function toSession(body: JsonObject, related: Related): TillSessionFacet {
  const store = text(body, 'store');
  return {
    number: text(body, 'number') ?? '',
    till: text(body, 'till') ?? '',
    location: store && related.hubId('Location', store),
    openedAt: text(body, 'openedAt'),
    closedAt: text(body, 'closedAt'),
    saleCount: count(body, 'count'),
    total: money(text(body, 'totalWithoutTax'), body),
    totalWithTax: money(text(body, 'total'), body),
    cumulativeTotal: money(text(body, 'cumulative'), body),
    payments: list(body, 'payments').map((payment) => ({
      method: text(payment, 'name') ?? '',
      amount: known(text(payment, 'amount'), body),
    })),
    taxes: list(body, 'taxes').map((tax) => ({
      rate: text(tax, 'name') ?? '',
      amount: known(text(tax, 'amount'), body),
    })),
    hash: text(body, 'hash'),
  };
}

export function toStore(body: JsonObject): StoreFacet {
  return { code: text(body, 'code'), name: text(body, 'name') ?? '' };
}
