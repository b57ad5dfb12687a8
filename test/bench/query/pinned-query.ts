/** Twenty products with their variants, prices and categories: what a page of a catalogue asks for. */
export const PINNED_QUERY = `query Catalogue {
  products(first: 20) {
    nodes {
      id
      name
      slug
      brand
      categories { id name }
      variants {
        id
        sku
        gtin
        options { name value }
        price { amount currency }
        priceWithTax { amount currency }
        taxRate
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** The same products as the shop alone says them: what one role costs. */
export const ONE_ROLE_QUERY = `query OneRole {
  products(first: 20) {
    nodes { id name variants { id sku priceWithTax { amount currency } ordered { quantity amount { amount } } } }
  }
}`;

/** Twenty products that can be sold and were, with the figures of the shop, the warehouse, the till and the mass-edit tool. */
export const FOUR_ROLES_QUERY = `query FourRoles {
  products(first: 20, filter: { available: true, soldSince: "2020-01-01T00:00:00Z" }) {
    nodes {
      id
      name
      variants {
        id
        sku
        priceWithTax { amount currency }
        ordered { quantity amount { amount } }
        available
        stock { location { name } onHand available }
        sold { quantity amount { amount } }
      }
    }
  }
  bulkEdits(first: 2) { nodes { name lineCount } }
}`;
