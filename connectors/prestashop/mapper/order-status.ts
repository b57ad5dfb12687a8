import type { JsonObject, Localized, OrderStatus, Related } from '#sdk';
import { toLocalized } from './localized.ts';
import { flag } from '../record.ts';
import { shopSettings } from './shop-settings.ts';
import type { ShopSettings } from './shop-settings.ts';

/** The settings in which the shop names the states that its own code relies on. */
export const NAMED_STATES: readonly (readonly [setting: string, status: OrderStatus])[] = [
  ['PS_OS_DELIVERED', 'DELIVERED'],
  ['PS_OS_SHIPPING', 'SHIPPED'],
  ['PS_OS_PREPARATION', 'PROCESSING'],
  ['PS_OS_CANCELED', 'CANCELLED'],
  ['PS_OS_REFUND', 'REFUNDED'],
  ['PS_OS_ERROR', 'PAYMENT_ERROR'],
  ['PS_OS_OUTOFSTOCK_PAID', 'ON_BACKORDER'],
  ['PS_OS_OUTOFSTOCK_UNPAID', 'ON_BACKORDER'],
  ['PS_OS_OUTOFSTOCK', 'ON_BACKORDER'],
];

/** The mail that a state sends says what it is, also in states of the retailer's own. */
const TEMPLATES: Readonly<Record<string, OrderStatus>> = {
  shipped: 'SHIPPED',
  order_canceled: 'CANCELLED',
  refund: 'REFUNDED',
  payment_error: 'PAYMENT_ERROR',
  outofstock: 'ON_BACKORDER',
  preparation: 'PROCESSING',
};

/** Delivered has no flag of its own: shipped, and named so. */
const DELIVERED_NAME = /^(delivered|livrée?|entregado|zugestellt|geliefert|consegnato)(?!\p{L})/iu;

const CANCELLED_NAME = /^(cancell?ed|annulée?|cancelado|storniert|annullato)(?!\p{L})/iu;

export interface ShownStatus {
  status: OrderStatus;
  label: Localized;
}

/** What an order state means: by the shop's settings, then its mail, then its flags, never by its id alone. */
export function toStatus(id: string | null, related: Related): ShownStatus {
  const statuses = related.derived('prestashop order states', ['order_states', 'configurations', 'languages'], () => {
    const settings = shopSettings(related);
    return new Map(related.all('order_states').map((state) => [state.id, showState(state.id, state.body, settings)]));
  });
  return statuses.get(id ?? '') ?? { status: 'PENDING', label: {} };
}

/** What the meaning of a state depends on. */
type StatusSettings = Pick<ShopSettings, 'value' | 'languages'>;

export function showState(id: string, body: JsonObject, settings: StatusSettings): ShownStatus {
  const label = toLocalized(body['name'], settings.languages);
  const named = NAMED_STATES.find(([setting]) => settings.value(setting) === id);
  return { label, status: named?.[1] ?? byTemplate(body, settings) ?? byFlags(body, label) };
}

function byTemplate(body: JsonObject, { languages }: StatusSettings): OrderStatus | undefined {
  const templates = Object.values(toLocalized(body['template'], languages));
  return templates.map((template) => TEMPLATES[template]).find((status) => status !== undefined);
}

function byFlags(body: JsonObject, label: Localized): OrderStatus {
  const isCalled = (name: RegExp): boolean => Object.values(label).some((words) => name.test(words.trim()));
  if (flag(body, 'shipped')) return isCalled(DELIVERED_NAME) ? 'DELIVERED' : 'SHIPPED';
  if (flag(body, 'delivery')) return 'PROCESSING';
  if (flag(body, 'paid')) return 'PAID';
  return isCalled(CANCELLED_NAME) ? 'CANCELLED' : 'PENDING';
}
