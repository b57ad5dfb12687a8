import type { FulfilmentOrderFacet, FulfilOrder, JsonObject, OrderFacet, PostalAddress, CustomerFacet } from '#sdk';
import { intent, present, type Flow, type Intent } from './flow.ts';

/** A paid order is picked and sent: each once, by whichever way fulfilment came to know of it. */
export const orderToFulfilment: Flow = {
  name: 'order-to-fulfilment',
  from: 'shop',
  to: 'fulfilment',
  watches: ['Order'],
  walks: 'Order',
  needs: ['fulfilOrder'],
  async plan(changes, { from, to }, { facets }) {
    const ids = present(changes);
    const orders = await facets.byIds<OrderFacet>('Order', from, ids);
    const known = await facets.byIds('FulfilmentOrder', to, ids);
    const paid = [...orders.values()].filter(({ id, facet }) => facet.status === 'PAID' && !known.has(id));
    const buyers = await facets.byIds<CustomerFacet>(
      'Customer',
      from,
      paid.flatMap(({ facet }) => facet.customer ?? []),
    );
    return paid.flatMap(({ id, facet }): Intent[] => {
      const address = facet.shippingAddress;
      const buyer = facet.customer === null ? undefined : buyers.get(facet.customer);
      if (!address || !buyer) return [];
      const payload = toFulfilOrder(id, facet, { id: buyer.id, ...buyer.facet }, address);
      const patch = facetOf(facet) as unknown as JsonObject;
      return [
        intent({
          command: 'fulfilOrder',
          lane: `Order:${id}`,
          payload,
          overlays: [{ type: 'FulfilmentOrder', hubId: id, patch, creates: true }],
          creates: true,
          entity: 'Order',
          hubId: id,
          subject: facet.reference,
          before: null,
          after: `${facet.lines.length} line(s) to be sent`,
        }),
      ];
    });
  },
};

function toFulfilOrder(
  order: string,
  facet: OrderFacet,
  buyer: { id: string; email: string; firstName: string; lastName: string },
  address: PostalAddress,
): FulfilOrder {
  const { id, email, firstName, lastName } = buyer;
  return {
    order,
    reference: facet.reference,
    number: facet.number || null,
    placedAt: facet.placedAt ?? '',
    currency: facet.totals.totalWithTax.currency,
    customer: { id, email, firstName, lastName },
    shippingAddress: postal(address),
    lines: facet.lines.flatMap(({ variant, sku, name, quantity, unitPrice, unitPriceWithTax, taxRate }) =>
      variant === null ? [] : [{ variant, sku, name, quantity, unitPrice, unitPriceWithTax, taxRate: taxRate ?? '0' }],
    ),
    carrier: facet.carrier,
    note: facet.note,
  };
}

function postal(address: PostalAddress): PostalAddress {
  const { firstName, lastName, company, vatNumber, street, street2, postcode, city, country, phone } = address;
  return { firstName, lastName, company, vatNumber, street, street2, postcode, city, country, phone };
}

function facetOf({ reference, number, placedAt, lines }: OrderFacet): FulfilmentOrderFacet {
  return {
    reference,
    number: number || null,
    status: 'OPEN',
    statusLabel: '',
    placedAt,
    location: null,
    batch: null,
    lines: lines.map(({ variant, sku, name, quantity }) => ({
      ...{ variant, sku: sku ?? '', name, quantity, reserved: 0, toShip: quantity, shelf: null },
    })),
  };
}
