import type { Behaviour } from './change.ts';
import { adjustRow } from './change.ts';

/**
 * A new carrier is its own first edition, and its tax rules are set before it has an id, so they are lost. After
 * PrestaShop's public code (`Carrier::add`, `Carrier::setTaxRulesGroup`); not recorded.
 */
export const CARRIERS: Behaviour = {
  saved(record, { method, shop }) {
    if (method === 'POST') adjustRow(shop, 'carriers', record.id, { id_reference: record.id, id_tax_rules_group: 0 });
  },
};
