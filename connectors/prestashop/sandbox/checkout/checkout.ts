import type { Reply } from '../reply.ts';
import type { Webservice } from '../webservice.ts';
import { made, placed } from './order.ts';
import { orderPage, root } from './pages.ts';
import { cookieOf, knownVisit, newVisit, tokenOf, type Visit } from './visits.ts';

type Shop = Omit<Webservice, 'reshape'>;

export interface Visiting {
  method: string;
  url: string;
  cookie: string;
  body: Uint8Array;
}

/** Answers what a visitor does in the cart and on the order pages; undefined: something else was asked. */
export function checkout(asked: Visiting, shop: Shop): Reply | undefined {
  const { pathname, searchParams } = new URL(asked.url, 'http://shop.invalid');
  if (pathname !== '/index.php') return undefined;
  const visit = knownVisit(shop.store, asked.cookie);
  const sent = new URLSearchParams(Buffer.from(asked.body).toString('utf8'));
  const controller = searchParams.get('controller');
  const module = searchParams.get('module');
  if (controller === 'cart') return inCart(shop, visit, sent);
  if (controller === 'validation' && module !== null) return validated(shop, visit, module);
  if (controller === 'order-confirmation')
    return html('<body id="order-confirmation">Votre commande est confirmée</body>');
  if (controller !== 'order') return undefined;
  if (!visit?.item) return to(`${root(shop)}index.php?controller=cart&action=show`);
  const error = asked.method === 'POST' ? stepDone(shop, visit, sent) : null;
  if (error !== null) return html(`<p class="alert alert-danger">${error}</p>${orderPage(shop, visit)}`);
  // Once it is taken, a browser is sent to the page anew.
  return asked.method === 'POST' ? to(`${root(shop)}index.php?controller=order`) : html(orderPage(shop, visit));
}

/** What a product page has beside its description: the visitor's cookie, and the form to buy. */
export function withCart(reply: Reply, asked: Visiting, shop: Shop): Reply {
  const visit = knownVisit(shop.store, asked.cookie) ?? newVisit(shop.store);
  if (shop.store.checkout.theme === 'bare') return reply;
  const form = `<form action="${root(shop)}index.php?controller=cart" method="post" id="add-to-cart-or-refresh"><input type="hidden" name="token" value="${tokenOf(visit)}">
<input type="hidden" name="id_product" value=""><button class="add-to-cart" data-button-action="add-to-cart" type="submit">Ajouter au panier</button></form>`;
  const body = String(reply.body).replace('</body>', `${form}</body>`);
  return { ...reply, body, headers: { ...reply.headers, 'Set-Cookie': cookieOf(visit) } };
}

const html = (body: string): Reply => ({ status: 200, body, type: 'text/html; charset=utf-8', bare: true });
const to = (address: string): Reply => ({
  status: 302,
  body: '',
  type: 'text/html; charset=utf-8',
  headers: { Location: address },
  bare: true,
});
const json = (body: object): Reply => ({
  status: 200,
  body: JSON.stringify(body),
  type: 'application/json',
  bare: true,
});

/** `CartController::displayAjaxUpdate` */
function inCart({ store }: Shop, visit: Visit | null, sent: URLSearchParams): Reply {
  // Who has no cookie is a bot.
  if (!visit) return json({ hasError: true, errors: ['This product is no longer available.'], quantity: 0 });
  const [product, combination] = [Number(sent.get('id_product')), Number(sent.get('id_product_attribute') ?? 0)];
  const stock = store
    .table('stock_availables')
    .records.find((row) => row['id_product'] === product && row['id_product_attribute'] === combination);
  if (Number(stock?.['quantity'] ?? 0) < 1)
    return json({ hasError: true, errors: ['Il n’y a pas assez de produits en stock.'], quantity: 0 });
  visit.item = { product, combination, quantity: Number(sent.get('qty') ?? 1) };
  const item = { id_product: product, id_product_attribute: combination, quantity: visit.item.quantity };
  return json({ success: true, ...item, cart: { products_count: 1 }, errors: '' });
}

/** What is wrong with what was sent; null: it was taken. */
function stepDone(shop: Shop, visit: Visit, sent: URLSearchParams): string | null {
  const text = (name: string): string => sent.get(name) ?? '';
  if (sent.has('submitCreate')) {
    if (!sent.has('psgdpr') || text('email') === '' || text('firstname') === '') return 'Champ obligatoire.';
    const name = { firstname: text('firstname'), lastname: text('lastname') };
    visit.email = text('email');
    visit.customer = made(shop, 'customers', {
      fields: { ...name, email: visit.email, passwd: 'guest-has-none', active: true, is_guest: true },
    });
  } else if (sent.has('saveAddress')) {
    if (text('token') !== tokenOf(visit) || !/^\d{5}$/.test(text('postcode'))) return 'Code postal non valide.';
    const names = ['firstname', 'lastname', 'address1', 'postcode', 'city', 'phone', 'id_country'];
    const fields = Object.fromEntries(names.map((name) => [name, text(name)]));
    visit.address = made(shop, 'addresses', {
      fields: { ...fields, id_customer: visit.customer, alias: 'Mon adresse' },
    });
  } else if (sent.has('confirmDeliveryOption')) {
    visit.carrier = parseInt(text(`delivery_option[${visit.address}]`), 10) || 0;
  }
  return null;
}

function validated(shop: Shop, visit: Visit | null, module: string): Reply {
  const { checkout: as } = shop.store;
  if (!visit?.item || visit.carrier === 0) return to(`${root(shop)}index.php?controller=order&step=1`);
  if (as.fails === 'before') return { status: 500, body: '', type: 'text/html; charset=utf-8', bare: true };
  const order = placed(shop, visit, module);
  visit.item = null;
  if (as.fails === 'after') return { status: 500, body: '', type: 'text/html; charset=utf-8', bare: true };
  return to(`${root(shop)}index.php?controller=order-confirmation&id_cart=1&id_module=1&id_order=${order}&key=x`);
}
