import type { Localized, OrderStatus } from '#sdk';

/** Statuses of WooCommerce itself. `completed` is what its own flow says when the goods are on their way. */
const STATUSES: Readonly<Record<string, OrderStatus>> = {
  pending: 'PENDING',
  'on-hold': 'PENDING',
  processing: 'PAID',
  completed: 'SHIPPED',
  cancelled: 'CANCELLED',
  refunded: 'REFUNDED',
  failed: 'PAYMENT_ERROR',
};

/** Statuses that plugins add, by their names. */
const NAMED: readonly (readonly [RegExp, OrderStatus])[] = [
  [/deliver|livr/, 'DELIVERED'],
  [/ship|exped|sent|transit/, 'SHIPPED'],
  [/back-?order|reappro/, 'ON_BACKORDER'],
  [/cancel|annul/, 'CANCELLED'],
  [/refund|rembours/, 'REFUNDED'],
  [/pack|pick|prepar|process/, 'PROCESSING'],
];

/** The status in which WooCommerce keeps one of the hub's. */
export const WRITTEN: Readonly<Record<OrderStatus, string>> = {
  PENDING: 'pending',
  PAID: 'processing',
  PROCESSING: 'processing',
  ON_BACKORDER: 'processing',
  SHIPPED: 'completed',
  DELIVERED: 'completed',
  CANCELLED: 'cancelled',
  REFUNDED: 'refunded',
  PAYMENT_ERROR: 'failed',
};

const LABELS: Readonly<Record<string, Readonly<Record<'fr' | 'en', string>>>> = {
  pending: { fr: 'Attente de paiement', en: 'Pending payment' },
  'on-hold': { fr: 'En attente', en: 'On hold' },
  processing: { fr: 'En cours', en: 'Processing' },
  completed: { fr: 'Terminée', en: 'Completed' },
  cancelled: { fr: 'Annulée', en: 'Cancelled' },
  refunded: { fr: 'Remboursée', en: 'Refunded' },
  failed: { fr: 'Échouée', en: 'Failed' },
};

export interface ShownStatus {
  status: OrderStatus;
  label: Localized;
}

/** What a status means. `kept`: what the hub meant when it wrote it; it counts while the shop's has not moved on. */
export function toStatus(status: string, kept: string | null, language: string): ShownStatus {
  const shown = label(status, language);
  if (kept !== null && isStatus(kept) && WRITTEN[kept] === status) return { status: kept, label: shown };
  const named = NAMED.find(([name]) => name.test(status))?.[1];
  return { status: STATUSES[status] ?? named ?? 'PROCESSING', label: shown };
}

function isStatus(name: string): name is OrderStatus {
  return name in WRITTEN;
}

function label(status: string, language: string): Localized {
  const words = LABELS[status];
  return { [language]: words ? words[language.startsWith('fr') ? 'fr' : 'en'] : status };
}
