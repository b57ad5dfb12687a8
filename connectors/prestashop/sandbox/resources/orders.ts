import { resource } from './resource.ts';

const ORDER_ROW = `order_rows order_row: id product_id!>products product_attribute_id! product_quantity!
  product_name~ product_reference~ product_ean13~ product_isbn~ product_upc~ product_price~
  id_customization>customizations unit_price_tax_incl~ unit_price_tax_excl~`.replace(/\s+/g, ' ');

/** From the cart to the parcel. */
export const ORDERS = [
  resource(
    'carts',
    'cart',
    "Customer's carts",
    `
      id_address_delivery int to=addresses
      id_address_invoice int to=addresses
      id_currency int required to=currencies
      id_customer int to=customers
      id_guest int to=guests
      id_lang int required to=languages
      id_shop_group int initial=1
      id_shop int initial=1
      id_carrier int
      recyclable bool
      gift bool
      gift_message str
      mobile_theme bool
      delivery_option str
      secure_key str
      allow_seperated_package bool
      date_add time
      date_upd time
    `,
    {
      associations:
        '+cart_rows cart_row: id_product!>products id_product_attribute!>combinations id_address_delivery!>addresses id_customization>customizations quantity!',
    },
  ),
  resource(
    'orders',
    'order',
    'The Customers orders',
    `
      id_address_delivery int required to=addresses as=isUnsignedId
      id_address_invoice int required to=addresses as=isUnsignedId
      id_cart int required to=carts as=isUnsignedId
      id_currency int required to=currencies as=isUnsignedId
      id_lang int required to=languages as=isUnsignedId
      id_customer int required to=customers as=isUnsignedId
      id_carrier int required to=carriers as=isUnsignedId
      current_state int to=order_states as=isUnsignedId
      module str required max=255 as=isModuleName
      invoice_number int
      invoice_date time
      delivery_number int
      delivery_date time
      valid bool
      date_add time as=isDate
      date_upd time as=isDate
      shipping_number str computed
      note str max=4194303
      id_shop_group int initial=1 as=isUnsignedId
      id_shop int initial=1 as=isUnsignedId
      secure_key str max=32 as=isMd5
      payment str required max=255 as=isGenericName
      recyclable bool as=isBool
      gift bool as=isBool
      gift_message str max=4194303 as=isCleanHtml
      mobile_theme bool as=isBool
      total_discounts dec6 as=isPrice
      total_discounts_tax_incl dec6 as=isPrice
      total_discounts_tax_excl dec6 as=isPrice
      total_paid dec6 required as=isPrice
      total_paid_tax_incl dec6 as=isPrice
      total_paid_tax_excl dec6 as=isPrice
      total_paid_real dec6 required as=isPrice
      total_products dec6 required as=isPrice
      total_products_wt dec6 required as=isPrice
      total_shipping dec6 as=isPrice
      total_shipping_tax_incl dec6 as=isPrice
      total_shipping_tax_excl dec6 as=isPrice
      carrier_tax_rate dec3 as=isFloat
      total_wrapping dec6 as=isPrice
      total_wrapping_tax_incl dec6 as=isPrice
      total_wrapping_tax_excl dec6 as=isPrice
      round_mode int as=isUnsignedId
      round_type int as=isUnsignedId
      conversion_rate dec6 required as=isFloat
      reference str max=255
    `,
    { associations: ORDER_ROW, natural: ['id_customer'] },
  ),
  resource(
    'order_details',
    'order_detail',
    'Details of an order',
    `
      id_order int required to=orders
      product_id int to=products
      product_attribute_id int to=combinations
      product_quantity_reinjected int
      group_reduction dec2
      discount_quantity_applied int
      download_hash str
      download_deadline time
      id_order_invoice int
      id_warehouse int required
      id_shop int required
      id_customization int
      product_name str required
      product_quantity int required
      product_quantity_in_stock int
      product_quantity_return int
      product_quantity_refunded int
      product_price dec6 required
      reduction_percent dec2
      reduction_amount dec6
      reduction_amount_tax_incl dec6
      reduction_amount_tax_excl dec6
      product_quantity_discount dec6
      product_ean13 str
      product_isbn str
      product_upc str
      product_mpn str
      product_reference str
      product_supplier_reference str
      product_weight dec6
      tax_computation_method int
      id_tax_rules_group int
      ecotax dec6
      ecotax_tax_rate dec3
      download_nb int
      unit_price_tax_incl dec6
      unit_price_tax_excl dec6
      total_price_tax_incl dec6
      total_price_tax_excl dec6
      total_shipping_price_tax_excl dec6
      total_shipping_price_tax_incl dec6
      purchase_supplier_price dec6
      original_product_price dec6
      original_wholesale_price dec6
      total_refunded_tax_excl dec6
      total_refunded_tax_incl dec6
    `,
    { associations: 'taxes tax taxes: id', natural: ['id_order'] },
  ),
  resource(
    'order_histories',
    'order_history',
    'The Order histories',
    `
      id_employee int to=employees
      id_order_state int required to=order_states
      id_order int required to=orders
      date_add time
    `,
    { natural: ['id_order'] },
  ),
  resource(
    'order_states',
    'order_state',
    'The Order statuses',
    `
      unremovable bool
      delivery bool
      hidden bool
      send_email bool
      module_name str
      invoice bool
      color str
      logable bool
      shipped bool
      paid bool
      pdf_delivery bool
      pdf_invoice bool
      deleted bool
      name lang required max=64 as=isGenericName
      template lang max=64 as=isTplName
    `,
    { natural: ['module_name'] },
  ),
  resource(
    'order_carriers',
    'order_carrier',
    'The Order carriers',
    `
      id_order int required to=orders
      id_carrier int required to=carriers
      id_order_invoice int
      weight dec6
      shipping_cost_tax_excl dec6
      shipping_cost_tax_incl dec6
      tracking_number str
      date_add time
    `,
    { natural: ['id_order'] },
  ),
  resource(
    'order_invoices',
    'order_invoice',
    'The Order invoices',
    `
      id_order int required
      number int required
      delivery_number int
      delivery_date time
      total_discount_tax_excl dec6
      total_discount_tax_incl dec6
      total_paid_tax_excl dec6
      total_paid_tax_incl dec6
      total_products dec6
      total_products_wt dec6
      total_shipping_tax_excl dec6
      total_shipping_tax_incl dec6
      shipping_tax_computation_method int
      total_wrapping_tax_excl dec6
      total_wrapping_tax_incl dec6
      shop_address str
      note str
      date_add time
    `,
  ),
  resource(
    'order_payments',
    'order_payment',
    'The Order payments',
    `
      order_reference str max=9
      id_currency int required to=currencies
      amount dec6 required as=isNegativePrice
      payment_method str
      conversion_rate dec6
      transaction_id str
      card_number str
      card_brand str
      card_expiration str
      card_holder str
      date_add time
      id_employee int initial=""
    `,
  ),
  resource(
    'order_cart_rules',
    'order_cart_rule',
    'The Order cart rules',
    `
      id_order int required to=orders
      id_cart_rule int required to=cart_rules
      id_order_invoice int
      name str required
      value dec6 required
      value_tax_excl dec6 required
      free_shipping bool
      deleted bool
    `,
  ),
  resource(
    'order_returns',
    'order_return',
    'The Customers orders returns',
    `
      id_customer int required to=customers
      id_order int required to=orders
      state str
      question str
      date_add time
      date_upd time
    `,
    { associations: 'order_return_details order_return_detail: id_order_detail product_quantity id_customization' },
  ),
  resource(
    'order_slip',
    'order_slip',
    'The Order slips',
    `
      id_customer int required to=customers
      id_order int required to=orders
      conversion_rate dec6 required
      total_products_tax_excl dec6 required
      total_products_tax_incl dec6 required
      total_shipping_tax_excl dec6 required
      total_shipping_tax_incl dec6 required
      amount dec6
      shipping_cost bool
      shipping_cost_amount dec6
      partial bool
      date_add time
      date_upd time
      order_slip_type int
    `,
    {
      associations:
        '+order_slip_details order_slip_detail: id id_order_detail! product_quantity! amount_tax_excl! amount_tax_incl!',
    },
  ),
  resource(
    'cart_rules',
    'cart_rule',
    'Cart rules management',
    `
      id_customer int to=customers
      date_from time required
      date_to time required
      description str
      quantity int
      quantity_per_user int
      priority int
      partial_use bool
      code str
      minimum_amount dec6
      minimum_amount_tax bool
      minimum_amount_currency int
      minimum_amount_shipping bool
      country_restriction bool
      carrier_restriction bool
      group_restriction bool
      cart_rule_restriction bool
      product_restriction bool
      shop_restriction bool
      free_shipping bool
      reduction_percent dec2
      reduction_amount dec6
      reduction_tax bool
      reduction_currency int
      reduction_product int
      reduction_exclude_special bool
      gift_product int
      gift_product_attribute int
      highlight bool
      active bool
      date_add time
      date_upd time
      name lang required max=254
    `,
  ),
  resource(
    'messages',
    'message',
    'The Messages',
    `
      id_cart int to=carts
      id_order int to=orders
      id_customer int to=customers
      id_employee int to=employees
      message str required
      private bool
      date_add time
    `,
  ),
];
