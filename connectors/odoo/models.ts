import type { Domain } from './query.ts';
import type { ProductField } from './reading/product-code.ts';
import type { PersonalValues, WatchedField } from '#sdk';
import { ref } from './record.ts';

/** How one model of Odoo is read. Fields that a server does not have are not asked for. */
export interface Model {
  model: string;
  /** Name of the stream; default: the model. */
  kind?: string;
  way: 'cursor' | 'compare';
  /** Without `id` and `write_date`. No images, and nothing computed from stock or time. */
  fields: readonly string[];
  /** Only these exist for us. */
  domain?: Domain;
  /** The field that names the record it belongs to. */
  parent?: string;
  /** Read again when a record changed to which this field points: the change moves only that one's `write_date`. */
  follows?: { model: string; field: string; domain?: Domain };
  /** What was said stays said: the body has neither display names nor `write_date`, which move by themselves. */
  appendOnly?: { keepNames: readonly string[] };
  /** A branch uses those of its head office: Odoo's own rules decide what one company sees. */
  anyCompany?: boolean;
  /** Lines that point to a product by `product_id`: these fields of it are read with them. */
  ofProduct?: readonly ProductField[];
  /** Its lists of ids name archived records, too: a tax that was archived stays in the tickets of its time. */
  namesArchived?: boolean;
  /** So many records, so few deletions, that ids are compared once within `compareHours`. */
  rareDeletions?: boolean;
  watched?: WatchedField[];
  /** What people read. */
  texts?: string[];
  /** Absent: it says nothing of any person. */
  personal?: PersonalValues;
  /** The app that brings the model, for staff. */
  app: string;
}

/** A ticket that was paid; drafts are not read. */
const TICKET_STATES = ['paid', 'done', 'invoiced'];
const TICKETS: Domain = [['state', 'in', TICKET_STATES]];
const TICKET_PARTS: Domain = [['order_id.state', 'in', TICKET_STATES]];
const PAYMENT_PARTS: Domain = [['pos_order_id.state', 'in', TICKET_STATES]];
const CODES: readonly ProductField[] = ['default_code', 'barcode'];
const STATES_OF_OPEN_MOVES = ['waiting', 'confirmed', 'partially_available', 'assigned'];

/** A contact's addresses belong to the contact; display names are as personal as names. */
const CONTACT: PersonalValues = {
  person: (body, id) => ref(body, 'parent_id') ?? id,
  fields: ['name', 'parent_id.1', 'email', 'phone', 'mobile', 'street', 'street2', 'zip', 'city'],
};
const OF_CONTACT: PersonalValues = { person: (body) => ref(body, 'partner_id'), fields: ['partner_id.1'] };

