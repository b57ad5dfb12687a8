import type { Access } from '../commands/access.ts';
import { quoted, type Words } from './findings.ts';
import { attributesOf, complaintsOf, decoded, filled, formsOf, has, type Form } from './forms.ts';
import { addressIn, PERSON, type Guest } from './guest.ts';
import {
  failedAt,
  NO_CARRIER,
  noPayment,
  NOT_UNDERSTOOD,
  notForSale,
  same,
  stoppedAt,
  type Judged,
  type Step,
} from './outcomes.ts';
import type { Page, Visitor } from './visitor.ts';

/** Modules by which no money moves when somebody orders. */
const OFFLINE = ['ps_wirepayment', 'ps_checkpayment', 'ps_cashondelivery'];
const ORDER = 'index.php?controller=order';

/** What is asked for: `12-34`, `12-0`. */
export interface Wanted {
  product: string;
  combination: string;
}

/** It went through; the order's number, if the shop told it, and what the guest was to pay. */
export interface Ordered {
  order: string | null;
  shown: number | null;
}

interface Buying {
  visitor: Visitor;
  access: Access;
  guest: Guest;
}

/** As themes and controllers of 1.7 to 9 do it: `checkout/_partials/steps`, `CartController`, `OrderController`. */
export async function order(buying: Buying, wanted: Wanted): Promise<Ordered | Judged> {
  const refused = await intoCart(buying.visitor, wanted);
  if (refused) return refused;
  const done = new Set<Step>();
  let page = await buying.visitor.get(ORDER);
  for (;;) {
    if (page.status >= 500) return failedAt([...done].at(-1) ?? 'order', page.status);
    const at = stepOf(page.html);
    if (!at) return stoppedAt([...done].at(-1) ?? 'order', NOT_UNDERSTOOD);
    if ('state' in at) return at;
    if (done.has(at.step)) return stoppedAt(at.step, complained(page.html));
    done.add(at.step);
    if (at.step === 'payment') return pay(buying.visitor, page.html);
    const fields = await fieldsFor(buying, at);
    if ('state' in fields) return fields;
    page = await buying.visitor.post(targetOf(buying.visitor, at.form), fields.sent);
  }
}

async function intoCart(visitor: Visitor, { product, combination }: Wanted): Promise<Judged | null> {
  const attribute = combination === '0' ? '' : `&id_product_attribute=${combination}`;
  const page = await visitor.get(`index.php?controller=product&id_product=${product}${attribute}`);
  if (page.status >= 500) return failedAt('product', page.status);
  if (page.elsewhere !== null) return stoppedAt('product', elsewhere(page));
  const token = tokenIn(page.html);
  if (page.status !== 200 || token === null) return stoppedAt('product', NOT_UNDERSTOOD);
  const item = { id_product: product, id_product_attribute: combination, id_customization: '0', qty: '1' };
  const fields = { token, ...item, add: '1', action: 'update', ajax: '1' };
  const answer = await visitor.post('index.php?controller=cart', fields, 'application/json');
  if (answer.status >= 500) return failedAt('cart', answer.status);
  const said = jsonOf(answer.html);
  if (!said) return stoppedAt('cart', NOT_UNDERSTOOD);
  if (said['success'] === true && !said['hasError']) return null;
  const words = [said['errors']].flat().map(String).join(' ');
  return notForSale(quoted(words) || 'hasError');
}

const elsewhere = ({ elsewhere: to }: Page): Words => ({
  en: `the shop sends its visitors to ${to ?? ''}`,
  fr: `la boutique envoie ses visiteurs vers ${to ?? ''}`,
});

function complained(html: string): Words {
  const words = quoted(complaintsOf(html));
  return words === ''
    ? { en: 'it was not accepted, and no reason was shown', fr: 'refus sans raison affichée' }
    : same(words);
}

