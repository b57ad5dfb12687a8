import type { Draft } from './draft.ts';
import { add } from './draft.ts';
import type { ProductPlan } from './product-plan.ts';
import type { Random } from './random.ts';

function addRow(
  draft: Draft,
  plan: ProductPlan,
  combination: number,
  quantity: number,
  location: string,
): { id: number; id_product_attribute: number } {
  const id = add(draft, 'stock_availables', {
    id_product: plan.id,
    id_product_attribute: combination,
    id_shop: 1,
    id_shop_group: 0,
    quantity,
    depends_on_stock: '0',
    out_of_stock: plan.type === 'virtual' ? 1 : 2,
    location,
  });
  return { id, id_product_attribute: combination };
}

function quantityOf(random: Random, plan: ProductPlan): number {
  if (plan.type === 'virtual') return 10_000;
  // Sold out, oversold by a few, or on the shelf.
  if (random.chance(0.08)) return random.chance(0.1) ? -random.int(1, 3) : 0;
  return random.int(1, plan.kind.isFood ? 400 : 60);
}

/** One row per product with the sum, then one per combination; returns the product's association. */
export function addStock(
  draft: Draft,
  random: Random,
  plan: ProductPlan,
  combinations: readonly number[],
): { id: number; id_product_attribute: number }[] {
  const shelf = () =>
    random.chance(0.5) ? `${random.pick(['A', 'B', 'C'])}-${random.int(1, 40)}-${random.int(1, 5)}` : '';
  const quantities = combinations.map(() => quantityOf(random, plan));
  const total =
    combinations.length > 0 ? quantities.reduce((sum, quantity) => sum + quantity, 0) : quantityOf(random, plan);
  return [
    addRow(draft, plan, 0, total, combinations.length > 0 ? '' : shelf()),
    ...combinations.map((combination, i) => addRow(draft, plan, combination, quantities[i] ?? 0, shelf())),
  ];
}

/** What the supplier calls the article and asks for it, per combination where there are some. */
export function addProductSuppliers(
  draft: Draft,
  plan: ProductPlan,
  combinations: readonly number[],
  price: string,
): void {
  if (plan.supplier === 0) return;
  for (const combination of [0, ...combinations]) {
    add(draft, 'product_suppliers', {
      id_product: plan.id,
      id_product_attribute: combination,
      id_supplier: plan.supplier,
      id_currency: 1,
      product_supplier_reference:
        combination === 0 ? `F${plan.supplier}-${plan.id}` : `F${plan.supplier}-${plan.id}-${combination}`,
      product_supplier_price_te: price,
    });
  }
}
