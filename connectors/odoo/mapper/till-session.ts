import type { Aggregate, Projected, RawRecord, Related, TillSessionFacet } from '#sdk';
import { nameOf, ref, text, time } from '../record.ts';
import { CURRENCY_READS, currencyOf, decimal, money, sum } from './amount.ts';
import { TILL_READS, tills, warehouseLocation } from './place.ts';

/** A session of a till, summed up from its tickets. */
export const tillSessions: Aggregate = {
  root: 'pos.session',
  reads: [...CURRENCY_READS, ...TILL_READS, { kind: 'pos.order', as: 'children' }],
  project: toFacets,
};

function toFacets({ id, body }: RawRecord, related: Related): Projected[] {
  const number = text(body, 'name');
  // A session has no name before the till's cash is counted.
  if (number === null || number === '/') return [];
  const till = tills(related).get(ref(body, 'config_id') ?? '');
  const tickets = related.children('pos.order');
  const currency = currencyOf(tickets[0]?.body ?? body, related);
  const withTax = sum(tickets.map((ticket) => decimal(ticket.body, 'amount_total')));
  const tax = sum(tickets.map((ticket) => decimal(ticket.body, 'amount_tax')));
  const facet: TillSessionFacet = {
    number,
    till: till?.name ?? nameOf(body, 'config_id') ?? '',
    location: warehouseLocation(till?.warehouse ?? null, related),
    openedAt: time(body, 'start_at'),
    closedAt: text(body, 'state') === 'closed' ? time(body, 'stop_at') : null,
    saleCount: tickets.length,
    total: money(withTax.minus(tax), currency),
    totalWithTax: money(withTax, currency),
    cumulativeTotal: null,
    payments: [],
    taxes: [],
    hash: null,
  };
  return [{ type: 'TillSession', externalId: `session/${id}`, facet }];
}
