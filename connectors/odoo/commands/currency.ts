import type { JsonObject } from '#sdk';
import type { Domain } from '../query.ts';
import type { Access } from './access.ts';
import { flag } from '../record.ts';
import { refIn } from './record-id.ts';
import { refusal } from './refusal.ts';

/**
 * What makes an order be in a currency: nothing where it is the company's own; else a purchase has it as a field, and a
 * sale has that of its price list.
 */
export async function currencyFields(access: Access, currency: string, by: 'field' | 'pricelist'): Promise<JsonObject> {
  const { companyId } = access;
  const [found] = await access.rows('res.currency', [['name', '=', currency]], ['name', 'active']);
  if (!found || !flag(found, 'active')) throw missing(currency, 'Invoicing > Configuration > Currencies');
  if (by === 'field') return { currency_id: found.id };
  const domain: Domain = companyId ? [['id', '=', companyId]] : [];
  const [company] = await access.rows('res.company', domain, ['currency_id']);
  if (company && refIn(company, 'currency_id') === found.id) return {};
  const [list] = await access.rows(
    'product.pricelist',
    [
      ['currency_id', '=', found.id],
      ['active', '=', true],
    ],
    ['name'],
  );
  if (!list) throw missing(currency, 'Sales > Products > Pricelists');
  return { pricelist_id: list.id };
}

function missing(currency: string, where: string): Error {
  return refusal(
    'ORDER_CURRENCY_MISSING',
    `Odoo has no ${currency} to order in.`,
    `Activate the currency in Odoo, or add a price list in it (${where}); then redrive the message.`,
  );
}
