import type { Address } from 'postal-mime';
import { fromHtml, fromText, type Readable } from './blocks.ts';
import type { MailHead } from './order-conf.ts';

/** A mail, decoded. Attachments are not looked at. */
export interface Message {
  subject: string;
  /** Address of the sender, in lower case; '' where there is none. */
  from: string;
  head: MailHead;
  /** HTML first: what shops lay out; then the plain text, which themes often leave behind. */
  bodies: Readable[];
}

/** Nested deeper or headed longer, it was made to hurt; a forward of a forward of a forward is none of these. */
const LIMITS = { maxNestingDepth: 20, maxHeadersSize: 256 * 1024, maxRfc822NestingDepth: 5 };

/** Throws where it cannot be decoded. */
export async function readMessage(bytes: Buffer): Promise<Message> {
  const { default: PostalMime } = await import('postal-mime');
  const mail = await PostalMime.parse(bytes, LIMITS);
  const from = addressOf(mail.from);
  const to = (mail.to ?? []).map(addressOf).filter((address) => address !== '');
  const subject = mail.subject ?? '';
  // A forward goes to somebody else; what it quotes names the buyer.
  const isPassedOn = /^(?:fwd?|tr|wg|re|ref) ?:/i.test(subject.trim());
  const sentAt = mail.date === undefined ? Number.NaN : Date.parse(mail.date);
  return {
    subject,
    from,
    head: {
      date: Number.isNaN(sentAt) ? null : new Date(sentAt).toISOString(),
      isPassedOn,
      to: !isPassedOn && to.length === 1 && to[0] !== from ? (to[0] ?? null) : null,
    },
    bodies: [
      ...(mail.html === undefined ? [] : [await fromHtml(mail.html)]),
      ...(mail.text === undefined ? [] : [fromText(mail.text)]),
    ],
  };
}

function addressOf(address: Address | undefined): string {
  return address?.address?.toLowerCase() ?? '';
}