/** In the order in which they are read: what others refer to first. */
export const MODELS: readonly Model[] = [
  { model: 'res.company', way: 'cursor', app: 'Odoo', fields: ['name', 'currency_id', 'partner_id'] },
  { model: 'res.currency', way: 'cursor', app: 'Odoo', fields: ['name', 'decimal_places', 'active'] },
  {
    model: 'account.tax',
    way: 'cursor',
    app: 'Invoicing',
    fields: ['name', 'amount', 'amount_type', 'price_include', 'type_tax_use', 'active', 'company_id'],
    anyCompany: true,
  },
  {
    model: 'stock.warehouse',
    way: 'cursor',
    app: 'Inventory',
    fields: ['name', 'code', 'active', 'company_id', 'lot_stock_id', 'view_location_id'],
  },
  {
    model: 'stock.location',
    way: 'cursor',
    app: 'Inventory',
    fields: ['name', 'complete_name', 'usage', 'active', 'warehouse_id', 'location_id', 'company_id', 'barcode'],
  },
  {
    model: 'stock.picking.type',
    way: 'cursor',
    app: 'Inventory',
    fields: ['name', 'code', 'sequence_code', 'warehouse_id', 'active', 'company_id'],
  },
  {
    model: 'res.partner',
    way: 'cursor',
    app: 'Contacts',
    fields: [
      ...['name', 'is_company', 'type', 'parent_id', 'email', 'phone', 'mobile', 'street', 'street2', 'zip', 'city'],
      ...[
        'country_id',
        'vat',
        'ref',
        'lang',
        'active',
        'customer_rank',
        'supplier_rank',
        'partner_share',
        'company_id',
      ],
    ],
    watched: [{ field: 'email', sense: 'identity' }],
    personal: CONTACT,
  },
  {
    model: 'product.template',
    way: 'cursor',
    app: 'Sales',
    fields: ['name', 'active', 'list_price', 'currency_id', 'company_id'],
    texts: ['name'],
  },
  {
    model: 'product.product',
    way: 'cursor',
    app: 'Sales',
    fields: [
      ...['name', 'default_code', 'barcode', 'active', 'type', 'detailed_type', 'is_storable', 'lst_price', 'taxes_id'],
      ...['standard_price', 'available_in_pos', 'sale_ok', 'product_tmpl_id', 'categ_id', 'uom_id', 'weight'],
      ...['currency_id', 'company_id'],
    ],
    // A product's name, taxes and kind are its template's.
    follows: { model: 'product.template', field: 'product_tmpl_id' },
    watched: [
      { field: 'lst_price', sense: 'price', each: true },
      { field: 'default_code', sense: 'identity' },
    ],
  },
  {
    model: 'product.supplierinfo',
    way: 'cursor',
    app: 'Purchase',
    fields: [
      ...['partner_id', 'product_id', 'product_tmpl_id', 'product_code', 'product_name', 'price', 'min_qty', 'delay'],
      ...['currency_id', 'company_id'],
    ],
    parent: 'partner_id',
  },
  {
    model: 'stock.quant',
    // Twins are merged in SQL: the sum is written without a `write_date`, and the others are deleted.
    way: 'compare',
    app: 'Inventory',
    fields: [
      'product_id',
      'location_id',
      'quantity',
      'reserved_quantity',
      'lot_id',
      'package_id',
      'owner_id',
      'company_id',
    ],
    domain: [['location_id.usage', '=', 'internal']],
    parent: 'product_id',
    watched: [{ field: 'quantity', sense: 'quantity' }],
  },
  {
    model: 'stock.move',
    kind: 'stock.move.incoming',
    way: 'compare',
    app: 'Inventory',
    fields: ['product_id', 'location_dest_id', 'product_uom_qty', 'product_qty', 'state', 'date', 'company_id'],
    domain: [
      ['state', 'in', STATES_OF_OPEN_MOVES],
      ['location_id.usage', '=', 'supplier'],
      ['location_dest_id.usage', '=', 'internal'],
    ],
    parent: 'product_id',
  },
  {
    model: 'sale.order',
    way: 'cursor',
    app: 'Sales',
    fields: [
      ...['name', 'client_order_ref', 'origin', 'state', 'date_order', 'partner_id', 'warehouse_id', 'delivery_status'],
      ...['invoice_status', 'amount_untaxed', 'amount_tax', 'amount_total', 'currency_id', 'company_id'],
    ],
    personal: OF_CONTACT,
  },
  {
    model: 'sale.order.line',
    way: 'cursor',
    app: 'Sales',
    fields: [
      ...['order_id', 'product_id', 'name', 'product_uom_qty', 'qty_delivered', 'price_unit', 'discount', 'tax_id'],
      ...['price_subtotal', 'price_tax', 'price_total', 'display_type', 'is_delivery', 'is_downpayment'],
      ...['product_type', 'company_id'],
    ],
    parent: 'order_id',
    ofProduct: CODES,
    rareDeletions: true,
  },
  {
    model: 'stock.picking',
    way: 'cursor',
    app: 'Inventory',
    fields: [
      ...['name', 'state', 'picking_type_id', 'picking_type_code', 'partner_id', 'origin', 'sale_id', 'purchase_id'],
      ...['return_id', 'backorder_id', 'batch_id', 'carrier_id', 'carrier_tracking_ref', 'scheduled_date', 'date_done'],
      ...['create_date', 'location_id', 'location_dest_id', 'pos_session_id', 'pos_order_id', 'company_id'],
    ],
    parent: 'sale_id',
    personal: OF_CONTACT,
  },
  {
    model: 'stock.move',
    way: 'cursor',
    app: 'Inventory',
    fields: [
      ...['product_id', 'picking_id', 'location_id', 'location_dest_id', 'product_uom_qty', 'product_qty', 'quantity'],
      ...[
        'quantity_done',
        'state',
        'origin_returned_move_id',
        'sale_line_id',
        'purchase_line_id',
        'date',
        'company_id',
      ],
    ],
    domain: [['picking_id', '!=', false]],
    parent: 'picking_id',
    ofProduct: CODES,
    rareDeletions: true,
  },
  {
    model: 'purchase.order',
    way: 'cursor',
    app: 'Purchase',
    fields: [
      ...['name', 'partner_id', 'partner_ref', 'origin', 'state', 'receipt_status', 'create_date', 'date_order'],
      ...['date_approve', 'date_planned', 'amount_untaxed', 'amount_tax', 'amount_total', 'currency_id'],
      ...['picking_type_id', 'company_id'],
    ],
    parent: 'partner_id',
  },
  {
    model: 'purchase.order.line',
    way: 'cursor',
    app: 'Purchase',
    fields: [
      ...[
        'order_id',
        'product_id',
        'name',
        'product_qty',
        'qty_received',
        'price_unit',
        'price_subtotal',
        'date_planned',
      ],
      ...['display_type', 'company_id'],
    ],
    parent: 'order_id',
    ofProduct: [...CODES, 'product_tmpl_id'],
  },
  {
    model: 'pos.config',
    way: 'cursor',
    app: 'Point of Sale',
    fields: ['name', 'active', 'company_id', 'currency_id', 'picking_type_id', 'warehouse_id'],
  },
  {
    model: 'pos.session',
    way: 'cursor',
    app: 'Point of Sale',
    // Counted differences are computed from bank statements, one session after another: they are not asked for.
    fields: [
      ...['name', 'state', 'config_id', 'start_at', 'stop_at'],
      ...['cash_register_balance_start', 'cash_register_balance_end_real', 'company_id'],
    ],
  },
  {
    model: 'pos.order',
    way: 'cursor',
    app: 'Point of Sale',
    // `state` moves from paid to done when the session closes: it is no part of what was said.
    fields: [
      ...[
        'name',
        'pos_reference',
        'date_order',
        'amount_total',
        'amount_tax',
        'amount_paid',
        'session_id',
        'config_id',
      ],
      ...['partner_id', 'user_id', 'pricelist_id', 'fiscal_position_id', 'currency_id', 'company_id', 'lines'],
      ...['payment_ids', 'l10n_fr_hash', 'l10n_fr_secure_sequence_number'],
    ],
    domain: TICKETS,
    parent: 'session_id',
    // It names its buyer by an id only.
    personal: { person: (body) => ref(body, 'partner_id'), fields: [] },
    appendOnly: { keepNames: ['session_id'] },
    rareDeletions: true,
  },
  {
    model: 'pos.order.line',
    way: 'cursor',
    app: 'Point of Sale',
    // Costs and margins are filled in when the session closes: they are no part of what was said.
    fields: [
      ...['order_id', 'product_id', 'full_product_name', 'qty', 'price_unit', 'discount', 'price_subtotal'],
      ...['price_subtotal_incl', 'tax_ids', 'tax_ids_after_fiscal_position', 'refunded_orderline_id', 'company_id'],
    ],
    domain: TICKET_PARTS,
    parent: 'order_id',
    ofProduct: CODES,
    namesArchived: true,
    follows: { model: 'pos.order', field: 'order_id', domain: TICKETS },
    appendOnly: { keepNames: [] },
    rareDeletions: true,
  },
  {
    model: 'pos.payment',
    way: 'cursor',
    app: 'Point of Sale',
    fields: ['pos_order_id', 'payment_method_id', 'amount', 'is_change', 'payment_date', 'currency_id', 'company_id'],
    domain: PAYMENT_PARTS,
    parent: 'pos_order_id',
    follows: { model: 'pos.order', field: 'pos_order_id', domain: TICKETS },
    appendOnly: { keepNames: [] },
    rareDeletions: true,
  },
  { model: 'pos.payment.method', way: 'cursor', app: 'Point of Sale', fields: ['name', 'active', 'company_id'] },
  {
    model: 'account.sale.closing',
    way: 'cursor',
    app: 'France - VAT Anti-Fraud Certification for Point of Sale',
    fields: [
      ...['name', 'frequency', 'date_closing_start', 'date_closing_stop', 'total_interval', 'cumulative_total'],
      ...['sequence_number', 'last_order_id', 'last_order_hash', 'currency_id', 'company_id'],
    ],
    appendOnly: { keepNames: [] },
    rareDeletions: true,
  },
  {
    model: 'loyalty.program',
    way: 'cursor',
    app: 'Coupons & Loyalty',
    fields: ['name', 'program_type', 'active', 'currency_id', 'company_id'],
  },
  {
    model: 'loyalty.card',
    way: 'cursor',
    app: 'Coupons & Loyalty',
    fields: ['code', 'points', 'partner_id', 'program_id', 'expiration_date', 'currency_id', 'company_id'],
    parent: 'partner_id',
    personal: { person: (body) => ref(body, 'partner_id'), fields: ['code', 'partner_id.1'] },
  },
];
