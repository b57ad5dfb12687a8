import type { Aggregate, JsonObject, Projected, RawRecord, Related, SupplierFacet, TillCustomerFacet } from '#sdk';
import { flag, nameOf, ref, text } from '../record.ts';
import { isLoyalty } from './loyalty-card.ts';

/** One contact may buy and sell. Addresses of a contact, the own companies and the staff are neither. */
export const partners: Aggregate = {
  root: 'res.partner',
  reads: [
    { kind: 'res.company', as: 'all' },
    { kind: 'loyalty.program', as: 'all' },
    { kind: 'loyalty.card', as: 'children' },
    { kind: 'product.supplierinfo', as: 'children' },
    { kind: 'purchase.order', as: 'children' },
  ],
  project: toFacets,
};

function toFacets(partner: RawRecord, related: Related): Projected[] {
  const { id, body } = partner;
  if (related.all('res.company').some((company) => ref(company.body, 'partner_id') === id)) return [];
  const projected: Projected[] = [];
  if (isSupplier(body, related)) projected.push({ type: 'Supplier', externalId: id, facet: toSupplier(body) });
  if (isCustomer(body)) projected.push({ type: 'TillCustomer', externalId: id, facet: toCustomer(partner, related) });
  return projected;
}

/** The rank counts bills: whoever has a price list or an order supplies before the first bill. */
function isSupplier(body: JsonObject, related: Related): boolean {
  if (rank(body, 'supplier_rank') > 0 && ref(body, 'parent_id') === null) return true;
  return related.children('product.supplierinfo').length > 0 || related.children('purchase.order').length > 0;
}

/** Customers of a till have no rank before their first invoice: whoever is not only a supplier may buy. */
function isCustomer(body: JsonObject): boolean {
  if (rank(body, 'customer_rank') > 0) return true;
  const isAddress = ['delivery', 'invoice', 'other', 'private'].includes(text(body, 'type') ?? '');
  return rank(body, 'supplier_rank') === 0 && !isAddress && body['partner_share'] !== false && flag(body, 'active');
}

function rank(body: JsonObject, field: string): number {
  return Number(body[field] ?? 0);
}

/** Odoo has one name: it is told as the last name, never cut in two by guess. */
function toCustomer({ body }: RawRecord, related: Related): TillCustomerFacet {
  const card = related.children('loyalty.card').find((one) => isLoyalty(one.body, related));
  return {
    email: text(body, 'email'),
    firstName: null,
    lastName: text(body, 'name'),
    phone: text(body, 'phone') ?? text(body, 'mobile'),
    loyaltyNumber: card ? text(card.body, 'code') : null,
  };
}

function toSupplier(body: JsonObject): SupplierFacet {
  const town = [text(body, 'zip'), text(body, 'city')].filter((part) => part !== null).join(' ');
  const lines = [text(body, 'street'), text(body, 'street2'), town === '' ? null : town, nameOf(body, 'country_id')];
  const address = lines.filter((line) => line !== null).join(', ');
  return {
    name: text(body, 'name') ?? '',
    code: text(body, 'ref'),
    email: text(body, 'email'),
    address: address === '' ? null : address,
  };
}
