/** Mails of a shop: confirmations become orders, later mails move their state. Untrusted: nothing of them is run or fetched. */
import { readFile } from 'node:fs/promises';
import { fold } from '../../../mirror/index.ts';
import type { Claim, Doubt } from '../claim.ts';
import type { Given } from '../files.ts';
import { checkTotal } from '../tables/orders.ts';
import { claimOfStatus, claimsOfOrder } from './claims.ts';
import type { FoundOrder } from './found-order.ts';
import { mailsOf, type BoxedMail } from './mbox.ts';
import { readMessage, type Message } from './message.ts';
import { orderConfirmation } from './order-conf.ts';
import { schemaOrder } from './schema-org.ts';
import { statusMail } from './status-mail.ts';
import { byTemplate, learn, type Template } from './template.ts';

export { template, type Template } from './template.ts';

export interface MailReading {
  templates: readonly Template[];
  doubt(doubt: Doubt): void;
}

/** What of a mailbox was read: what is said of orders, and the mails in which some state of one may stand. */
export interface ReadMails {
  mails: number;
  claims: Claim[];
  /** Looked at once all orders are known: a mail box is in no order. */
  later: { message: Message; source: string; file: string; number: number }[];
}

const ABOUT_ORDERS = /commande|order\b|achat|purchase|confirmation/;

/** Reads a mailbox or a mail. One that cannot be read is a doubt, and the others are read. */
export async function readMails(given: Given, { templates, doubt }: MailReading): Promise<ReadMails> {
  const read: ReadMails = { mails: 0, claims: [], later: [] };
  for await (const { number, bytes } of given.kind === 'mail' ? oneMail(given.path) : mailsOf(given.path)) {
    read.mails += 1;
    const at = { file: given.name, place: number, column: null };
    const message = bytes && (await readMessage(bytes).catch(() => null));
    if (!message || message.bodies.length === 0) {
      const why = bytes === null ? 'is larger than 25 MB' : 'is broken or empty';
      doubt({
        ...{ code: 'SALVAGE_MAIL_BROKEN', effect: 'refused', ...at },
        message: `Mail ${String(number)} ${why}; it is left out.`,
        remedy: 'If it confirms an order, save it again from the mail program as .eml.',
      });
      continue;
    }
    const source = given.kind === 'mail' ? given.name : `${given.name}, mail ${String(number)}`;
    const order = orderOf(message, templates);
    if (!order) {
      read.later.push({ message, source, file: given.name, number });
      continue;
    }
    const claims = claimsOfOrder(order, source, message.head.date ?? given.at);
    const [claim] = claims.slice(-1);
    if (claim) checkTotal(claim, at, doubt);
    if (order.email === null)
      doubt({
        ...{ code: 'SALVAGE_BUYER_UNKNOWN', effect: 'told', ...at },
        message: `Order ${order.reference}: nothing in the mail says to whom it was sent.`,
        remedy: 'Add the mail that the customer got, or a file of customers.',
      });
    read.claims.push(...claims);
  }
  return read;
}

/** The mails that move the state of an order, and those that seem to be of an order and cannot be read. */
export function laterMails(
  later: ReadMails['later'],
  isOrder: (reference: string) => boolean,
  doubt: (doubt: Doubt) => void,
): Claim[] {
  return later.flatMap(({ message, source, file, number }) => {
    const found = statusMail(message, isOrder);
    const { date } = message.head;
    if (found && date !== null) return [claimOfStatus(found, source, date)];
    if (ABOUT_ORDERS.test(fold(message.subject)))
      doubt({
        ...{ code: 'SALVAGE_MAIL_UNREADABLE', effect: 'refused', file, place: number, column: null },
        message: `Mail ${String(number)} ("${message.subject.slice(0, 80)}") seems to be about an order and was not understood.`,
        remedy:
          'If it is one: save it as .eml and mark it: mortar salvage MAIL.eml --template NAME --field reference=… --field total=…',
      });
    return [];
  });
}

/** A template of what a person has marked in one mail. */
export async function templateOf(path: string, examples: Readonly<Record<string, string>>): Promise<Template> {
  const { bodies, from } = await readMessage(await readFile(path));
  const blocks = bodies.flatMap((body) => body.blocks);
  return learn(blocks, from, examples);
}

/** What a page says for machines is surest, then the shop's own template, then what PrestaShop writes by itself. */
function orderOf({ bodies, head, from }: Message, templates: readonly Template[]): FoundOrder | null {
  for (const { data } of bodies) {
    const found = schemaOrder(data, head.date);
    if (found) return { ...found, email: found.email ?? head.to };
  }
  for (const { blocks } of bodies) {
    const fitting = templates.filter((one) => one.from === from || blocks.some((block) => block.includes(one.from)));
    for (const template of fitting) {
      const found = byTemplate(template, blocks, head);
      if (found) return found;
    }
    const found = orderConfirmation(blocks, head);
    if (found) return found;
  }
  return null;
}

async function* oneMail(path: string): AsyncGenerator<BoxedMail> {
  yield { number: 1, bytes: await readFile(path) };
}
