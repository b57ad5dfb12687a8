/**
 * The role shop: what is sold, to whom, at what price, and what was ordered. `facets.ts` is what a shop says,
 * `types/` what the graph shows of it, `resolvers/` how one becomes the other. Reads facets of the mirror only: never a
 * brick, never another role (they meet in the supergraph).
 */
import { buildSubgraph, type GraphRequest, type Subgraph, type SubgraphParts } from '../graph/index.ts';
import { toShopContext, type ShopContext } from './context.ts';
import { CustomerChangeResolver, ProductChangeResolver } from './editing/index.ts';
import { OrderChangeResolver, OrderCommandResolver } from './ordering/index.ts';
import { shopReferences } from './references.ts';
import { CategoryResolver } from './resolvers/category.resolver.ts';
import { CustomerResolver } from './resolvers/customer.resolver.ts';
import { InvoiceResolver } from './resolvers/invoice.resolver.ts';
import { OrderLineResolver, OrderResolver } from './resolvers/order.resolver.ts';
import { PriceListResolver } from './resolvers/price-list.resolver.ts';
import { PackItemResolver, ProductResolver } from './resolvers/product.resolver.ts';
import { FeatureResolver, ImageResolver, OrderStatusChangeResolver } from './resolvers/text.resolver.ts';
import { VariantResolver } from './resolvers/variant.resolver.ts';

export { effectivePrice, type PriceQuestion } from './price.ts';
export { textIn } from './locale.ts';

/** What the shop's subgraph is made of. */
export const shopParts = {
  name: 'shop',
  scope: 'catalogue:read',
  resolvers: [
    ProductResolver,
    PackItemResolver,
    VariantResolver,
    CategoryResolver,
    CustomerResolver,
    OrderResolver,
    OrderLineResolver,
    OrderStatusChangeResolver,
    InvoiceResolver,
    PriceListResolver,
    FeatureResolver,
    ImageResolver,
    OrderCommandResolver,
    OrderChangeResolver,
    ProductChangeResolver,
    CustomerChangeResolver,
  ],
  references: shopReferences,
  contextFor: toShopContext,
} satisfies SubgraphParts<GraphRequest, ShopContext>;

/** The shop's subgraph. */
export function shopSubgraph(): Promise<Subgraph> {
  return buildSubgraph<GraphRequest, ShopContext>(shopParts);
}
