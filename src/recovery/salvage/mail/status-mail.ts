import { fold } from '../../../mirror/index.ts';
import { statusOf } from '../status.ts';
import type { FoundStatus } from './found-order.ts';
import type { Message } from './message.ts';

/** `… votre commande ayant pour référence XKBKNABJK …`, `your order with the reference …`, `[Boutique] #XKBKNABJK`. */
const REFERENCE = /(?:reference|commande|order)[^A-Z0-9]{0,30}?\b([A-Z0-9][A-Z0-9-]{3,31})\b/g;
const TRACKING = /(?:numero de suivi|tracking (?:number|code))[^A-Za-z0-9]{0,20}([A-Za-z0-9]{8,40})/i;

/** What a mail about a known order says of its state; null: it is about none, or says nothing that is known. */
export function statusMail({ subject, bodies }: Message, isOrder: (reference: string) => boolean): FoundStatus | null {
  for (const { blocks } of bodies) {
    const texts = [subject, ...blocks];
    const reference = texts.flatMap(referencesIn).find(isOrder);
    if (reference === undefined) continue;
    // The sentence that names the order says what became of it; the subject says it shorter.
    const saying = [
      subject,
      ...blocks.filter((block) => block.toUpperCase().includes(reference)),
      ...blocks.slice(0, 12),
    ];
    const status = saying.map(statusOf).find((one) => one !== null);
    if (!status) return null;
    const tracking = texts.map((text) => TRACKING.exec(fold(text))?.[1]).find((one) => one !== undefined);
    return { reference, status, tracking: tracking?.toUpperCase() ?? null };
  }
  return null;
}

function referencesIn(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '');
  // Words of a label may be written in any case, a reference is written in capitals.
  const labelled = plain.replace(/reference|commande|order/gi, (word) => word.toLowerCase());
  return [...labelled.matchAll(REFERENCE)].flatMap(([, reference]) => reference ?? []);
}
