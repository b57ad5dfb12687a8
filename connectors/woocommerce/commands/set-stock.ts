import type { Command, SetStock } from '#sdk';
import { count, flag } from '../record.ts';
import type { Rest } from '../rest.ts';
import { accessTo } from './access.ts';
import { findVariant, touchedBy } from './variant.ts';

/** The quantity as its owner says. What was not counted is counted from now on. */
export function setStock(rest: Rest): Command<SetStock> {
  return async ({ variant, sku, quantity }, delivery) => {
    const access = accessTo(rest, delivery.signal);
    const found = await findVariant(access, { hubId: variant, sku }, delivery);
    const isSet = flag(found.body, 'manage_stock') && count(found.body, 'stock_quantity') === quantity;
    if (!isSet) await access.change(found.path, { manage_stock: true, stock_quantity: quantity });
    return { touched: touchedBy(found) };
  };
}
