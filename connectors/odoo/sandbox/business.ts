import { createHash } from 'node:crypto';
import { odooText } from '../odoo-time.ts';
import { EUR, PEOPLE, PRODUCTS, VAT_20, VAT_5_5 } from './business-names.ts';
import { fulfilmentTables } from './business-fulfilment.ts';
import type { Random } from './seeded-random.ts';
import type { Stored, Tables, Write } from './tables.ts';

const DAY = 86_400_000;

/** A small retailer: a warehouse and a shop with its till, at the end of its second day of sales. */
export function business(bornAt: Date, random: Random | null): Tables {
  const write: Write = (id, daysAgo, fields) => ({
    id,
    ...fields,
    write_date: `${odooText(new Date(bornAt.getTime() - daysAgo * DAY))}.${String(100_000 + id).slice(-6)}`,
  });
  return {
    ...reference(write),
    ...catalogue(write),
    ...fulfilmentTables(write, bornAt, random),
    ...till(write, bornAt),
  };
}

function reference(write: Write): Tables {
  const company = { company_id: 1 };
  const tax = { amount_type: 'percent', price_include: true, type_tax_use: 'sale', active: true, ...company };
  const contact = { type: 'contact', parent_id: false, street2: false, ref: false, lang: 'fr_FR', active: true };
  const person = { ...contact, country_id: 75, is_company: false, vat: false, mobile: false, company_id: false };
  return {
    'res.company': [write(1, 90, { name: 'Librairie Élan', currency_id: EUR, partner_id: 1 })],
    'res.country': [write(75, 90, { name: 'France', code: 'FR' })],
    'res.currency': [
      write(1, 90, { name: 'USD', decimal_places: 2, active: false }),
      write(EUR, 90, { name: 'EUR', decimal_places: 2, active: true }),
    ],
    'account.tax': [
      write(VAT_20, 90, { name: '20%', amount: 20, ...tax }),
      write(VAT_5_5, 90, { name: '5.5%', amount: 5.5, ...tax }),
    ],
    'res.partner': PEOPLE.map(({ id, supplier, ...fields }) =>
      write(id, 60, {
        ...person,
        ...fields,
        customer_rank: 0,
        supplier_rank: supplier ? 1 : 0,
        partner_share: true,
      }),
    ),
  };
}

function catalogue(write: Write): Tables {
  const sold = {
    active: true,
    available_in_pos: true,
    sale_ok: true,
    type: 'product',
    detailed_type: 'product',
    tracking: 'none',
  };
  const template = (index: number, name: string, price: number): Stored =>
    write(index + 1, 30, { name, active: true, list_price: price, currency_id: EUR, company_id: false });
  return {
    'product.template': PRODUCTS.map(({ name, price }, index) => template(index, name, price)),
    'product.product': PRODUCTS.map(({ id, sku, gtin, name, price, tax }, index) =>
      write(id, 30, {
        ...{ name, default_code: sku, barcode: gtin, lst_price: price, taxes_id: [tax], product_tmpl_id: index + 1 },
        ...{ ...sold, standard_price: price / 2, weight: 0.25, currency_id: EUR, company_id: false },
      }),
    ),
    'product.supplierinfo': PRODUCTS.slice(0, 3).map(({ price }, index) =>
      write(index + 1, 30, {
        ...{ partner_id: 20, product_id: false, product_tmpl_id: index + 1, product_code: `F-${index + 1}` },
        ...{ product_name: false, price: price / 2, min_qty: 0, delay: 3, currency_id: EUR, company_id: 1 },
      }),
    ),
  };
}

interface Ticket {
  id: number;
  session: number;
  partner: number | false;
  daysAgo: number;
  lines: [product: number, quantity: number][];
}

const TICKETS: readonly Ticket[] = [
  {
    id: 1,
    session: 1,
    partner: false,
    daysAgo: 1.3,
    lines: [
      [5, 1],
      [8, 2],
    ],
  },
  { id: 2, session: 1, partner: 7, daysAgo: 1.2, lines: [[11, 1]] },
  { id: 3, session: 1, partner: 7, daysAgo: 1.1, lines: [[11, -1]] },
  {
    id: 4,
    session: 2,
    partner: 8,
    daysAgo: 0.3,
    lines: [
      [6, 1],
      [12, 3],
    ],
  },
  { id: 5, session: 2, partner: false, daysAgo: 0.2, lines: [[7, 1]] },
];

