import { defineStage, type IntakeContext, type IntakeItem, type IntakeStage, type StockLevelFacet } from '#sdk';
import type { Access } from '../commands/access.ts';
import { PRODUCT_FIELDS } from '../commands/product.ts';
import { warehouseIn } from '../commands/record-id.ts';
import type { Warehouse } from '../commands/record-id.ts';
import { countStock, onHand, quantsIn } from '../commands/set-stock.ts';
import type { Row } from '../query.ts';
import type { AccessOf } from './stage-access.ts';
import { KEPT, lacking, loss, placedId } from './words.ts';

/** What lies where, counted as staff count. */
export function stockLevelStage(accessOf: AccessOf): IntakeStage {
  return defineStage<StockLevelFacet>({
    kind: 'StockLevel',
    requests: () => 6,
    lane: ({ body }) => body.variant,
    wants: ({ body }) => (body.onHand === 0 ? KEPT.nothing : true),
    limits: [
      loss(
        'shelf',
        { en: 'Shelves are not carried.', fr: 'Les emplacements ne sont pas repris.' },
        {
          en: 'Print the kit’s stock list by shelf, and enter the shelves in Odoo (Inventory > Locations).',
          fr: 'Imprimer la liste de stock du kit par emplacement, et les saisir dans Odoo (Inventaire > Emplacements).',
        },
      ),
      loss(
        'reserved',
        {
          en: 'Odoo reserves by itself for the open orders.',
          fr: 'Odoo réserve lui-même pour les commandes ouvertes.',
        },
        { en: 'Nothing to do.', fr: 'Rien à faire.' },
      ),
    ],
    async find(item, context) {
      const { access, product, warehouse } = await partsOf(accessOf, item, context);
      const quants = await quantsIn(access, product.id, warehouse);
      return onHand(quants) === item.body.onHand ? levelId(product, warehouse) : null;
    },
    async put([item], context) {
      if (!item) return [];
      const { access, product, warehouse } = await partsOf(accessOf, item, context);
      await countStock(access, product, warehouse, item.body.onHand);
      return [{ id: item.id, targetId: levelId(product, warehouse) }];
    },
  });
}

const levelId = (product: Row, warehouse: Warehouse): string => `${product.id}/warehouse/${warehouse.id}`;

async function partsOf(
  accessOf: AccessOf,
  { body }: IntakeItem<StockLevelFacet>,
  context: IntakeContext,
): Promise<{ access: Access; product: Row; warehouse: Warehouse }> {
  const access = accessOf(context);
  const place = placedId(context, 'Location', body.location);
  const product = await access.row('product.product', placedId(context, 'StockItem', body.variant), PRODUCT_FIELDS);
  const warehouse = await warehouseIn(access, [['id', '=', place]]);
  if (product && warehouse) return { access, product, warehouse };
  throw lacking(
    'INTAKE_PART_GONE',
    'Somebody deleted the product or the warehouse in Odoo after it was made.',
    'Make a new plan for this Odoo, or bring the record back.',
    `${body.sku} in warehouse ${place}`,
  );
}
