import { createHash } from 'node:crypto';
import type { CustomerFacet, JsonObject, OrderFacet } from '#sdk';
import type { MirrorReader } from '../../../mirror/index.ts';
import { needed, saveNote } from '../notes.ts';
import type { SalvageParts } from '../salvage.ts';
import { sendEach, underWay, type Addressed, type Mark } from './sending.ts';
import { filled, LETTERS, type LetterText } from './texts.ts';

/** A mail to one buyer. */
export interface Letter {
  to: string;
  subject: string;
  text: string;
  /** The same for the same order, so that a mail program shows one of two. */
  messageId: string;
}

/**
 * Resolves when the mail server has taken the letter. Throws a coded error where it is sure that it has not; anything
 * else means that nobody knows.
 */
export type Deliver = (letter: Letter) => Promise<void>;

export interface LettersOrder {
  /** Sends; else it only says what would be sent. */
  apply: boolean;
  /** Sends the first letter to this address instead, and marks nothing. */
  test?: string;
  /** RFC 3339: only orders since then. */
  since?: string;
  /** Instead of the usual text, for everybody. */
  text?: LetterText;
}

export interface LettersReport {
  /** Orders to whose buyers was written now, or would be. */
  letters: { reference: string; to: string; state: 'due' | 'sent' | 'failed' | 'unknown' }[];
  /** References of orders whose letter was begun and never confirmed: a person looks whether it arrived. */
  unknown: string[];
  /** How many were written to before. */
  before: number;
  /** Orders without an e-mail address. */
  withoutAddress: string[];
  /** Why the sending ended early; null: it did not. */
  stopped: { code: string; message: string; remedy: string } | null;
}

export interface LetterParts extends Pick<SalvageParts, 'brick' | 'writer' | 'now'> {
  reader: MirrorReader;
  deliver: Deliver;
  /** Waits between two letters. */
  pause(): Promise<void>;
  /** One at a time, over all hubs; null: another one is at it. */
  lock(): Promise<(() => Promise<void>) | null>;
}

/** Where it is noted what became of an order's letter. */
const NOTES = 'letters';
/** Nothing is left to be said of these. */
const OVER: ReadonlySet<OrderFacet['status']> = new Set(['DELIVERED', 'CANCELLED', 'REFUNDED']);
const PAGE = 200;

/** Writes to the buyers of salvaged orders: to each once, whatever ends in between. */
export async function writeLetters(parts: LetterParts, order: LettersOrder): Promise<LettersReport> {
  const brick = needed(parts).name;
  const release = await parts.lock();
  if (!release) throw underWay();
  try {
    const report: LettersReport = { letters: [], unknown: [], before: 0, withoutAddress: [], stopped: null };
    const due = await dueLetters(parts, brick, order, report);
    if (order.test !== undefined) return await tried(parts, due, order.test, report);
    const { deliver, pause } = parts;
    const sending = { deliver, pause, mark: (one: string, state: Mark) => mark(parts, one, state) };
    await sendEach(sending, due, report, order);
    return report;
  } finally {
    await release();
  }
}

async function tried(
  parts: LetterParts,
  [first]: readonly Addressed[],
  to: string,
  report: LettersReport,
): Promise<LettersReport> {
  if (!first) return report;
  await parts.deliver({ ...first.letter, to });
  return { ...report, letters: [{ reference: first.reference, to, state: 'sent' }] };
}

/** Oldest order first. Notes in the report what is not due, and why. */
async function dueLetters(
  { reader }: LetterParts,
  brick: string,
  { since, text }: LettersOrder,
  report: LettersReport,
): Promise<Addressed[]> {
  const due: Addressed[] = [];
  for (let after: string | undefined; ;) {
    const where = since === undefined ? [] : [{ column: 'placed_at', atLeast: new Date(since).toISOString() }];
    const orderBy = { column: 'placed_at', descending: false };
    const page = await reader.facets.page<OrderFacet>({
      ...{ type: 'Order', brick, where, orderBy, first: PAGE },
      ...(after !== undefined && { after }),
    });
    const orders = page.rows.map(({ row }) => row.facet).filter(({ status }) => !OVER.has(status));
    const marks = await marksOf(reader, brick, orders);
    const ids = orders.flatMap(({ customer }) => customer ?? []);
    const customers = await reader.facets.byIds<CustomerFacet>('Customer', brick, ids);
    for (const order of orders) {
      const customer = order.customer === null ? undefined : customers.get(order.customer)?.facet;
      const state = marks.get(order.reference);
      if (state === 'sent') report.before += 1;
      else if (state === 'begun') report.unknown.push(order.reference);
      else if (!customer || customer.email === '') report.withoutAddress.push(order.reference);
      else due.push({ reference: order.reference, letter: letterOf(order, customer, text) });
    }
    after = page.rows.at(-1)?.cursor;
    if (!page.hasNext || after === undefined) return due;
  }
}

async function marksOf(reader: MirrorReader, brick: string, orders: readonly OrderFacet[]): Promise<Map<string, Mark>> {
  const records = await reader.latestByIds(
    brick,
    NOTES,
    orders.map(({ reference }) => reference),
  );
  return new Map(records.map(({ id, body }) => [id, body['state'] as Mark]));
}

function letterOf(order: OrderFacet, customer: CustomerFacet, own: LetterText | undefined): Letter {
  const language = customer.language?.startsWith('en') === true ? 'en' : 'fr';
  const { amount, currency } = order.totals.totalWithTax;
  const locale = language === 'en' ? 'en-GB' : 'fr-FR';
  const facts = {
    ...{ reference: order.reference, firstName: customer.firstName, lastName: customer.lastName },
    total: new Intl.NumberFormat(locale, { style: 'currency', currency }).format(Number(amount)),
    date:
      order.placedAt === null
        ? ''
        : new Intl.DateTimeFormat(locale, { timeZone: 'Europe/Paris' }).format(new Date(order.placedAt)),
  };
  const { subject, body } = filled(own ?? LETTERS[language], facts);
  const digest = createHash('sha256').update(order.reference).digest('hex').slice(0, 32);
  return { to: customer.email, subject, text: body, messageId: `<salvage.${digest}@mortar.invalid>` };
}

/** On disk when it resolves. */
function mark(parts: LetterParts, reference: string, state: Mark): Promise<void> {
  const body: JsonObject = { state, at: parts.now().toISOString() };
  return saveNote(parts, NOTES, reference, body);
}
