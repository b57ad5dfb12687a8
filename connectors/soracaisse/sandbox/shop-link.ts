import type { SandboxOptions } from '#sdk';
import { list } from './catalogue.ts';
import type { Sold, Ticket } from './day.ts';

/** Where these orders say their ticket. Invented: nobody published where the vendor's module puts it. */
export const SHOP_TICKET = { field: 'note', pattern: 'Ticket (?<number>\\S+), (?<till>.+)' };

type Shop = NonNullable<SandboxOptions['peers']['shop']>;

export interface ShopLink {
  url: string;
  key: string;
  /** Writes the tickets of customers whom the shop knows as orders of the till's module. */
  writeSales(tickets: readonly Ticket[]): Promise<void>;
}

export function linkShop(shop: SandboxOptions['peers']['shop']): ShopLink | null {
  if (shop?.connector !== 'prestashop') return null;
  return {
    url: shop.url,
    key: String(shop.settings['key']),
    async writeSales(tickets) {
      const [carrier] = await list(shop, 'carriers', '[id]', 1);
      const rows = await list(shop, 'addresses', '[id,id_customer]', 1000);
      const addresses = new Map(rows.map((row) => [Number(row['id_customer']), Number(row['id'])]));
      for (const ticket of tickets) {
        const address = addresses.get(ticket.customer?.shopId ?? 0);
        const isSale = ticket.total > 0 && ticket.sold.every(({ item }) => item.shop);
        if (address !== undefined && isSale) await writeSale(shop, ticket, address, Number(carrier?.['id']));
      }
    },
  };
}

/**
 * The module writes into the shop's database. From outside it takes a cart, an order of a payment module that the
 * webservice accepts, and a change of what it does not take when an order is made.
 */
async function writeSale(shop: Shop, ticket: Ticket, address: number, carrier: number): Promise<void> {
  const euros = (ticket.total / 100).toFixed(2);
  const places = { id_address_delivery: address, id_address_invoice: address };
  const buyer = { ...places, id_currency: 1, id_lang: 1, id_customer: ticket.customer?.shopId ?? 0 };
  const cart = await send(shop, 'POST', 'carts', 'cart', { ...buyer, id_carrier: carrier }, cartRows(ticket.sold));
  const order = await send(shop, 'POST', 'orders', 'order', {
    ...buyer,
    id_cart: cart,
    id_carrier: carrier,
    module: 'ps_cashondelivery',
    payment: ticket.method,
    total_paid: euros,
    total_paid_real: euros,
    total_products: euros,
    total_products_wt: euros,
    conversion_rate: 1,
  });
  const note = `Ticket ${ticket.number}, ${ticket.till}`;
  const totals = { total_paid: euros, total_paid_tax_incl: euros, total_paid_real: euros };
  const change = { id: order, module: 'soracaisse', note, date_add: ticket.at, ...totals };
  await send(shop, 'PATCH', `orders/${order}`, 'order', change);
}

function cartRows(sold: readonly Sold[]): string {
  const rows = sold.map(
    ({ item, quantity }) =>
      `<cart_row><id_product>${item.shop?.product}</id_product>` +
      `<id_product_attribute>${item.shop?.combination}</id_product_attribute><quantity>${quantity}</quantity></cart_row>`,
  );
  return `<associations><cart_rows>${rows.join('')}</cart_rows></associations>`;
}

/** Bodies are XML: the webservice reads nothing else. Gives the id of what was written. */
async function send(
  shop: Shop,
  method: 'POST' | 'PATCH',
  path: string,
  node: string,
  fields: Record<string, string | number>,
  associations = '',
): Promise<string> {
  const content = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  const body = `<?xml version="1.0" encoding="UTF-8"?><prestashop><${node}>${content.join('')}${associations}</${node}></prestashop>`;
  const credentials = Buffer.from(`${String(shop.settings['key'])}:`).toString('base64');
  const base = shop.url.endsWith('/') ? shop.url : `${shop.url}/`;
  const headers = { Authorization: `Basic ${credentials}` };
  const answer = await fetch(new URL(`api/${path}`, base), { method, headers, body });
  const id = /<id>(?:<!\[CDATA\[)?(\d+)/.exec(await answer.text())?.[1];
  if (!answer.ok || id === undefined) throw new Error(`the shop answered ${answer.status} to ${method} ${path}`);
  return id;
}
