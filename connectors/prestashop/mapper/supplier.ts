import type { RawRecord, Related, VariantFacet } from '#sdk';
import { decimal, money } from './decimal.ts';
import { ref, text } from '../record.ts';
import { shopSettings } from './shop-settings.ts';

/** Who supplies a variant; rows of the product count where the combination has none of its own. */
export function toSuppliers(combination: string, related: Related): VariantFacet['suppliers'] {
  const rows = related.children('product_suppliers');
  const own = rows.filter((row) => attributeOf(row) === combination);
  const shown = own.length > 0 ? own : rows.filter((row) => attributeOf(row) === '0');
  return shown.flatMap((row) => toSupplier(row, related));
}

function attributeOf({ body }: RawRecord): string {
  return ref(body, 'id_product_attribute') ?? '0';
}

function toSupplier({ body }: RawRecord, related: Related): VariantFacet['suppliers'] {
  const { currencies, mainCurrency } = shopSettings(related);
  const supplier = related.get('suppliers', ref(body, 'id_supplier') ?? '');
  const name = supplier && text(supplier.body, 'name');
  if (!name) return [];
  const price = decimal(body, 'product_supplier_price_te');
  const currency = currencies.get(ref(body, 'id_currency') ?? '') ?? mainCurrency;
  return [
    {
      name,
      reference: text(body, 'product_supplier_reference'),
      price: price.isZero() ? null : money(price, currency),
    },
  ];
}
