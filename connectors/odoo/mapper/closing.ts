import type { Aggregate, Projected, RawRecord, Related, TillSessionFacet } from '#sdk';
import { ref, text, time } from '../record.ts';
import { CURRENCY_READS, currencyOf, decimal, money } from './amount.ts';

/**
 * The daily closing of a whole company, with its grand total: what French law calls Z. Those of months and years
 * count the same sales once more and are mirrored without being shown.
 */
export const closings: Aggregate = {
  root: 'account.sale.closing',
  reads: CURRENCY_READS,
  project: toFacets,
};

function toFacets({ id, body }: RawRecord, related: Related): Projected[] {
  if (text(body, 'frequency') !== 'daily') return [];
  const currency = currencyOf(body, related);
  const company = related.all('res.company').find((one) => one.id === ref(body, 'company_id'));
  const hash = text(body, 'last_order_hash');
  const facet: TillSessionFacet = {
    number: text(body, 'name') ?? id,
    till: company ? (text(company.body, 'name') ?? '') : '',
    location: null,
    openedAt: time(body, 'date_closing_start'),
    closedAt: time(body, 'date_closing_stop'),
    saleCount: null,
    total: null,
    totalWithTax: money(decimal(body, 'total_interval'), currency),
    cumulativeTotal: money(decimal(body, 'cumulative_total'), currency),
    payments: [],
    taxes: [],
    // Some versions write the last ticket's running number there instead.
    hash: hash !== null && /^[0-9a-f]{64}$/.test(hash) ? hash : null,
  };
  return [{ type: 'TillSession', externalId: `closing/${id}`, facet }];
}
