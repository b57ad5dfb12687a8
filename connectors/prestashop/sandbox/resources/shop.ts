import { resource } from './resource.ts';

/** What the shop is set up with: languages, money, taxes, carriers, places, staff. */
export const SHOP = [
  resource(
    'carriers',
    'carrier',
    'The Carriers',
    `
      deleted bool
      is_module bool
      id_tax_rules_group int computed to=tax_rule_groups
      id_reference int
      name str required max=64 as=isCarrierName
      active bool required
      is_free bool
      url str
      shipping_handling bool
      shipping_external bool
      range_behavior bool
      shipping_method int
      max_width int
      max_height int
      max_depth int
      max_weight dec6
      grade int
      external_module_name str
      need_range bool
      position int
      delay lang required max=512 as=isGenericName
    `,
  ),
  resource(
    'configurations',
    'configuration',
    'Shop configuration',
    `
      value str
      name str required max=254 as=isConfigName
      id_shop_group int to=shop_groups initial=""
      id_shop int to=shops initial=""
      date_add time
      date_upd time
    `,
  ),
  resource(
    'translated_configurations',
    'translated_configuration',
    'Shop configuration',
    `
      value lang
      date_add time
      date_upd time
      name str required
      id_shop_group int
      id_shop int
    `,
  ),
  resource(
    'contacts',
    'contact',
    'Shop contacts',
    `
      email str
      customer_service bool
      name lang required
      description lang
    `,
  ),
  resource(
    'content_management_system',
    'content',
    'Content management system',
    `
      id_cms_category int
      position int
      indexation bool
      active bool
      meta_description lang
      meta_title lang required
      head_seo_title lang
      link_rewrite lang required
      content lang
    `,
  ),
  resource(
    'countries',
    'country',
    'The countries',
    `
      id_zone int required to=zones
      id_currency int to=currencies
      call_prefix int
      iso_code str required max=3
      active bool
      contains_states bool required
      need_identification_number bool required
      need_zip_code bool
      zip_code_format str
      display_tax_label bool required
      name lang required max=64
    `,
  ),
  resource(
    'currencies',
    'currency',
    'The currencies',
    `
      names lang
      name str required
      symbol lang
      iso_code str required
      numeric_iso_code str
      precision int
      conversion_rate dec6 required
      deleted bool
      active bool
      unofficial bool
      modified bool
      pattern lang
    `,
  ),
  resource(
    'deliveries',
    'delivery',
    'Product delivery',
    `
      id_carrier int required to=carriers
      id_range_price int required to=price_ranges
      id_range_weight int required to=weight_ranges
      id_zone int required to=zones
      id_shop int initial=""
      id_shop_group int initial=""
      price dec6 required
    `,
  ),
  resource(
    'employees',
    'employee',
    'The Employees',
    `
      id_lang int required to=languages
      last_passwd_gen time readonly
      stats_date_from date readonly
      stats_date_to date readonly
      stats_compare_from date readonly
      stats_compare_to date readonly
      passwd str required
      lastname str required
      firstname str required
      email str required
      active bool
      id_profile int required
      bo_color str
      default_tab int
      bo_theme str
      bo_css str
      bo_width int
      bo_menu bool
      stats_compare_option int
      preselect_date_range str
      id_last_order int
      id_last_customer_message int
      id_last_customer int
      reset_password_token str
      reset_password_validity time
      has_enabled_gravatar bool
    `,
  ),
  resource(
    'image_types',
    'image_type',
    'The image types',
    `
      name str required
      width int required
      height int required
      categories bool
      products bool
      manufacturers bool
      suppliers bool
      stores bool
    `,
  ),
  resource(
    'languages',
    'language',
    'Shop languages',
    `
      name str required max=32
      iso_code str required max=2
      locale str
      language_code str
      active bool
      is_rtl bool
      date_format_lite str required
      date_format_full str required
    `,
  ),
  resource('price_ranges', 'price_range', 'Price ranges', rangeFields()),
  resource('weight_ranges', 'weight_range', 'Weight ranges', rangeFields()),
  resource(
    'shops',
    'shop',
    'Shops from multi-shop feature',
    `
      id_shop_group int required to=shop_groups
      id_category int required to=categories
      active bool
      deleted bool
      name str required
      color str
      theme_name str required
    `,
  ),
  resource(
    'shop_groups',
    'shop_group',
    'Shop groups from multi-shop feature',
    `
      name str required
      color str
      share_customer bool
      share_order bool
      share_stock bool
      active bool
      deleted bool
    `,
  ),
  resource(
    'shop_urls',
    'shop_url',
    'Shop URLs from multi-shop feature',
    `
      id_shop int required to=shops
      active bool
      main bool
      domain str required
      domain_ssl str
      physical_uri str
      virtual_uri str
    `,
  ),
  resource(
    'states',
    'state',
    'The available states of countries',
    `
      id_zone int required to=zones
      id_country int required to=countries
      iso_code str required max=7
      name str required max=32
      active bool
    `,
  ),
  resource(
    'stores',
    'store',
    'The stores',
    `
      id_country int required to=countries
      id_state int to=states
      hours lang
      postcode str
      city str required
      latitude dec8
      longitude dec8
      phone str
      fax str
      email str
      active bool required
      date_add time
      date_upd time
      name lang required
      address1 lang required
      address2 lang
      note lang
    `,
  ),
  resource(
    'tax_rule_groups',
    'tax_rule_group',
    'Tax rule groups',
    `
      name str required max=64
      active bool
      deleted bool
      date_add time
      date_upd time
    `,
  ),
  resource(
    'tax_rules',
    'tax_rule',
    'Tax rules entity',
    `
      id_tax_rules_group int required to=tax_rule_groups
      id_state int to=states
      id_country int required to=countries
      zipcode_from str
      zipcode_to str
      id_tax int required to=taxes
      behavior int required
      description str
    `,
  ),
  resource(
    'taxes',
    'tax',
    'The tax rate',
    `
      rate dec3 required as=isFloat
      active bool
      deleted bool
      name lang required max=32
    `,
  ),
  resource(
    'zones',
    'zone',
    'The Countries zones',
    `
      name str required max=64
      active bool
    `,
  ),
];

function rangeFields(): string {
  return `
    id_carrier int required to=carriers
    delimiter1 dec6 required
    delimiter2 dec6 required
  `;
}
