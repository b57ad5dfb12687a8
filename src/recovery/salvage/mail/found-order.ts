import type { OrderStatus } from '#sdk';
import type { ClaimedAddress } from '../brick/order.ts';

/** An order as one mail tells it. Amounts are exact decimals with tax; null: it does not say. */
export interface FoundOrder {
  reference: string;
  /** RFC 3339 UTC. */
  placedAt: string | null;
  email: string | null;
  /** First and last name as they are written. */
  customer: string | null;
  /** BCP 47; null: the mail does not show it. */
  language: string | null;
  currency: string;
  lines: FoundLine[];
  amounts: Partial<Record<'products' | 'discounts' | 'wrapping' | 'shipping' | 'totalTax' | 'total', string>>;
  payment: string | null;
  carrier: string | null;
  shippingAddress: ClaimedAddress | null;
  billingAddress: ClaimedAddress | null;
}

export interface FoundLine {
  sku: string | null;
  name: string;
  quantity: number;
  unitPrice: string;
  total: string | null;
}

/** That an order has moved on. */
export interface FoundStatus {
  reference: string;
  status: OrderStatus;
  tracking: string | null;
}

const AMOUNT =
  /^[-−]?\s?(?:(?:€|£|\$|EUR|GBP|USD|CHF)\s?)?[-−]?\d[\d\s.,\u00a0\u202f]*\s?(?:€|£|\$|EUR|GBP|USD|CHF)?(?:\s?(?:TTC|HT|tax incl\.|tax excl\.))?$/i;

/** Whether a piece of text is an amount and nothing else. A bare number of pieces is none. */
export function isAmount(text: string): boolean {
  return AMOUNT.test(text) && /[€£$]|EUR|GBP|USD|CHF|[.,]\d{2}\b/i.test(text);
}

/** `-1 234,50 €` is `-1234.50`. Mails have two decimals, so that the mark is never in doubt. */
export function amountIn(text: string): string | null {
  const plain = text.replace(/[^\d.,−-]/g, '').replace('−', '-');
  const parts = /^(-?)([\d.,]*?)(?:[.,](\d{1,2}))?$/.exec(plain);
  if (!parts || !/\d/.test(plain)) return null;
  const [, sign = '', whole = '', cents] = parts;
  return `${sign}${whole.replace(/[.,]/g, '') || '0'}${cents === undefined ? '' : `.${cents}`}`;
}

export function currencyIn(text: string): string | null {
  const marks = { EUR: /€|EUR/i, GBP: /£|GBP/i, USD: /\$|USD/i, CHF: /CHF/i };
  return Object.entries(marks).find(([, mark]) => mark.test(text))?.[0] ?? null;
}

/** Lines of an order, wherever a name is followed by price, quantity and total, in one order or the other. */
export function linesIn(blocks: readonly string[]): FoundLine[] {
  const lines: FoundLine[] = [];
  let from = 0;
  for (let at = 0; at + 2 < blocks.length; at += 1) {
    const [a = '', b = '', c = ''] = blocks.slice(at, at + 3);
    const isCount = (text: string): boolean => /^(?:x\s?)?\d{1,5}(?:\s?x)?$/i.test(text);
    const [price, count] = isAmount(a) && isCount(b) ? [a, b] : isCount(a) && isAmount(b) ? [b, a] : ['', ''];
    if (price === '' || !isAmount(c) || at === from) continue;
    const named = blocks.slice(Math.max(from, at - 6), at);
    const [first = '', ...rest] = named;
    const hasSku = rest.length > 0 && first.length <= 64;
    lines.push({
      sku: hasSku ? first : null,
      name: (hasSku ? rest : named).join(' '),
      quantity: Number(count.replace(/\D/g, '')),
      unitPrice: amountIn(price) ?? '0',
      total: amountIn(c),
    });
    at += 2;
    from = at + 1;
  }
  return lines;
}
