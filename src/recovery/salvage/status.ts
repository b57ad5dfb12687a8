import type { OrderStatus } from '#sdk';
import { fold } from '../../mirror/index.ts';

/** Words for a status, folded, the more telling first. */
const WORDS: readonly (readonly [OrderStatus, RegExp])[] = [
  ['REFUNDED', /rembours|refund/],
  ['CANCELLED', /annul|cancel/],
  ['PAYMENT_ERROR', /erreur de paiement|payment error|refuse|declined/],
  ['DELIVERED', /\blivre|deliver/],
  ['SHIPPED', /expedi|envoye|shipped|\bsent\b|en cours de livraison|in transit/],
  ['ON_BACKORDER', /reapprovisionnement|backorder|rupture/],
  ['PROCESSING', /preparation|processing|en cours/],
  ['PENDING', /attente|awaiting|pending/],
  ['PAID', /pay(e|ement accepte|ment accepted)|paiement accepte|paid|regle/],
];

/** The status that a shop's own words mean; null: they are not known. */
export function statusOf(label: string): OrderStatus | null {
  const plain = fold(label);
  return WORDS.find(([, words]) => words.test(plain))?.[0] ?? null;
}
