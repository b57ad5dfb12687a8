import { facetTypes } from '../../src/registry.ts';
import type { RoleName } from '#sdk';
import { dialects } from '../mirror/dialects.ts';
import { aFacetMirror, type FacetMirror, type PlacedFacet } from '../mirror/facet-mirror.ts';
import { aProduct, aVariant, euro } from '../roles/shop-samples.ts';
import { BRICK, FakeStatus, startGateway } from './a-gateway.ts';

const BRICKS: Record<string, RoleName> = { shop: 'shop', depot: 'fulfilment', till: 'till', edits: 'mass-edit' };
const PRODUCTS = 60;
const SOLD_AT = '2026-11-01T10:00:00.000Z';

class FourBricks extends FakeStatus {
  override bricks() {
    return Object.entries(BRICKS).map(([name, role]) => ({ ...BRICK, name, roles: [role] }));
  }

  override primary(role: string): string | null {
    return Object.keys(BRICKS).find((name) => BRICKS[name] === role) ?? null;
  }
}

/** Two variants a product; the figures of each brick differ. */
function facets(): PlacedFacet[] {
  const products = Array.from({ length: PRODUCTS }, (_, index) => `p${String(index).padStart(2, '0')}`);
  const location = 'location-1';
  return [
    {
      type: 'Location',
      brick: 'depot',
      id: location,
      facet: { name: 'Entrepôt', code: 'E', kind: 'warehouse', active: true },
    },
    ...products.flatMap((id): PlacedFacet[] => {
      const variants = [`${id}-a`, `${id}-b`];
      return [
        { type: 'Product', brick: 'shop', id, facet: aProduct({ variants }) },
        ...variants.flatMap((variant) => variantFacets(id, variant, location)),
      ];
    }),
  ];
}

function variantFacets(product: string, variant: string, location: string): PlacedFacet[] {
  const quantities = { onHand: 7, available: 5, incoming: 0 };
  const item = { sku: variant, gtin: null, name: null, active: true, ...quantities };
  const level = { variant, sku: variant, location, reserved: 2, shelf: null, ...quantities };
  return [
    { type: 'Variant', brick: 'shop', id: variant, facet: aVariant({ product, sku: variant }) },
    { type: 'StockItem', brick: 'depot', id: variant, facet: item },
    { type: 'StockLevel', brick: 'depot', id: `level-${variant}`, facet: level },
    { type: 'Sale', brick: 'till', id: `sale-${variant}`, facet: sale(variant) },
  ];
}

function sale(variant: string): object {
  const amounts = { unitPriceWithTax: null, total: euro('10.00'), totalWithTax: euro('12.00'), taxRate: '20' };
  const line = { variant, sku: variant, gtin: null, name: variant, quantity: 3, ...amounts };
  const unknown = { location: null, customer: null, loyaltyNumber: null, hash: null, session: null, sequence: null };
  return {
    ...unknown,
    number: variant,
    till: 'A',
    soldAt: SOLD_AT,
    lines: [line],
    payments: [],
    total: null,
    totalWithTax: euro('12.00'),
  };
}

const QUERY = `query ($first: Int!) {
  products(first: $first, filter: { available: true, soldSince: "2026-10-01T00:00:00Z" }) {
    nodes {
      name
      variants { sku ordered { quantity } available stock { onHand location { name } } sold { quantity amount { amount } } }
    }
  }
  bulkEdits(first: 5) { nodes { name } }
}`;

interface Answer {
  products: {
    nodes: { variants: { available: number; stock: { onHand: number; location: object }[]; sold: object }[] }[];
  };
}

describe.each(dialects)('$name: one query over four roles', (dialect) => {
  let mirror: FacetMirror;
  beforeAll(async () => {
    mirror = await aFacetMirror(dialect, facetTypes);
    await mirror.put(facets());
  });
  afterAll(() => mirror.remove());

  async function asked(first: number): Promise<{ answer: Answer; statements: number }> {
    const { reader, statements } = await mirror.counted();
    const gateway = await startGateway({ reader, status: new FourBricks() });
    try {
      const { body } = await gateway.ask(QUERY, { first });
      expect(body.errors).toBeUndefined();
      return { answer: body.data as Answer, statements: statements.length };
    } finally {
      await gateway.stop();
    }
  }

  it('gives each brick’s figures', async () => {
    const { answer } = await asked(2);
    expect(answer.products.nodes).toHaveLength(2);
    expect(answer.products.nodes[0]?.variants[0]).toMatchObject({
      available: 5,
      stock: [{ onHand: 7, location: { name: 'Entrepôt' } }],
      sold: { quantity: 3, amount: { amount: '10.00' } },
    });
  });

  it('takes as many statements for fifty products as for five', async () => {
    const [few, many] = [await asked(5), await asked(50)];
    expect(many.answer.products.nodes).toHaveLength(50);
    expect(many.statements).toBe(few.statements);
    expect(many.statements).toBeLessThan(25);
  });
});
