import type { Command, RawRecord, SetStock } from '#sdk';
import { count, flag, ref } from '../record.ts';
import { accessTo } from './access.ts';
import type { Access, Shop } from './access.ts';
import { refusal } from './refusal.ts';
import { findVariant } from './variant-id.ts';
import type { VariantId } from './variant-id.ts';

/** Rows of stock come and go with their products: one is found and changed, never made. The shop has one place only. */
export function setStock(shop: Shop): Command<SetStock> {
  return async ({ variant, quantity }, delivery) => {
    const access = accessTo(shop, delivery.signal);
    const { product, combination } = await findVariant(access, variant, delivery);
    const row = await stockRow(access, { product, combination });
    if (flag(row.body, 'depends_on_stock')) throw notWritable(row.id);
    if (count(row.body, 'quantity') !== quantity)
      await access.change('stock_availables', row.id, { fields: { quantity } });
    const rows = await access.rows('stock_availables', { id_product: `[${product}]` });
    return { touched: [{ kind: 'stock_availables', ids: rows.map(({ id }) => id) }] };
  };
}

/** In a multi-shop, of the shop that the brick reads. */
async function stockRow(access: Access, { product, combination }: VariantId): Promise<RawRecord> {
  const rows = await access.rows('stock_availables', {
    id_product: `[${product}]`,
    id_product_attribute: `[${combination}]`,
  });
  const own = String(access.settings.shopId ?? '');
  const row = rows.find(({ body }) => ref(body, 'id_shop') === own) ?? rows[0];
  if (row) return row;
  throw refusal(
    'STOCK_ROW_MISSING',
    'The shop keeps no stock of this product.',
    'Open the product in the back office and save its quantity once, then redrive the message.',
    `product ${product}, combination ${combination}`,
  );
}

function notWritable(row: string): Error {
  return refusal(
    'STOCK_NOT_WRITABLE',
    "The shop reckons this product's stock from its warehouses.",
    'Switch advanced stock management off for the product, or keep another brick as the owner of stock.',
    `stock_availables ${row}: depends_on_stock 1`,
  );
}
