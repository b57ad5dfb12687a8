import { isCoded, type CheckFinding } from '#sdk';
import { allowedMethods } from '../check.ts';
import type { Shop } from '../commands/access.ts';
import { noWebservice } from '../errors.ts';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** What each stage does with its resource. */
const WRITTEN = [
  'addresses',
  'carriers',
  'cart_rules',
  'carts',
  'categories',
  'combinations',
  'configurations',
  'contacts',
  'countries',
  'currencies',
  'customer_messages',
  'customer_threads',
  'customers',
  'deliveries',
  'groups',
  'languages',
  'manufacturers',
  'messages',
  'order_carriers',
  'order_cart_rules',
  'order_details',
  'order_histories',
  'order_invoices',
  'order_payments',
  'order_slip',
  'order_states',
  'orders',
  'price_ranges',
  'product_customization_fields',
  'product_feature_values',
  'product_features',
  'product_option_values',
  'product_options',
  'product_suppliers',
  'products',
  'specific_price_rules',
  'specific_prices',
  'states',
  'suppliers',
  'tags',
  'tax_rule_groups',
  'tax_rules',
  'taxes',
  'weight_ranges',
  'zones',
];

const DELETED = new Set([
  'configurations',
  'order_carriers',
  'order_details',
  'order_histories',
  'order_invoices',
  'order_payments',
]);

const NEEDED: Readonly<Record<string, readonly Method[]>> = {
  ...Object.fromEntries(
    WRITTEN.map((name) => [name, ['GET', 'POST', 'PATCH', ...(DELETED.has(name) ? ['DELETE' as const] : [])]] as const),
  ),
  images: ['GET', 'POST'],
  shops: ['GET'],
  stock_availables: ['GET', 'PATCH'],
};

/** Which boxes of the target's webservice key are not ticked; the root of its webservice says. */
export async function rights({ webservice }: Shop): Promise<CheckFinding[]> {
  try {
    const allowed = allowedMethods((await webservice.xml('api/')).body);
    if (!allowed) return [{ subject: 'webservice', state: 'error', ...noWebservice() }];
    return Object.entries(NEEDED).flatMap(([subject, methods]) => {
      const missing = methods.filter((method) => !allowed.get(subject)?.has(method));
      if (missing.length === 0) return [{ subject, state: 'ok' as const, message: 'The key may write it.' }];
      return [missingRight(subject, missing)];
    });
  } catch (error) {
    if (!isCoded(error)) throw error;
    return [{ subject: 'webservice', state: 'error', message: error.message, remedy: error.remedy }];
  }
}

function missingRight(subject: string, missing: readonly Method[]): CheckFinding {
  return {
    subject,
    state: 'missing',
    message: `The key may not ${missing.join(', ')} "${subject}".`,
    remedy: `In Advanced Parameters > Webservice > the key, tick ${missing.join(', ')} for "${subject}".`,
  };
}
