import { resource } from './resource.ts';

/** People, where they live, and what groups them. */
export const CUSTOMERS = [
  resource(
    'customers',
    'customer',
    "The e-shop's customers",
    `
      id_default_group int to=groups
      id_lang int to=languages as=isUnsignedId
      newsletter_date_add time
      ip_registration_newsletter str
      last_passwd_gen time readonly
      secure_key str readonly as=isMd5
      deleted bool
      passwd str required max=255 as=isHashedPassword
      lastname str required max=255 as=isCustomerName
      firstname str required max=255 as=isCustomerName
      email str required max=255 as=isEmail
      id_gender int
      birthday date
      newsletter bool
      optin bool
      website str
      company str
      siret str
      ape str
      outstanding_allow_amount dec6 as=isFloat
      show_public_prices bool
      id_risk int
      max_payment_days int
      active bool
      note str
      is_guest bool
      id_shop int initial=1
      id_shop_group int initial=1
      date_add time
      date_upd time
      reset_password_token str
      reset_password_validity time
    `,
    { associations: '+groups group groups: id!' },
  ),
  resource(
    'addresses',
    'address',
    'The Customer, Brand and Customer addresses',
    `
      id_customer int to=customers
      id_manufacturer int to=manufacturers
      id_supplier int to=suppliers
      id_country int required to=countries as=isUnsignedId
      id_state int to=states
      id_warehouse int to=warehouses
      alias str required max=32 as=isGenericName
      company str max=255 as=isGenericName
      lastname str required max=255 as=isName
      firstname str required max=255 as=isName
      vat_number str
      address1 str required max=128 as=isAddress
      address2 str max=128 as=isAddress
      postcode str max=12 as=isPostCode
      city str required max=64 as=isCityName
      other str
      phone str max=32 as=isPhoneNumber
      phone_mobile str max=32 as=isPhoneNumber
      dni str
      deleted bool
      date_add time
      date_upd time
    `,
    { natural: ['id_customer'] },
  ),
  resource(
    'groups',
    'group',
    "The customer's groups",
    `
      reduction dec2
      price_display_method int required
      show_prices bool
      date_add time
      date_upd time
      name lang required max=32 as=isGenericName
    `,
  ),
  resource(
    'guests',
    'guest',
    'The guests',
    `
      id_customer int to=customers
      id_operating_system int
      id_web_browser int
      javascript bool
      screen_resolution_x int
      screen_resolution_y int
      screen_color int
      sun_java bool
      adobe_flash bool
      adobe_director bool
      apple_quicktime bool
      real_player bool
      windows_media bool
      accept_language str
      mobile_theme bool
    `,
  ),
  resource(
    'customer_threads',
    'customer_thread',
    'Customer services threads',
    `
      id_lang int required to=languages
      id_shop int to=shops
      id_customer int to=customers
      id_order int to=orders
      id_product int to=products
      id_contact int required
      email str
      token str required
      status str
      date_add time
      date_upd time
    `,
    { associations: 'customer_messages customer_message customer_messages: id!' },
  ),
  resource(
    'customer_messages',
    'customer_message',
    'Customer services messages',
    `
      id_employee int to=employees
      id_customer_thread int to=customer_threads
      ip_address str
      message str required
      file_name str
      user_agent str
      private bool
      date_add time
      date_upd time
      read bool
    `,
  ),
];
