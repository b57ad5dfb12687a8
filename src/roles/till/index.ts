/**
 * The role till: what was sold over the counter, the sessions (Z reports), loyalty cards, and what an audit looks for.
 * `facets.ts` is what a till says, `types/` what the graph shows of it. Adds to the shop's Variant and Customer by their
 * key. Reads facets of the mirror only: never a brick, never another role. A ticket is never changed here.
 */
import { buildSubgraph, type GraphRequest, type Subgraph, type SubgraphParts } from '../graph/index.ts';
import { toTillContext, type TillContext } from './context.ts';
import { TillAlarmResolver, TillSessionResolver } from './resolvers/audit.resolver.ts';
import { CustomerResolver, LoyaltyCardResolver, VariantResolver } from './resolvers/reference.resolver.ts';
import { findSale, SaleLineResolver, SaleResolver } from './resolvers/sale.resolver.ts';

/** What the till's subgraph is made of. */
export const tillParts = {
  name: 'till',
  scope: 'orders:read',
  resolvers: [
    SaleResolver,
    SaleLineResolver,
    TillSessionResolver,
    TillAlarmResolver,
    VariantResolver,
    CustomerResolver,
    LoyaltyCardResolver,
  ],
  references: {
    Sale: ({ id }, context) => findSale(context, String(id)),
    Variant: ({ id }) => ({ id: String(id) }),
    Customer: ({ id }) => ({ id: String(id) }),
    Location: ({ id }) => ({ id: String(id) }),
  },
  contextFor: toTillContext,
} satisfies SubgraphParts<GraphRequest, TillContext>;

/** The till's subgraph. */
export function tillSubgraph(): Promise<Subgraph> {
  return buildSubgraph<GraphRequest, TillContext>(tillParts);
}
