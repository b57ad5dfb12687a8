import type { Bilingual, Language } from './language.ts';

/** A ready operation of the console. It only reads: nothing here may change data. */
export type Example = Readonly<{
  id: string;
  title: Bilingual;
  query: string;
  variables?: Readonly<Record<string, unknown>>;
}>;

/** What fills the new tab: the query, headed by its title. */
export const documentOf = (example: Example, language: Language): string =>
  `# ${example.title[language]}\n${example.query}`;

/** Removes the indentation of this file; not named `gql`, so that the formatter leaves the compact form alone. */
const operation = ([source = '']: readonly string[]): string => source.replaceAll('\n      ', '\n').trim() + '\n';

export const examples: readonly Example[] = [
  {
    id: 'products-search',
    title: { fr: 'Chercher des produits, avec variantes et prix', en: 'Search products, with variants and prices' },
    query: operation`
      query ProductsSearch($search: String, $first: Int, $after: String) {
        products(search: $search, first: $first, after: $after) {
          totalCount
          nodes {
            id
            name
            brand
            active
            categories { id name }
            variants { sku gtin price { amount currency } priceWithTax { amount currency } }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
    `,
    variables: { search: 'tente', first: 20, after: null },
  },
  {
    id: 'product-by-sku',
    title: { fr: 'Un produit par sa référence (SKU)', en: 'One product by its SKU' },
    query: operation`
      query ProductBySku($sku: String!) {
        product(sku: $sku) {
          id
          name
          description
          slug
          images { url }
          variants { sku gtin taxRate price { amount currency } }
          updatedAt
        }
      }
    `,
    variables: { sku: 'TEN-00130' },
  },
  {
    id: 'inactive-products',
    title: { fr: 'Produits inactifs', en: 'Inactive products' },
    query: operation`
      query InactiveProducts {
        products(filter: { active: false }, first: 50) {
          totalCount
          nodes { id name variants { sku } updatedAt }
          pageInfo { hasNextPage endCursor }
        }
      }
    `,
  },
  {
    id: 'categories',
    title: { fr: 'Arborescence des catégories', en: 'Category tree' },
    query: operation`
      query Categories {
        categories(first: 100) {
          nodes {
            id
            name
            children { id name children { id name } }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
    `,
  },
  {
    id: 'customers-with-orders',
    title: { fr: 'Clients et leurs commandes', en: 'Customers and their orders' },
    query: operation`
      query CustomersWithOrders {
        customers(first: 20) {
          nodes {
            id
            email
            firstName
            lastName
            company
            orders { reference status placedAt }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
    `,
  },
  {
    id: 'customer-by-email',
    title: { fr: 'Un client par son e-mail', en: 'One customer by e-mail' },
    query: operation`
      query CustomerByEmail($email: String!) {
        customer(email: $email) {
          id
          firstName
          lastName
          company
          vatNumber
          orders { reference status placedAt }
        }
      }
    `,
    variables: { email: 'client@example.com' },
  },
  {
    id: 'latest-orders',
    title: { fr: 'Dernières commandes', en: 'Latest orders' },
    query: operation`
      query LatestOrders {
        orders(first: 20, orderBy: PLACED_AT_DESC) {
          nodes { id reference status placedAt customer { email } }
          pageInfo { hasNextPage endCursor }
        }
      }
    `,
  },
  {
    id: 'order-by-reference',
    title: { fr: 'Une commande par sa référence', en: 'One order by its reference' },
    query: operation`
      query OrderByReference($reference: String!) {
        order(reference: $reference) {
          id
          status
          placedAt
          customer { email firstName lastName }
          lines { sku name quantity unitPrice { amount currency } }
          totals { total { amount currency } }
          payments { method amount { amount currency } }
          invoices { number }
        }
      }
    `,
    variables: { reference: 'XKBKNABJK' },
  },
  {
    id: 'invoices',
    title: { fr: 'Factures', en: 'Invoices' },
    query: operation`
      query Invoices {
        invoices(first: 50) {
          nodes { id number issuedAt total { amount currency } order { reference } }
          pageInfo { hasNextPage endCursor }
        }
      }
    `,
  },
  {
    id: 'bricks',
    title: { fr: 'État et retard des briques', en: 'State and lag of the bricks' },
    query: operation`
      query Bricks {
        bricks {
          name
          roles
          connector
          state
          lag
          breaker
          lastRun { startedAt finishedAt state }
          health { message remedy }
        }
      }
    `,
  },
  {
    id: 'runs',
    title: { fr: 'Dernières synchronisations', en: 'Latest sync runs' },
    query: operation`
      query Runs {
        runs(first: 20) {
          nodes { id brick state startedAt finishedAt read revisions tombstones held failures { stream code message remedy } }
        }
      }
    `,
  },
  {
    id: 'holds',
    title: { fr: 'Lots retenus, à décider', en: 'Held batches, to decide on' },
    query: operation`
      query Holds {
        holds(first: 20) {
          nodes { id brick stream state openedAt creates updates deletes reasons { rule count threshold message } sample }
        }
      }
    `,
  },
  {
    id: 'prices-by-market',
    title: { fr: 'Un prix selon le pays', en: 'One price by country' },
    query: operation`
      query PricesByMarket($sku: String!) {
        variant(sku: $sku) {
          sku
          france: priceWithTax(market: "FR") { amount currency }
          belgium: priceWithTax(market: "BE") { amount currency }
          spain: priceWithTax(market: "ES") { amount currency }
          withoutTax: price { amount currency }
        }
      }
    `,
    variables: { sku: 'TEN-00130' },
  },
  {
    id: 'origins',
    title: { fr: 'D’où vient un produit (briques et identifiants)', en: 'Where a product comes from (bricks and ids)' },
    query: operation`
      query Origins($sku: String!) {
        product(sku: $sku) { id name origins { brick externalId url seenAt } }
      }
    `,
    variables: { sku: 'TEN-00130' },
  },
  {
    id: 'four-roles',
    title: {
      fr: 'Ce qui se vend : boutique en ligne, stock et caisse ensemble',
      en: 'What sells: shop, stock and till together',
    },
    query: operation`
      query FourRoles($soldSince: DateTime!) {
        products(first: 10, filter: { available: true, soldSince: $soldSince }) {
          nodes {
            name
            variants {
              sku
              priceWithTax { amount currency }
              ordered(from: $soldSince) { quantity }
              sold(from: $soldSince) { quantity amount { amount currency } }
              stock { location { name } onHand available }
            }
          }
        }
        bulkEdits(first: 3) { nodes { name lineCount } }
      }
    `,
    variables: { soldSince: '2026-10-01T00:00:00Z' },
  },
  {
    id: 'discrepancies',
    title: { fr: 'Écarts de stock et de remboursement', en: 'Discrepancies of stock and of refunds' },
    query: operation`
      query Discrepancies {
        stockDiscrepancies(first: 20) { nodes { variant { sku } shopQuantity available difference } }
        refundDiscrepancies(first: 20) { nodes { kind message order { reference } } }
      }
    `,
  },
  {
    id: 'till-watch',
    title: { fr: 'Caisse : tickets manquants ou modifiés, alertes', en: 'Till: missing or altered tickets, alarms' },
    query: operation`
      query TillWatch {
        ticketGaps { till after before missing }
        tillAlarms(first: 20) { nodes { kind message subject row column at } }
      }
    `,
  },
  {
    id: 'binding-conflicts',
    title: { fr: 'Articles à rapprocher à la main', en: 'Records to be bound by hand' },
    query: operation`
      query BindingConflicts {
        bindingConflicts(first: 20) { totalCount nodes { brick type externalId scheme value reason candidates } }
      }
    `,
  },
  {
    id: 'as-of',
    title: {
      fr: 'Les mêmes prix à une date passée (onglet En-têtes : {"Mortar-As-Of": "2026-08-14T22:00:00Z"})',
      en: 'The same prices at a past time (tab Headers: {"Mortar-As-Of": "2026-08-14T22:00:00Z"})',
    },
    query: operation`
      query AsOf($search: String) {
        products(search: $search, first: 20) {
          nodes { id name active variants { sku priceWithTax { amount currency } } }
        }
      }
    `,
    variables: { search: 'tente' },
  },
  {
    id: 'hold-changes',
    title: { fr: 'Ce qui attend une décision, champ par champ', en: 'What waits for a decision, field by field' },
    query: operation`
      query HoldChanges {
        holds(state: OPEN, first: 20) {
          nodes {
            id
            brick
            stream
            creates
            updates
            deletes
            reasons { rule message }
            changes(first: 10) { nodes { change fields { path before after } more } }
          }
        }
      }
    `,
  },
  {
    id: 'first-bad-change',
    title: { fr: 'Depuis quand les prix sont-ils faux ?', en: 'Since when are the prices wrong?' },
    query: operation`
      query FirstBadChange($brick: String!, $stream: String!) {
        firstBadChange(brick: $brick, stream: $stream, bad: { priceFell: { percent: 90, records: 3, hours: 24 } }) {
          at
          run
          count
          lastGood
        }
      }
    `,
    variables: { brick: 'shop', stream: 'products' },
  },
  {
    id: 'changes-between',
    title: { fr: 'Ce qui a changé entre deux dates', en: 'What changed between two times' },
    query: operation`
      query ChangesBetween($from: DateTime!, $to: DateTime!, $brick: String!, $stream: String!) {
        changesBetween(from: $from, to: $to, brick: $brick, stream: $stream, first: 20) {
          nodes { change fields { path before after } more }
          next
        }
      }
    `,
    variables: {
      from: '2026-08-14T22:00:00Z',
      to: '2026-08-15T06:00:00Z',
      brick: 'shop',
      stream: 'products',
    },
  },
  {
    id: 'follow-changes',
    title: { fr: 'Suivre ce qui change, en direct', en: 'Follow what changes, live' },
    query: operation`
      subscription FollowChanges($types: [String!]) {
        changes(types: $types) {
          at
          brick
          facet
          change
          id
          product { name }
          variant { sku available }
          order { reference status }
          cursor
        }
      }
    `,
    variables: { types: ['Product', 'Variant', 'Order'] },
  },
  {
    id: 'follow-progress',
    title: { fr: 'Suivre les lectures et les envois, en direct', en: 'Follow runs and messages, live' },
    query: operation`
      subscription FollowProgress {
        progress {
          ... on RunProgress { brick state stream read revisions held due }
          ... on MessageProgress { brick queued delivered dead }
        }
      }
    `,
  },
];
