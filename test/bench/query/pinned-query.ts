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