function tokenIn(html: string): string | null {
  const input = [...html.matchAll(/<input\b[^>]*>/gi)]
    .map(([tag]) => attributesOf(tag))
    .find((one) => one.get('name') === 'token' && /^[0-9a-f]{32,64}$/.test(one.get('value') ?? ''));
  return input?.get('value') ?? /["']?static_token["']?\s*[:=]\s*["']([0-9a-f]{32,64})["']/.exec(html)?.[1] ?? null;
}

interface At {
  step: Step;
  form: Form;
}

/** The step that is furthest: those before it may still be shown. */
function stepOf(html: string): At | Judged | null {
  if (/name="payment-option"/.test(html)) return { step: 'payment', form: { id: '', action: '', fields: [] } };
  const forms = formsOf(html);
  const find = (step: Step, name: string | RegExp): At | null => {
    const form = forms.find((one) => has(one, name));
    return form ? { step, form } : null;
  };
  if (isCurrent(html, 'payment')) return noPayment([]);
  const delivery = find('delivery', /^delivery_option\[/);
  if (!delivery && isCurrent(html, 'delivery')) return NO_CARRIER;
  const customer = forms.find((one) => has(one, 'firstname') && has(one, 'email'));
  return delivery ?? find('address', 'saveAddress') ?? (customer ? { step: 'personal', form: customer } : null);
}

function isCurrent(html: string, step: string): boolean {
  const tags = html.matchAll(/<section\b[^>]*>/gi);
  return [...tags]
    .map(([tag]) => attributesOf(tag))
    .some((one) => one.get('id') === `checkout-${step}-step` && /-current\b/.test(one.get('class') ?? ''));
}

async function fieldsFor(
  { access, guest }: Buying,
  { step, form }: At,
): Promise<{ sent: Record<string, string> } | Judged> {
  if (step === 'personal') {
    if (form.fields.some(({ name, isRequired }) => name === 'password' && isRequired))
      return stoppedAt('personal', { en: 'guests may not order here', fr: 'les invités ne peuvent pas commander ici' });
    return { sent: { ...filled(form, { ...PERSON, email: guest.email }), submitCreate: '1', continue: '1' } };
  }
  if (step === 'address') {
    const country = form.fields.find(({ name }) => name === 'id_country')?.value ?? '';
    const sent = filled(form, await addressIn(access, country));
    return { sent: { ...sent, use_same_address: '1', 'confirm-addresses': '1' } };
  }
  return { sent: { ...filled(form, { delivery_message: guest.note }), confirmDeliveryOption: '1' } };
}

function targetOf(visitor: Visitor, { action }: Form): string {
  return (action === '' ? null : visitor.pathOf(action)) ?? ORDER;
}

async function pay(visitor: Visitor, html: string): Promise<Ordered | Judged> {
  const options = [...html.matchAll(/<input\b[^>]*name="payment-option"[^>]*>/gi)].map(([tag]) => attributesOf(tag));
  const modules = options.map((one) => one.get('data-module-name') ?? '');
  const module = OFFLINE.find((one) => modules.includes(one));
  const option = options.find((one) => one.get('data-module-name') === module);
  if (module === undefined || !option) return noPayment(modules.filter((one) => one !== ''));
  const start = html.indexOf(`id="pay-with-${option.get('id') ?? ''}-form"`);
  const form = start === -1 ? undefined : formsOf(html.slice(start))[0];
  const target = form ? visitor.pathOf(form.action) : null;
  if (!form || target === null || form.action === '') return stoppedAt('payment', NOT_UNDERSTOOD);
  const shown = shownTotal(html);
  const page = await visitor.post(target, filled(form, {}));
  if (page.status >= 500) return failedAt('payment', page.status);
  const confirmed = [...page.way, page.elsewhere ?? ''].find((one) => /order-confirmation|id_order=\d/.test(one));
  if (confirmed === undefined) return stoppedAt('payment', complained(page.html));
  return { order: /[?&]id_order=(\d+)/.exec(confirmed)?.[1] ?? null, shown };
}

/** From what the page tells its scripts (`var prestashop = …`): the cart with tax, as the guest is to pay it. */
function shownTotal(html: string): number | null {
  const cart = decoded(/var prestashop\s*=\s*([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '');
  const amount =
    /"total_including_tax"\s*:\s*\{[^}]*?"amount"\s*:\s*"?(-?[\d.]+)/.exec(cart) ??
    /"total"\s*:\s*\{[^}]*?"amount"\s*:\s*"?(-?[\d.]+)/.exec(cart);
  return amount ? Number(amount[1]) : null;
}

function jsonOf(text: string): Record<string, unknown> | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
