import type { Aggregate, JsonObject, LoyaltyCardFacet, Projected, RawRecord, Related } from '#sdk';
import { ref, text, time } from '../record.ts';
import { CURRENCY_READS, currencyOf, decimal, money, plain } from './amount.ts';

/** Programs whose points are money. */
const MONEY_PROGRAMS = new Set(['ewallet', 'gift_card']);

/** Cards of loyalty programs, gift cards and electronic wallets; codes of promotions are none. */
export const loyaltyCards: Aggregate = {
  root: 'loyalty.card',
  reads: [...CURRENCY_READS, { kind: 'loyalty.program', as: 'all' }, { kind: 'loyalty.card', as: 'siblings' }],
  project: toFacets,
};

/** Odoo has points and money on two cards: the second one bears the number of the first with this at its end. */
export const PURSE = '-EUR';

export function isLoyalty(body: JsonObject, related: Related): boolean {
  return programOf(body, related)?.type === 'loyalty';
}

function programOf(body: JsonObject, related: Related): { type: string | null; name: string | null } | null {
  const id = ref(body, 'program_id');
  const program = related.all('loyalty.program').find((one) => one.id === id);
  return program ? { type: text(program.body, 'program_type'), name: text(program.body, 'name') } : null;
}

function toFacets({ id, body }: RawRecord, related: Related): Projected[] {
  const program = programOf(body, related);
  const number = text(body, 'code');
  const isMoney = isMoneyCard(body, related);
  if (number === null || (!isMoney && program?.type !== 'loyalty')) return [];
  const others = related.siblings('loyalty.card').filter((other) => other.id !== id);
  const numbered = (wanted: string, ofMoney: boolean): RawRecord | undefined =>
    others.find((other) => text(other.body, 'code') === wanted && isMoneyCard(other.body, related) === ofMoney);
  // It is the purse of another card of the same customer, and is told with that.
  if (isMoney && number.endsWith(PURSE) && numbered(number.slice(0, -PURSE.length), false)) return [];
  const purse = isMoney ? undefined : numbered(`${number}${PURSE}`, true);
  const partner = ref(body, 'partner_id');
  const facet: LoyaltyCardFacet = {
    number,
    customer: partner === null ? null : related.hubId('Customer', partner),
    points: isMoney ? null : plain(decimal(body, 'points').toDecimalPlaces(6)),
    balance: isMoney ? moneyOn(body, related) : purse ? moneyOn(purse.body, related) : null,
    level: null,
    updatedAt: time(body, 'write_date'),
  };
  return [{ type: 'LoyaltyCard', externalId: id, facet }];
}

function isMoneyCard(body: JsonObject, related: Related): boolean {
  return MONEY_PROGRAMS.has(programOf(body, related)?.type ?? '');
}

function moneyOn(body: JsonObject, related: Related): LoyaltyCardFacet['balance'] {
  return money(decimal(body, 'points'), currencyOf(body, related));
}
