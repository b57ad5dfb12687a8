import { randomUUID } from 'node:crypto';
import type { OrderFacet } from '#sdk';
import type { ErasedInBrick, FollowedKind, MirrorReader, NewMessage, PersonDesk } from '../mirror/index.ts';
import type { Outbox } from '../roles/graph/index.ts';
import type { EraseOrder, EraseOutcome } from '../roles/hub/index.ts';
import { isOrder, ordersOf, papersOf, sealPapers } from './papers.ts';

/** What an erasure works with. */
export interface EraseParts {
  reader: MirrorReader;
  desk: PersonDesk;
  outbox: Pick<Outbox, 'can' | 'submit'>;
  /** Names of all bricks, and of those that are shops. */
  bricks: readonly string[];
  shops: readonly string[];
  follows: readonly FollowedKind[];
  /** The owner's public keys. */
  recipients: readonly string[];
  isSealed(): Promise<boolean>;
  /** Shows in queries what is due. */
  project(): Promise<void>;
  now(): Date;
}

/** Orders in these states may still need an address. */
const OPEN = new Set<OrderFacet['status']>(['PENDING', 'PAID', 'PROCESSING', 'ON_BACKORDER']);
/** A parcel that was sent is taken for delivered after so long: many shops never say so. */
const ON_ITS_WAY_MS = 30 * 86_400_000;

type Refused = Extract<EraseOutcome, { outcome: 'refused' }>;

/** Erases a customer; or, where `customer` is the id of an order that belongs to none, who is named in it. */
export async function erasePerson(parts: EraseParts, order: EraseOrder): Promise<EraseOutcome> {
  const { desk, reader, now } = parts;
  const { customer } = order;
  const before = await desk.erasure(customer);
  if (before?.state === 'destroyed') return { outcome: 'already', erasure: before };
  if (before) return finish(parts, before.id, customer);
  const type = isOrder(customer) ? 'Order' : 'Customer';
  const origins = (await reader.facets.origins(type, [customer])).get(customer) ?? [];
  const present = origins[0]?.id;
  if (present === undefined) return { outcome: 'unknown' };
  if (order.confirm !== customer)
    return refused('CONFIRMATION_WRONG', 'The confirmation is not the id of the customer.', 'Repeat the id: confirm.');
  const obstacle = await obstacleOf(parts, present);
  if (obstacle) return obstacle;
  const papers = await papersOf(reader.facets, parts.shops, present);
  if (papers.length > 0 && parts.recipients.length === 0)
    return refused(
      'PAPERS_KEY_MISSING',
      `Tax law keeps ${papers.length} invoice(s) of this customer, and there is no key to encrypt them to.`,
      'Set backup.recipients (mortar backup key --into FILE makes one), then try again.',
    );
  const { bricks, messages } = told(
    parts,
    present,
    origins.map(({ brick }) => brick),
  );
  const id = `erasure_${randomUUID()}`;
  const at = now().toISOString();
  const { by, reason } = order;
  const sealed = await sealPapers(papers, parts.recipients, now());
  await parts.outbox.submit({
    ...{ at, by, name: 'erasePerson', key: null, answer: null, messages, reservations: [], oversell: 'accept' },
    erasure: { id, customer: present, at, by, reason, bricks, papers: sealed },
  });
  return finish(parts, id, present);
}

/** Goes on with what a kill left. */
export async function resumeErasures(parts: Pick<EraseParts, 'desk' | 'follows' | 'now' | 'project'>): Promise<void> {
  const begun = await parts.desk.erasures({ state: 'begun' });
  for (const { id } of begun) await parts.desk.destroy({ id, follows: parts.follows, at: parts.now().toISOString() });
  if (begun.length > 0) await parts.project();
}

async function finish(parts: EraseParts, id: string, customer: string): Promise<EraseOutcome> {
  const { desk, follows, now } = parts;
  await desk.destroy({ id, follows, at: now().toISOString() });
  await parts.project();
  const erasure = await desk.erasure(customer);
  return erasure ? { outcome: 'erased', erasure } : { outcome: 'unknown' };
}

/** Why it cannot be yet. */
export async function obstacleOf(parts: EraseParts, customer: string): Promise<Refused | null> {
  const { reader, isSealed, shops, now } = parts;
  if (!(await isSealed()))
    return refused(
      'NOT_SEALED_YET',
      'What an earlier release stored is still being sealed, or was never read since.',
      'Try again in some minutes.',
    );
  const lanes = [`Customer:${customer}`];
  for (const brick of shops) {
    const orders = await ordersOf(reader.facets, brick, customer);
    const open = orders.filter(({ facet }) => isOpen(facet, now()));
    if (open.length > 0)
      return refused(
        'ORDERS_UNDELIVERED',
        `Orders are not delivered yet: ${open.map(({ facet }) => facet.reference).join(', ')}.`,
        'Deliver or cancel them first; a parcel that was sent counts as delivered after 30 days.',
      );
    lanes.push(...orders.map(({ id }) => `Order:${id}`));
  }
  for (const lane of lanes) {
    for (const state of ['queued', 'dead'] as const) {
      const [message] = (await reader.messages({ lane, state, first: 1 })).rows;
      if (message)
        return refused(
          'MESSAGES_UNDELIVERED',
          `A brick is still to be told something of them: ${message.id} (${message.command} to ${message.brick}).`,
          'Wait until it is delivered, or discard it.',
        );
    }
  }
  return null;
}

function isOpen({ status, updatedAt, placedAt }: OrderFacet, now: Date): boolean {
  if (status !== 'SHIPPED') return OPEN.has(status);
  const last = Date.parse(updatedAt ?? placedAt ?? '');
  return !(now.getTime() - last > ON_ITS_WAY_MS);
}

/** Who is told, and who has to be told by hand. */
function told(
  { outbox, bricks }: EraseParts,
  customer: string,
  having: readonly string[],
): { bricks: ErasedInBrick[]; messages: NewMessage[] } {
  const messages: NewMessage[] = [];
  const names = bricks.filter((brick) => having.includes(brick));
  const outcomes = names.map((brick): ErasedInBrick => {
    if (isOrder(customer) || !outbox.can(brick, 'eraseCustomer')) return { brick, outcome: 'by-hand', message: null };
    const id = `msg_${randomUUID()}`;
    messages.push({
      ...{ id, brick, command: 'eraseCustomer', lane: `Customer:${customer}`, payload: { customer } },
      ...{ overlays: [], replaces: null, creates: false, origin: 'command' },
    });
    return { brick, outcome: 'told', message: id };
  });
  return { bricks: outcomes, messages };
}

function refused(code: string, message: string, remedy: string): Refused {
  return { outcome: 'refused', code, message, remedy };
}
