import type { ReferenceResolver } from '../graph/index.ts';
import { brickOf, type ShopContext } from './context.ts';
import type { Row, ShopType } from './loaders.ts';
import { findOrder } from './resolvers/order.resolver.ts';
import { findVariant } from './resolvers/variant.resolver.ts';
import { toCategory, toCustomer, toInvoice, toOrder, toPriceList, toProduct, toVariant } from './types/index.ts';

type Find = (context: ShopContext, brick: string, key: string, value: string) => Promise<object | null>;

/** How other subgraphs' references to shop entities are resolved: from the primary shop, batched by the loaders. */
export const shopReferences: Record<string, ReferenceResolver<ShopContext>> = {
  Product: by(['id'], inShop('Product', toProduct)),
  Variant: by(['id', 'sku', 'gtin'], async (...key) => mapped(await findVariant(...key), toVariant)),
  Category: by(['id'], inShop('Category', toCategory)),
  Customer: by(['id'], inShop('Customer', toCustomer)),
  Order: by(['id', 'reference'], async (...key) => mapped(await findOrder(...key), toOrder)),
  Invoice: by(['id'], inShop('Invoice', toInvoice)),
  PriceList: by(['id'], inShop('PriceList', toPriceList)),
};

function by(keys: readonly string[], find: Find): ReferenceResolver<ShopContext> {
  return (reference, context) => {
    const key = keys.find((candidate) => typeof reference[candidate] === 'string');
    return key === undefined ? null : find(context, brickOf(context, null), key, String(reference[key]));
  };
}

function inShop<Type extends ShopType>(type: Type, toNode: (row: Row<Type>) => object): Find {
  return async ({ loaders }, brick, _key, id) => mapped(await loaders.byId(type, brick).load(id), toNode);
}

function mapped<Value, Node>(value: Value | null, toNode: (value: Value) => Node): Node | null {
  return value === null ? null : toNode(value);
}
