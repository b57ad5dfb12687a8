import { resource } from './resource.ts';

/** Quantities. `stock_availables` rows come and go with their product or combination only. */
export const STOCK = [
  resource(
    'stock_availables',
    'stock_available',
    'Available quantities',
    `
      id_product int required to=products
      id_product_attribute int required to=combinations
      id_shop int to=shops
      id_shop_group int to=shop_groups
      quantity int required
      depends_on_stock bool required
      out_of_stock int required
      location str
    `,
    { refused: ['POST', 'DELETE'] },
  ),
  resource(
    'stock_movements',
    'stock_mvt',
    'Stock movements',
    `
      id_product int computed
      id_product_attribute int computed
      id_warehouse int computed
      id_currency int computed
      management_type str computed
      id_employee int required to=employees
      id_stock int to=stock
      id_stock_mvt_reason int required to=stock_movement_reasons
      id_order int to=orders
      id_supply_order int
      product_name lang computed
      ean13 str computed
      upc str computed
      reference str computed
      mpn str computed
      physical_quantity int required
      sign int required
      last_wa dec6
      current_wa dec6
      price_te dec6 required
      date_add time
    `,
    { refused: ['POST', 'PUT', 'PATCH', 'DELETE'] },
  ),
  resource(
    'stock_movement_reasons',
    'stock_movement_reason',
    'Stock movement reason',
    `
      sign int
      deleted bool
      date_add time
      date_upd time
      name lang required max=255 as=isGenericName
    `,
  ),
  resource(
    'stocks',
    'stock',
    'Stocks',
    `
      id_warehouse int required to=warehouses
      id_product int required to=products
      id_product_attribute int required to=combinations
      real_quantity int computed
      reference str
      ean13 str
      isbn str
      upc str
      mpn str
      physical_quantity int required
      usable_quantity int required
      price_te dec6 required
    `,
    { refused: ['POST', 'PUT', 'PATCH', 'DELETE'] },
  ),
  resource(
    'warehouses',
    'warehouse',
    'Warehouses',
    `
      id_address int required to=addresses
      id_employee int required to=employees
      id_currency int required to=currencies
      valuation dec6 computed
      deleted bool
      reference str required
      name str required
      management_type str required
    `,
    { refused: ['DELETE'] },
  ),
];
