import { fold } from '../../../mirror/index.ts';
import { dateOrderOf, readDate, type DateOrder } from '../tables/cells.ts';
import { addressIn } from './address.ts';
import { amountIn, currencyIn, isAmount, linesIn, type FoundOrder } from './found-order.ts';

type Amount = keyof FoundOrder['amounts'];

/** Labels of `order_conf` in its themes classic and modern and in those of PrestaShop 1.6, folded. */
const LABELS: Record<Amount, RegExp> = {
  products: /^(?:total )?(?:produits|products)$/,
  discounts: /^(?:total )?(?:reductions?|remises?|discounts?)$/,
  wrapping: /^(?:paquet[- ]cadeau|emballage[- ]cadeau|gift[- ]wrapping)$/,
  shipping: /^(?:livraison|frais de (?:livraison|port)|expedition|shipping)$/,
  totalTax:
    /^(?:tva totale|taxes totales|(?:dont|y compris) (?:le )?total (?:des )?taxes|(?:dont|y compris) (?:tva|taxes?)(?: totales?)?|total (?:des )?taxes|including total tax|total tax(?: paid)?)$/,
  total: /^(?:total paye|montant total paye|total paid|total)$/,
};
const ORDER = /^(?:commande|order)(?: (?:n[o°]?|number|reference))? ?:? ?#?([a-z0-9][a-z0-9-]{2,31})\b(.*)$/;
const PAYMENT = /^(?:paiement|payment|mode de paiement|payment method) ?: ?(.+)$/i;
const CARRIER = /^(?:transporteur|carrier) ?: ?(.+)$/i;
const GREETING = /^(?:bonjour|hi|hello|dear|cher|chere) (.+?) ?[,!]?$/i;
/** The shop's own copy (`new_order`) names the customer. */
const CUSTOMER = /^(?:client|customer) ?: ?(.+?) ?\(([^\s()]+@[^\s()]+)\)/i;
/** In what a forward quotes. */
const RECIPIENT = /^(?:to|a|pour|destinataire) ?: ?.*?([^\s<>()";,:]+@[^\s<>()";,]+)/;
const DELIVERY = /^(?:adresse de livraison|delivery address|shipping address)$/;
const BILLING = /^(?:adresse de facturation|billing address|invoice address)$/;
const AFTER_ADDRESS =
  /^(?:vous pouvez|you can|si vous avez|if you have|suivez|follow|adresse de facturation|billing address|adresse de livraison|delivery address)/;

/** What the hub knows of a mail beside its text. */
export interface MailHead {
  /** RFC 3339 UTC, or null. */
  date: string | null;
  /** A forward or a reply: its date is not the order's. */
  isPassedOn: boolean;
  /** Whom it was sent to, if it went from the shop to one person. */
  to: string | null;
}

/** PrestaShop's confirmation of an order, in French or English, from its HTML or its text. Null: it is none. */
export function orderConfirmation(blocks: readonly string[], head: MailHead): FoundOrder | null {
  const plain = blocks.map((block) => fold(block).replace(/\s*:$/, ''));
  const at = plain.findIndex((block) => ORDER.test(block));
  const [, reference = '', rest = ''] = ORDER.exec(plain[at] ?? '') ?? [];
  const amounts = amountsIn(blocks, plain, at);
  const lines = linesIn(afterHeadings(blocks, plain, at));
  if (reference === '' || amounts.total === undefined || lines.length === 0) return null;
  const customer = firstMatch(blocks, CUSTOMER);
  const addressAfter = (label: RegExp) => {
    const from = plain.findIndex((block) => label.test(block));
    return from < 0 ? null : addressIn(blocks.slice(from + 1), (block) => AFTER_ADDRESS.test(fold(block)));
  };
  return {
    reference: reference.toUpperCase(),
    placedAt: dateIn(rest, plain[at]?.startsWith('order') ? 'month-first' : 'day-first', head),
    email: (customer?.[2] ?? firstMatch(plain, RECIPIENT)?.[1] ?? head.to)?.toLowerCase() ?? null,
    customer: customer?.[1] ?? firstMatch(blocks, GREETING)?.[1] ?? null,
    language: plain[at]?.startsWith('order') === true ? 'en' : 'fr',
    currency: blocks.flatMap((block) => (isAmount(block) ? (currencyIn(block) ?? []) : []))[0] ?? 'EUR',
    lines,
    amounts,
    payment: firstMatch(blocks, PAYMENT)?.[1] ?? null,
    carrier: firstMatch(blocks, CARRIER)?.[1] ?? null,
    shippingAddress: addressAfter(DELIVERY),
    billingAddress: addressAfter(BILLING),
  };
}

/** Each amount stands right after its label; a discount is told as what is taken off. */
function amountsIn(blocks: readonly string[], plain: readonly string[], from: number): FoundOrder['amounts'] {
  const found: FoundOrder['amounts'] = {};
  for (const [name, label] of Object.entries(LABELS) as [Amount, RegExp][]) {
    const at = plain.findIndex((block, i) => i > from && label.test(block) && isAmount(blocks[i + 1] ?? ''));
    const amount = at < 0 ? null : amountIn(blocks[at + 1] ?? '');
    if (amount !== null) found[name] = name === 'discounts' ? amount.replace('-', '') : amount;
  }
  return found;
}

/** The lines begin after the last heading of their table and end where the sums begin. */
function afterHeadings(blocks: readonly string[], plain: readonly string[], from: number): string[] {
  const heading = plain.findIndex((block, i) => i > from && /^(?:prix total|total price|total)$/.test(block));
  const end = plain.findIndex(
    (block, i) => i > heading && LABELS.products.test(block) && isAmount(blocks[i + 1] ?? ''),
  );
  return heading < 0 ? [] : blocks.slice(heading + 1, end < 0 ? blocks.length : end);
}

/**
 * French shops write the day first, English ones the month (PrestaShop's en-US) or the day (en-GB): there the day of the
 * mail tells which, unless it was forwarded later.
 */
function dateIn(text: string, usual: DateOrder, { date: mailed, isPassedOn }: MailHead): string | null {
  const found = /\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}(?:\D{1,4}\d{1,2}:\d{2}(?::\d{2})?)?/.exec(text)?.[0];
  if (found === undefined) return mailed;
  const told = dateOrderOf([found]);
  const order = told === 'day-first' || told === 'month-first' ? told : usual;
  const isSure = order === told || usual === 'day-first' || mailed === null || isPassedOn;
  const orders: readonly DateOrder[] = isSure ? [order] : ['month-first', 'day-first'];
  const dates = orders.flatMap((one) => {
    const read = readDate(found, one);
    return 'value' in read && read.value !== null ? [read.value] : [];
  });
  const distance = (date: string): number => Math.abs(Date.parse(date) - Date.parse(mailed ?? date));
  return dates.toSorted((a, b) => distance(a) - distance(b))[0] ?? mailed;
}

function firstMatch(blocks: readonly string[], pattern: RegExp): RegExpExecArray | null {
  for (const block of blocks) {
    const found = pattern.exec(block);
    if (found) return found;
  }
  return null;
}
