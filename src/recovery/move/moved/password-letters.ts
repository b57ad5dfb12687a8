import { createHash } from 'node:crypto';
import type { CustomerFacet } from '#sdk';
import {
  filled,
  sendEach,
  underWay,
  type Addressed,
  type Deliver,
  type LetterText,
  type Mark,
  type Sent,
} from '../../salvage/index.ts';
import { csvOf } from '../csv.ts';
import { refuseMove } from '../failures.ts';
import { idMap } from '../id-map.ts';
import type { MoveParts } from '../parts.ts';
import { cutOverPlan } from './redirects.ts';

/** Whose password the target could not take. */
export interface Locked {
  hubId: string;
  /** The target's. */
  customerId: string;
  email: string;
  firstName: string;
  lastName: string;
  /** BCP 47; null: not known. */
  language: string | null;
}

export interface PasswordOrder {
  /** Id of the plan. */
  id: string;
  /** Sends; else it only says to whom. */
  apply: boolean;
  /** Sends the first letter to this address instead, and marks nothing. */
  test?: string;
  /** Instead of the usual text, for everybody. */
  text?: LetterText;
}

export interface PasswordReport extends Sent {
  /** How many were written to before. */
  before: number;
  /** Page on which a password is set. */
  page: string;
  /** All of them, as CSV. Personal data. */
  list: string;
}

export interface PasswordParts {
  move: MoveParts;
  deliver: Deliver;
  pause(): Promise<void>;
  /** One at a time, over all hubs; null: another one is at it. */
  lock(): Promise<(() => Promise<void>) | null>;
}

/** What became of the letters is kept beside the things of the plan, apart from them. */
const marksOf = (plan: string): string => `${plan}#passwords`;
const STATES = { begun: 'begun', sent: 'done', failed: 'failed' } as const;
const KIND = 'Customer';
const PAGE = 5_000;

/** For a shop that writes none of its own. */
const TEXTS: Record<'fr' | 'en', LetterText> = {
  fr: {
    subject: 'Votre compte : choisissez un nouveau mot de passe',
    body: `Bonjour {firstName} {lastName},

Notre boutique a changé de système. Votre compte et vos commandes y sont, mais pas votre mot de passe : il n'a pas pu être repris, et personne ne le connaît.

Choisissez-en un nouveau ici : {page}

Votre adresse pour vous connecter reste {email}.`,
  },
  en: {
    subject: 'Your account: choose a new password',
    body: `Hello {firstName} {lastName},

Our shop has moved to another system. Your account and your orders are there, but not your password: it could not be carried over, and nobody knows it.

Choose a new one here: {page}

The address that you log in with is still {email}.`,
  },
};

/** Tells customers, each once, where to set a password; and lists them. Only after the cutover: before, they have an old one. */
export async function passwordLetters(
  { move: parts, ...mails }: PasswordParts,
  order: PasswordOrder,
): Promise<PasswordReport> {
  const plan = await cutOverPlan(parts, order.id);
  if (!plan.losses.some(({ field }) => field === 'password'))
    throw refuseMove('PASSWORDS_CARRIED', 'No password was lost by this plan.', 'There is nothing to do.');
  const page = parts.brick(plan.target).open.intake?.passwordPage;
  if (page === undefined)
    throw refuseMove(
      'PASSWORD_PAGE_UNKNOWN',
      `Where customers of ${plan.target} set a password is not known.`,
      'Write to them from the new shop.',
    );
  const release = await mails.lock();
  if (!release) throw underWay();
  try {
    const locked = await lockedOut(parts, order.id);
    const marks = await marked(parts, order.id);
    const report: PasswordReport = {
      letters: [],
      unknown: [],
      stopped: null,
      before: 0,
      page,
      list: listOf(locked, page),
    };
    const due: Addressed[] = [];
    for (const one of locked) {
      const state = marks.get(one.hubId);
      if (state === 'done') report.before += 1;
      else if (state === 'begun') report.unknown.push(one.hubId);
      else due.push({ reference: one.hubId, letter: letterTo(one, page, order) });
    }
    if (order.test !== undefined) return await tried(mails, due, order.test, report);
    const mark = (hubId: string, state: Mark): Promise<void> => note(parts, order.id, hubId, state);
    await sendEach({ ...mails, mark }, due, report, order);
    return report;
  } finally {
    await release();
  }
}

async function tried(
  { deliver }: Pick<PasswordParts, 'deliver'>,
  [first]: readonly Addressed[],
  to: string,
  report: PasswordReport,
): Promise<PasswordReport> {
  if (!first) return report;
  await deliver({ ...first.letter, to });
  return { ...report, letters: [{ reference: first.reference, to, state: 'sent' }] };
}

/** Customers that the target has, with an account and an address. */
async function lockedOut(parts: MoveParts, id: string): Promise<Locked[]> {
  const plan = await cutOverPlan(parts, id);
  const locked: Locked[] = [];
  for await (const page of idMap(parts, plan)) {
    const customers = page.filter(({ type }) => type === KIND);
    if (customers.length === 0) continue;
    const rows = await parts.mirror.reader.facets.byIds<CustomerFacet>(
      KIND,
      plan.target,
      customers.map(({ hubId }) => hubId),
    );
    for (const { hubId, externalId: customerId } of customers) {
      const facet = rows.get(hubId)?.facet;
      if (!facet || !facet.active || facet.guest || facet.email === '') continue;
      const { email, firstName, lastName, language } = facet;
      locked.push({ hubId, customerId, email, firstName, lastName, language });
    }
  }
  return locked;
}

function letterTo({ hubId, ...customer }: Locked, page: string, { id, text }: PasswordOrder): Addressed['letter'] {
  const language = customer.language?.startsWith('en') === true ? 'en' : 'fr';
  const { email, firstName, lastName } = customer;
  const { subject, body } = filled(text ?? TEXTS[language], { email, firstName, lastName, page });
  const digest = createHash('sha256').update(`${id} ${hubId}`).digest('hex').slice(0, 32);
  return { to: email, subject, text: body, messageId: `<password.${digest}@mortar.invalid>` };
}

function listOf(locked: readonly Locked[], page: string): string {
  const rows = locked.map(({ email, firstName, lastName, language, customerId, hubId }) => {
    return [email, firstName, lastName, language ?? '', customerId, hubId, page];
  });
  return `\uFEFF${csvOf([['email', 'firstName', 'lastName', 'language', 'customerId', 'hubId', 'page'], ...rows])}`;
}

function note({ mirror, now }: MoveParts, id: string, hubId: string, state: Mark): Promise<void> {
  const item = { kind: KIND, id: hubId, state: STATES[state], targetId: null, attempts: 1, failure: null };
  return mirror.writer.noteMoveItems({ move: marksOf(id), items: [{ ...item, at: now().toISOString() }] });
}

async function marked({ mirror }: MoveParts, id: string): Promise<Map<string, string>> {
  const marks = new Map<string, string>();
  for (let after: { kind: string; id: string } | undefined; ;) {
    const page = await mirror.moves.moveItems({ move: marksOf(id), first: PAGE, ...(after ? { after } : {}) });
    for (const { id: hubId, state } of page) marks.set(hubId, state);
    const last = page.at(-1);
    if (!last || page.length < PAGE) return marks;
    after = { kind: last.kind, id: last.id };
  }
}
