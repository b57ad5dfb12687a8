import type { CheckFinding, JsonObject } from '#sdk';
import { idOf, text } from '../record.ts';
import type { Words } from './findings.ts';

/** What is asked for, `18-20` or `12-0`, and as the shop has it. */
export interface Wanted {
  product: string;
  variation: string;
  path: string;
}

export interface Judged {
  state: CheckFinding['state'];
  message: Words;
  remedy: Words | null;
  said?: Pick<CheckFinding, 'reference' | 'prices'>;
}

/** The order, and the cart as the guest saw it last. */
export interface Ordered {
  order: string;
  cart: JsonObject;
}

/** What staff call it. */
export function referenceOf(order: JsonObject): string {
  return text(order, 'number') ?? idOf(order);
}
