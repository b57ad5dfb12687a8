import { resource } from './resource.ts';

/** https://devdocs.prestashop-project.org/9/webservice/resources/products/ */
export const PRODUCTS = resource(
  'products',
  'product',
  'The products',
  `
    id_manufacturer int to=manufacturers as=isUnsignedId
    id_supplier int to=suppliers as=isUnsignedId
    id_category_default int to=categories as=isUnsignedId
    new str initial=null
    cache_default_attribute int
    id_default_image str computed to=images/products
    id_default_combination int computed to=combinations
    id_tax_rules_group int to=tax_rule_groups as=isUnsignedId
    position_in_category str computed
    manufacturer_name str computed readonly initial=false
    quantity int computed readonly
    type str computed initial="simple"
    id_shop_default int initial=1 as=isUnsignedId
    reference str max=64 as=isReference
    supplier_reference str max=64 as=isReference
    location str max=255 as=isString
    width dec6 as=isUnsignedFloat
    height dec6 as=isUnsignedFloat
    depth dec6 as=isUnsignedFloat
    weight dec6 as=isUnsignedFloat
    quantity_discount bool as=isBool
    ean13 str max=14 as=isGtin
    isbn str max=32 as=isIsbn
    upc str max=12 as=isUpc
    mpn str max=40 as=isMpn
    cache_is_pack bool as=isBool
    cache_has_attachments bool as=isBool
    is_virtual bool as=isBool
    state int as=isUnsignedId
    additional_delivery_times int as=isUnsignedId
    delivery_in_stock lang max=255 as=isGenericName
    delivery_out_stock lang max=255 as=isGenericName
    product_type str initial="standard" as=isGenericName
    on_sale bool as=isBool
    online_only bool as=isBool
    ecotax dec6 as=isPrice
    minimal_quantity int as=isPositiveInt
    low_stock_threshold int initial=null as=isInt
    low_stock_alert bool as=isBool
    price dec6 required as=isPrice
    wholesale_price dec6 as=isPrice
    unity str max=255 as=isString
    unit_price dec6 as=isPrice
    unit_price_ratio dec6
    additional_shipping_cost dec6 as=isPrice
    customizable int as=isUnsignedInt
    text_fields int as=isUnsignedInt
    uploadable_files int as=isUnsignedInt
    active bool as=isBool
    redirect_type str as=isString
    id_type_redirected int as=isUnsignedId
    available_for_order bool as=isBool
    available_date date as=isDateFormat
    show_condition bool as=isBool
    condition str initial="new" as=isGenericName
    show_price bool as=isBool
    indexed bool as=isBool
    visibility str initial="both" as=isProductVisibility
    advanced_stock_management bool as=isBool
    date_add time as=isDate
    date_upd time as=isDate
    pack_stock_type int as=isUnsignedInt
    meta_description lang max=512 as=isGenericName
    meta_title lang max=255 as=isGenericName
    link_rewrite lang max=128 as=isLinkRewrite
    name lang max=128 as=isCatalogName
    description lang max=4194303 as=isCleanHtml
    description_short lang max=4194303 as=isCleanHtml
    available_now lang max=255 as=isGenericName
    available_later lang max=255 as=IsGenericName
  `,
  {
    associations: `
      +categories category categories: id!
      images image images: id
      combinations combination combinations: id!
      product_option_values product_option_value product_option_values: id!
      +product_features product_feature product_features: id! id_feature_value!>product_feature_values
      +tags tag tags: id!
      stock_availables stock_available stock_availables: id! id_product_attribute!
      +attachments attachment attachments: id!
      +accessories product products: id!>products
      +product_bundle product products: id! id_product_attribute quantity
    `,
    natural: ['id_manufacturer'],
  },
);
