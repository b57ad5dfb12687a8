import { columnText } from '../column-text.ts';
import type { Webservice } from '../webservice.ts';
import { carriersOf, shownTotal } from './order.ts';
import { tokenOf, type Visit } from './visits.ts';

type Shop = Omit<Webservice, 'reshape'>;

/** `checkout/checkout.tpl`: each step a section; those that cannot be reached yet show their title only. */
export function orderPage(shop: Shop, visit: Visit): string {
  const { checkout } = shop.store;
  if (checkout.theme === 'one-page')
    return '<!doctype html><body id="checkout"><div id="app" data-checkout="spa"></div></body>';
  const at = visit.customer === 0 ? 0 : visit.address === 0 ? 1 : visit.carrier === 0 ? 2 : 3;
  const steps = [
    ['personal-information', personal(shop, visit)],
    ['addresses', addresses(shop, visit)],
    ['delivery', delivery(shop, visit)],
    ['payment', payment(shop)],
  ] as const;
  const sections = steps.map(([name, content], n) => {
    const state = n === at ? '-current -reachable js-current-step' : n < at ? '-reachable -complete' : '-unreachable';
    const inner = n <= at ? `<div class="content">${content}</div>` : '';
    return `<section  id    = "checkout-${name}-step" class = "checkout-step ${state}"><h1 class="step-title">${name}</h1>${inner}</section>`;
  });
  const total = shownTotal(shop, visit);
  const cart = {
    cart: { totals: { total: money('Total', total), total_including_tax: money('Total (tax incl.)', total) } },
  };
  return `<!doctype html><html><head><script>var prestashop = ${JSON.stringify({ ...cart, static_token: tokenOf(visit) })};</script></head>
<body id="checkout"><form method="get" action="${root(shop)}search"><input type="text" name="s"></form>${sections.join('\n')}</body></html>`;
}

const money = (label: string, amount: number) => ({ type: 'total', label, amount, value: `€${amount.toFixed(2)}` });
export const root = ({ base }: Shop): string => base.replace(/api\/$/, '');

function personal({ store: { checkout } }: Shop, visit: Visit): string {
  return `<div class="tab-content"><form action="index.php?controller=order" id="customer-form" class="js-customer-form" method="post">
<section><input type="hidden" name="id_customer" value="${visit.customer || ''}">
<label class="radio-inline"><input name="id_gender" type="radio" value="1"> M.</label>
<input class="form-control" name="firstname" type="text" value="" required><input class="form-control" name="lastname" type="text" value="" required>
<input class="form-control" name="email" type="email" value="${visit.email}" required>
<input class="form-control js-visible-password" name="password" type="password" value="" ${checkout.guests ? '' : 'required'}>
<input name="birthday" type="text" value=""><input name="optin" type="checkbox" value="1">
<input name="psgdpr" type="checkbox" value="1" required></section>
<footer class="form-footer"><input type="hidden" name="submitCreate" value="1">
<button class="continue btn" name="continue" data-link-action="register-new-customer" type="submit" value="1">Continuer</button></footer></form>
<form id="login-form" action="index.php?controller=order" method="post"><input type="hidden" name="back" value=""><input name="email" type="email"><input name="password" type="password"><input type="hidden" name="submitLogin" value="1"></form></div>`;
}

function addresses(shop: Shop, visit: Visit): string {
  if (visit.address > 0)
    return `<form method="POST" action=""><input type="radio" name="id_address_delivery" value="${visit.address}" checked></form>`;
  const { store } = shop;
  const main = store.table('configurations').records.find((row) => row['name'] === 'PS_COUNTRY_DEFAULT')?.['value'];
  const options = store.table('countries').records.filter((row) => row['active'] === '1');
  const list = options.map(({ id, ...row }) => {
    const mark = String(id) === columnText(main) ? 'selected' : '';
    return `<option value="${id}" ${mark}>${columnText(row['iso_code'])}</option>`;
  });
  return `<div class="js-address-form"><form method="POST" action="${root(shop)}index.php?controller=order&amp;id_address=0" data-refresh-url="">
<input type="hidden" name="back" value=""><input type="hidden" name="token" value="${tokenOf(visit)}"><input type="hidden" name="id_address" value="">
<input name="firstname" type="text" value="Mortar" required><input name="lastname" type="text" value="Test" required><input name="company" type="text" value="">
<input name="address1" type="text" value="" required><input name="address2" type="text" value=""><input name="postcode" type="text" value="" required>
<input name="city" type="text" value="" required><select class="js-country" name="id_country" required><option value disabled selected>-- choisissez --</option>${list.join('')}</select>
<input name="phone" type="tel" value=""><input type="hidden" name="saveAddress" value="delivery">
<input name="use_same_address" id="use_same_address" type="checkbox" value="1" checked>
<button type="submit" class="continue" name="confirm-addresses" value="1">Continuer</button></form></div>`;
}

function delivery(shop: Shop, visit: Visit): string {
  const carriers = carriersOf(shop);
  if (carriers.length === 0)
    return '<p class="alert alert-danger">Malheureusement, aucun transporteur ne dessert votre adresse de livraison.</p>';
  const radios = carriers.map(
    (id, n) =>
      `<input type="radio" name="delivery_option[${visit.address}]" id="delivery_option_${id}" value="${id}," ${n === 0 ? 'checked' : ''}>`,
  );
  return `<form class="clearfix" id="js-delivery" data-url-update="" method="post">${radios.join('')}
<textarea rows="2" cols="120" id="delivery_message" name="delivery_message"></textarea>
<button type="submit" class="continue" name="confirmDeliveryOption" value="1">Continuer</button></form>`;
}

function payment(shop: Shop): string {
  const { payments } = shop.store.checkout;
  if (payments.length === 0)
    return '<p class="alert alert-danger">Malheureusement, aucun moyen de paiement n’est disponible.</p>';
  const options = payments.map((module, n) => {
    const id = `payment-option-${n + 1}`;
    return `<div id="${id}-container"><input class="ps-shown-by-js" id="${id}" data-module-name="${module}" name="payment-option" type="radio" required>
<form method="GET" class="ps-hidden-by-js"><button type="submit" name="select_payment_option" value="${id}">Choisir</button></form></div>
<div id="pay-with-${id}-form" class="js-payment-option-form ps-hidden"><form id="payment-form" method="POST" action="${root(shop)}index.php?fc=module&amp;module=${module}&amp;controller=validation">
<button style="display:none" id="pay-with-${id}" type="submit"></button></form></div>`;
  });
  return `<div class="payment-options">${options.join('\n')}</div><form id="conditions-to-approve" method="GET">
<input id="conditions_to_approve[terms-and-conditions]" name="conditions_to_approve[terms-and-conditions]" required type="checkbox" value="1"></form>`;
}
