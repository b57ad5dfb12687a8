import { PermanentError, z } from '#sdk';
import { fold } from '../../../mirror/index.ts';
import { readDate } from '../tables/cells.ts';
import { amountIn, currencyIn, isAmount, linesIn, type FoundOrder } from './found-order.ts';
import type { MailHead } from './order-conf.ts';

/** What may be marked in a mail. */
export const MARKED = [
  'reference',
  'total',
  'placedAt',
  'email',
  'customer',
  'shipping',
  'discounts',
  'totalTax',
  'carrier',
  'payment',
] as const;
type Marked = (typeof MARKED)[number];

/** Where a value stands: behind `prefix` in its own piece of text, or in the piece after `label`. */
const place = z.strictObject({ label: z.string(), prefix: z.string(), suffix: z.string() });

export const template = z.strictObject({
  /** The shop's address: only mails that show it are read by this template. */
  from: z.string(),
  fields: z.partialRecord(z.enum(MARKED), place),
});
export type Template = z.output<typeof template>;

/** Learns from one mail in which a person has marked what is what. Throws SALVAGE_TEMPLATE_… */
export function learn(blocks: readonly string[], from: string, examples: Readonly<Record<string, string>>): Template {
  const fields: Template['fields'] = {};
  for (const [name, example] of Object.entries(examples)) {
    const field = MARKED.find((one) => one === name);
    if (!field) throw wrong('FIELD_UNKNOWN', `There is no field "${name}".`, `Choose among: ${MARKED.join(', ')}.`);
    const at = blocks.findIndex((block) => block.includes(example));
    const block = blocks[at];
    if (block === undefined || example === '')
      throw wrong(
        'EXAMPLE_ABSENT',
        `"${example}" (${name}) is not in this mail.`,
        'Copy it from the mail as it is written there.',
      );
    const start = block.indexOf(example);
    fields[field] = {
      label: fold(blocks[at - 1] ?? ''),
      prefix: block.slice(0, start),
      suffix: block.slice(start + example.length),
    };
  }
  if (!fields.reference || !fields.total)
    throw wrong(
      'TOO_LITTLE',
      'A template needs the reference and the total at least.',
      'Mark them: --field reference=… --field total=…',
    );
  return { from, fields };
}

/** The order of a mail of that shop; null: the reference or the total is not where the template says. */
export function byTemplate({ fields }: Template, blocks: readonly string[], head: MailHead): FoundOrder | null {
  const of = (field: Marked): string | null => {
    const where = fields[field];
    return where ? valueAt(blocks, where) : null;
  };
  const amount = (field: Marked): string | null => amountIn(of(field) ?? '');
  const [reference, total] = [of('reference'), amount('total')];
  if (reference === null || total === null || !/^[\w#/.-]{2,40}$/.test(reference)) return null;
  const [shipping, discounts, totalTax] = [amount('shipping'), amount('discounts'), amount('totalTax')];
  const placed = readDate(of('placedAt') ?? '', 'day-first');
  return {
    reference,
    placedAt: ('value' in placed ? placed.value : null) ?? head.date,
    email: (of('email') ?? head.to)?.toLowerCase() ?? null,
    customer: of('customer'),
    language: null,
    currency: blocks.flatMap((block) => (isAmount(block) ? (currencyIn(block) ?? []) : []))[0] ?? 'EUR',
    lines: linesIn(blocks),
    amounts: {
      total,
      ...(shipping !== null && { shipping }),
      ...(discounts !== null && { discounts: discounts.replace('-', '') }),
      ...(totalTax !== null && { totalTax }),
    },
    payment: of('payment'),
    carrier: of('carrier'),
    shippingAddress: null,
    billingAddress: null,
  };
}

function valueAt(blocks: readonly string[], { label, prefix, suffix }: z.output<typeof place>): string | null {
  const at = blocks.findIndex((block, i) => {
    if (!block.startsWith(prefix) || !block.endsWith(suffix) || block.length <= prefix.length + suffix.length)
      return false;
    return prefix.trim() !== '' || fold(blocks[i - 1] ?? '') === label;
  });
  const block = blocks[at];
  return block === undefined ? null : block.slice(prefix.length, block.length - suffix.length).trim();
}

function wrong(code: string, message: string, remedy: string): PermanentError {
  return new PermanentError({ code: `SALVAGE_TEMPLATE_${code}`, message, remedy });
}
