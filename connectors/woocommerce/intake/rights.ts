import { isCoded, type CheckFinding } from '#sdk';
import type { Media } from '../media.ts';

import type { Rest } from '../rest.ts';

/** E-mails that WooCommerce sends by itself when orders and accounts are made. */
const MAILS = [
  ...['new_order', 'cancelled_order', 'failed_order', 'customer_on_hold_order', 'customer_processing_order'],
  ...['customer_completed_order', 'customer_refunded_order', 'customer_new_account'],
];

/** Beyond what the installation brings: an administrator and one category. */
export async function contents(rest: Rest): Promise<{ kind: string; count: number }[]> {
  const { signal } = new AbortController();
  const total = async (path: string, query: Record<string, string>): Promise<number> =>
    (await rest.list(path, { ...query, per_page: 1 }, signal)).total ?? 0;
  return [
    { kind: 'products', count: await total('products', { include_status: 'publish,draft,private,pending,future' }) },
    { kind: 'categories', count: Math.max(0, (await total('products/categories', {})) - 1) },
    { kind: 'customers', count: await total('customers', { role: 'customer' }) },
    { kind: 'orders', count: await total('orders', { status: 'any,trash' }) },
    { kind: 'coupons', count: await total('coupons', {}) },
  ];
}

/** Whether the shop may be filled: the key may write, pictures may be sent, and nobody is mailed meanwhile. */
export async function rights(rest: Rest, media: Media | null): Promise<CheckFinding[]> {
  const { signal } = new AbortController();
  return [await mayWrite(rest, signal), await mayUpload(media, signal), await isQuiet(rest, signal)];
}

/** A setting is written with the value that it has. */
async function mayWrite(rest: Rest, signal: AbortSignal): Promise<CheckFinding> {
  const path = 'settings/general/woocommerce_currency';
  try {
    const { value } = await rest.get(path, {}, signal);
    await rest.put(path, { value: value ?? '' }, signal);
    return { subject: 'key', state: 'ok', message: 'The key may write.' };
  } catch (error) {
    return found('key', error);
  }
}

async function mayUpload(media: Media | null, signal: AbortSignal): Promise<CheckFinding> {
  if (!media) {
    return {
      ...{ subject: 'pictures', state: 'missing', message: 'Pictures cannot be sent: no WordPress user is given.' },
      remedy:
        'Make an application password (Users > Profile) of a user who may upload files, and set mediaUser and mediaPassword.',
    };
  }
  try {
    await media.find('mortar', signal);
    return { subject: 'pictures', state: 'ok', message: 'Pictures can be sent.' };
  } catch (error) {
    return found('pictures', error);
  }
}

/** Every order that is made would be mailed to its buyer. */
async function isQuiet(rest: Rest, signal: AbortSignal): Promise<CheckFinding> {
  const on: string[] = [];
  for (const mail of MAILS) {
    try {
      const { value } = await rest.get(`settings/email_${mail}/enabled`, {}, signal);
      if (value === 'yes') on.push(mail);
    } catch (error) {
      // A version or an extension that lacks it sends none.
      if (!isCoded(error) || !/ABSENT/.test(error.code)) return found('e-mails', error);
    }
  }
  if (on.length === 0) return { subject: 'e-mails', state: 'ok', message: 'The shop mails nobody while it is filled.' };
  return {
    ...{
      subject: 'e-mails',
      state: 'missing',
      message: `The shop would mail buyers of old orders: ${on.join(', ')} are on.`,
    },
    remedy: 'Switch these off in WooCommerce > Settings > Emails until the swap is done, then on again.',
  };
}

function found(subject: string, error: unknown): CheckFinding {
  if (!isCoded(error)) throw error;
  const state = error.code === 'BRICK_RIGHT_MISSING' ? 'missing' : 'error';
  return { subject, state, message: error.message, remedy: error.remedy };
}
