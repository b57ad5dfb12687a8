import { PRODUCTS } from './products.ts';
import { resource } from './resource.ts';

/** What a catalogue is made of; field order is the order in which the shop answers. */
export const CATALOGUE = [
  PRODUCTS,
  resource(
    'categories',
    'category',
    'The product categories',
    `
      id_parent int to=categories
      level_depth int readonly
      nb_products_recursive int computed readonly
      active bool required
      id_shop_default int initial=1
      is_root_category bool
      position int
      redirect_type str
      id_type_redirected int
      date_add time
      date_upd time
      name lang required max=128 as=isCatalogName
      link_rewrite lang required max=128 as=isLinkRewrite
      description lang as=isCleanHtml
      additional_description lang as=isCleanHtml
      meta_title lang max=255 as=isGenericName
      meta_description lang max=512 as=isGenericName
    `,
    {
      associations: `
        categories category categories: id!
        products product products: id!
      `,
      natural: ['id_parent'],
    },
  ),
  resource(
    'combinations',
    'combination',
    'The product combinations',
    `
      id_product int required to=products as=isUnsignedId
      ean13 str max=13 as=isGtin
      isbn str max=32 as=isIsbn
      upc str max=12 as=isUpc
      mpn str max=40 as=isMpn
      reference str max=64
      supplier_reference str max=64
      wholesale_price dec6 as=isPrice
      price dec6 as=isNegativePrice
      ecotax dec6 as=isPrice
      weight dec6 as=isFloat
      unit_price_impact dec6 as=isNegativePrice
      minimal_quantity int required as=isPositiveInt
      low_stock_threshold int as=isInt initial=null
      low_stock_alert bool
      default_on bool initial=""
      available_date date
      available_now lang
      available_later lang
    `,
    {
      associations: `
        +product_option_values product_option_value product_option_values: id!
        +images image images/products: id
      `,
      natural: ['id_product'],
    },
  ),
  resource(
    'manufacturers',
    'manufacturer',
    'The product brands',
    `
      active bool
      link_rewrite str computed readonly
      name str required max=64 as=isCatalogName
      date_add time
      date_upd time
      description lang as=isCleanHtml
      short_description lang as=isCleanHtml
      meta_title lang as=isGenericName
      meta_description lang as=isGenericName
    `,
    { associations: 'addresses address addresses: id' },
  ),
  resource(
    'suppliers',
    'supplier',
    'The product suppliers',
    `
      link_rewrite str
      name str required max=64 as=isCatalogName
      active bool
      date_add time
      date_upd time
      description lang as=isCleanHtml
      meta_title lang as=isGenericName
      meta_description lang as=isGenericName
    `,
  ),
  resource(
    'product_suppliers',
    'product_supplier',
    'Product Suppliers',
    `
      id_product int required to=products
      id_product_attribute int required to=combinations
      id_supplier int required to=suppliers
      id_currency int to=currencies
      product_supplier_reference str max=64
      product_supplier_price_te dec6
    `,
  ),
  resource(
    'product_features',
    'product_feature',
    'The product features',
    `
      position int
      name lang required max=128 as=isGenericName
    `,
  ),
  resource(
    'product_feature_values',
    'product_feature_value',
    'The product feature values',
    `
      id_feature int required to=product_features
      custom bool
      position int
      value lang required max=255 as=isGenericName
    `,
  ),
  resource(
    'product_options',
    'product_option',
    'The product options',
    `
      is_color_group bool
      group_type str required
      position int
      name lang required max=128 as=isGenericName
      public_name lang required max=64 as=isGenericName
    `,
    { associations: 'product_option_values product_option_value product_option_values: id!' },
  ),
  resource(
    'product_option_values',
    'product_option_value',
    'The product options value',
    `
      id_attribute_group int required to=product_options
      color str
      position int
      name lang required max=128 as=isGenericName
    `,
    { natural: ['id_attribute_group'] },
  ),
  resource(
    'product_customization_fields',
    'customization_field',
    'Customization Field',
    `
      id_product int required to=products
      type int required
      required bool required
      is_module bool
      is_deleted bool
      name lang required max=255
    `,
  ),
  resource(
    'specific_prices',
    'specific_price',
    'Specific price management',
    `
      id_shop_group int to=shop_groups
      id_shop int required to=shops
      id_cart int required to=carts
      id_product int required to=products
      id_product_attribute int to=combinations
      id_currency int required to=currencies
      id_country int required to=countries
      id_group int required to=groups
      id_customer int required to=customers
      id_specific_price_rule int
      price dec6 required as=isNegativePrice
      from_quantity int required
      reduction dec6 required as=isPrice
      reduction_tax int
      reduction_type str required
      from time required
      to time required
    `,
  ),
  resource(
    'specific_price_rules',
    'specific_price_rule',
    'Specific price management',
    `
      id_shop int required to=shops
      id_country int required to=countries
      id_currency int required to=currencies
      id_group int required to=groups
      name str required
      from_quantity int required
      price dec6 required
      reduction dec6 required
      reduction_tax bool required
      reduction_type str required
      from time
      to time
    `,
  ),
  resource(
    'tags',
    'tag',
    'The Products tags',
    `
      id_lang int required to=languages
      name str required
    `,
  ),
  resource(
    'attachments',
    'attachment',
    'The product Attachments',
    `
      file str required
      file_name str
      file_size int
      mime str required
      name lang required max=32
      description lang
    `,
    { associations: '+products product products: id!' },
  ),
  resource(
    'customizations',
    'customization',
    'Customization values',
    `
      id_address_delivery int required to=addresses
      id_cart int required to=carts
      id_product int required to=products
      id_product_attribute int required to=combinations
      quantity int required
      quantity_refunded int
      quantity_returned int
      in_cart bool required
    `,
  ),
];