function till(write: Write, bornAt: Date): Tables {
  const money = { company_id: 1, currency_id: EUR };
  const at = (daysAgo: number): string => odooText(new Date(bornAt.getTime() - daysAgo * DAY));
  const lines = TICKETS.flatMap((ticket) => ticket.lines.map((line, index) => toLine(ticket, line, index)));
  const orders = TICKETS.map((ticket) => toOrder(ticket, lines, at(ticket.daysAgo)));
  const cash = { cash_register_balance_start: 150, cash_register_balance_end_real: 0, cash_register_difference: 0 };
  const closing = (id: number, frequency: string, total: number, daysAgo: number): Stored =>
    write(id, daysAgo, {
      ...{ name: `Clôture ${frequency} ${id}`, frequency, date_closing_start: at(daysAgo + 1), ...money },
      ...{ date_closing_stop: at(daysAgo), total_interval: total, cumulative_total: total, sequence_number: id },
      ...{ last_order_id: 3, last_order_hash: '3' },
    });
  const session = (id: number, state: string, daysAgo: number, stop: string | false): Stored =>
    write(id, Math.max(0, daysAgo - 0.5), {
      ...{ name: `POS/0000${id}`, state, config_id: 1, start_at: at(daysAgo), stop_at: stop, order_count: 3 },
      ...{ total_payments_amount: 0, company_id: 1, ...cash },
    });
  return {
    'pos.config': [write(1, 60, { name: 'Caisse 1', active: true, picking_type_id: 5, warehouse_id: 2, ...money })],
    'pos.payment.method': [
      write(1, 60, { name: 'Espèces', active: true, company_id: 1 }),
      write(2, 60, { name: 'Carte bancaire', active: true, company_id: 1 }),
    ],
    'pos.session': [session(1, 'closed', 1.4, at(1)), session(2, 'opened', 0.4, false)],
    'pos.order': orders.map((order) => write(order.id, TICKETS[order.id - 1]?.daysAgo ?? 0, { ...order, ...money })),
    'pos.order.line': lines.map(({ daysAgo, ...line }) => write(line.id, daysAgo, { ...line, company_id: 1 })),
    'pos.payment': orders.map((order) =>
      write(order.id, TICKETS[order.id - 1]?.daysAgo ?? 0, {
        ...{ pos_order_id: order.id, payment_method_id: 1 + (order.id % 2), amount: order.amount_paid },
        ...{ is_change: false, payment_date: order.date_order, ...money },
      }),
    ),
    'account.sale.closing': [closing(1, 'daily', 38.3, 0.99), closing(2, 'monthly', 38.3, 0.98)],
    'loyalty.program': [
      write(1, 60, { name: 'Fidélité', program_type: 'loyalty', active: true, ...money }),
      write(2, 60, { name: 'Carte cadeau', program_type: 'gift_card', active: true, ...money }),
    ],
    'loyalty.card': [
      write(1, 1.2, { code: '044a-1c2d', points: 18, partner_id: 7, program_id: 1, expiration_date: false, ...money }),
      write(2, 5, {
        code: '044b-77aa',
        points: 25.5,
        partner_id: false,
        program_id: 2,
        expiration_date: false,
        ...money,
      }),
    ],
  };
}

type Line = ReturnType<typeof toLine>;

function toLine({ id: order, daysAgo }: Ticket, [product, qty]: [number, number], index: number) {
  const { name, price, tax } = PRODUCTS.find(({ id }) => id === product) ?? { name: '', price: 0, tax: VAT_20 };
  const withTax = Math.round(price * qty * 100) / 100;
  const rate = tax === VAT_20 ? 1.2 : 1.055;
  return {
    ...{ id: order * 10 + index, daysAgo, order_id: order, product_id: product, full_product_name: name, qty },
    ...{ price_unit: price, discount: 0, price_subtotal: Math.round((withTax / rate) * 100) / 100 },
    ...{ price_subtotal_incl: withTax, tax_ids: [tax], tax_ids_after_fiscal_position: [tax] },
    refunded_orderline_id: false,
  };
}

function toOrder({ id, session, partner }: Ticket, all: readonly Line[], date: string) {
  const lines = all.filter((line) => line.order_id === id);
  const total = lines.reduce((sum, line) => sum + line.price_subtotal_incl, 0);
  const untaxed = lines.reduce((sum, line) => sum + line.price_subtotal, 0);
  return {
    ...{
      id,
      name: total < 0 ? `Caisse 1/000${id - 1} REMBOURSEMENT` : `Caisse 1/000${id}`,
      pos_reference: `Commande 0000${session}-001-000${total < 0 ? id - 1 : id}`,
      date_order: date,
    },
    ...{ amount_total: total, amount_tax: total - untaxed, amount_paid: total, session_id: session, config_id: 1 },
    ...{ state: session === 1 ? 'done' : 'paid', partner_id: partner, lines: lines.map((line) => line.id) },
    ...{ payment_ids: [id], l10n_fr_secure_sequence_number: id },
    l10n_fr_hash: createHash('sha256').update(`ticket ${id}`).digest('hex'),
  };
}
