import { isCoded } from '#sdk';
import type { JsonValue } from '#sdk';
import type { Operations } from '../control/index.ts';
import type { RetentionReport } from '../people/index.ts';
import type { AuditTrail } from './open-trail.ts';
import { toStaffEntry } from './spool.ts';

type Trail = Pick<AuditTrail, 'enter'>;

/** The operations of the command line, each entered before it begins and after it has ended. */
export function auditedOperations(operations: Operations, trail: Trail): Operations {
  const { sync, reproject, kit, salvage, letters, moves, tokens, people, ...rest } = operations;
  return {
    ...rest,
    sync: (brick, options, listen) =>
      entered(trail, 'sync', { brick, full: options.full }, () => sync(brick, options, listen)),
    reproject: (brick, progress) => entered(trail, 'reproject', { brick }, () => reproject(brick, progress)),
    ...(kit && { kit: (into: string | null) => entered(trail, 'kit', { into }, () => kit(into)) }),
    ...(salvage && {
      salvage: (order: Parameters<typeof salvage>[0]) =>
        entered(trail, 'salvage', { files: order.paths.length, apply: order.apply }, () => salvage(order)),
    }),
    ...(moves && { moves: auditedMoves(moves, trail) }),
    ...(letters && {
      letters: (order: Parameters<typeof letters>[0]) =>
        entered(trail, 'letters', { apply: order.apply, test: order.test !== undefined }, () => letters(order)),
    }),
    ...(tokens && { tokens: auditedDesk(tokens, trail) }),
    ...(people && { people: auditedPeople(people, trail) }),
  };
}

/** Ids of customers, never an address: what is erased must not be here. */
function auditedPeople(people: NonNullable<Operations['people']>, trail: Trail): NonNullable<Operations['people']> {
  return {
    export: (asked) =>
      entered(trail, 'person export', { by: 'email' in asked ? 'email' : 'id' }, () => people.export(asked), {
        people: (found) => customerOf(found) ?? ('customer' in asked ? [asked.customer] : []),
      }),
    erase: (order) =>
      entered(trail, 'person erase', { customer: order.customer }, () => people.erase(order), {
        people: () => [order.customer],
        told: (done) => ({ outcome: done.outcome, code: done.outcome === 'refused' ? done.code : null }),
      }),
    retain: (order) =>
      entered(trail, 'person retention', { ...order }, () => people.retain(order), { told: retentionTally }),
  };
}

function customerOf(found: object | null): string[] | null {
  return found && 'customer' in found && typeof found.customer === 'string' ? [found.customer] : null;
}

/** Numbers only: nothing of anybody. */
export function retentionTally({ lines }: RetentionReport): Record<string, { gone: number; kept: number }> {
  return Object.fromEntries(lines.map(({ kind, gone, kept }) => [kind, { gone, kept: kept.length }]));
}

function auditedMoves(moves: NonNullable<Operations['moves']>, trail: Trail): NonNullable<Operations['moves']> {
  return {
    pause: (id) => moves.pause(id),
    plan: (order) => entered(trail, 'plan', { ...order }, () => moves.plan(order)),
    apply: (plan, listen, signal) =>
      entered(trail, 'apply', { plan: plan.id }, () => moves.apply(plan, listen, signal)),
    rehearsal: (id) => moves.rehearsal(id),
    rehearse: (order, listen, signal) =>
      entered(trail, 'rehearse', { ...order }, () => moves.rehearse(order, listen, signal)),
    drill: (brick, listen, signal) => entered(trail, 'drill', { brick }, () => moves.drill(brick, listen, signal)),
    verify: (id, options) => entered(trail, 'verify', { plan: id }, () => moves.verify(id, options)),
    cutOver: (order) => entered(trail, 'cutover', { ...order }, () => moves.cutOver(order)),
    redirects: (order) => moves.redirects(order),
    idMap: (order) => moves.idMap(order),
    passwords: (order) =>
      entered(trail, 'passwords', { plan: order.id, apply: order.apply, test: order.test !== undefined }, () =>
        moves.passwords(order),
      ),
  };
}

function auditedDesk(desk: NonNullable<Operations['tokens']>, trail: Trail): NonNullable<Operations['tokens']> {
  return {
    list: () => desk.list(),
    create(order) {
      const { name, scopes, presets, expires } = order;
      const detail = { name, scopes: [...scopes], presets: [...presets], expires };
      return entered(trail, 'token create', detail, () => desk.create(order));
    },
    revoke: (name) => entered(trail, 'token revoke', { name }, () => desk.revoke(name)),
  };
}

/** What more is said of a verb. */
interface Said<Answer> {
  who?: 'cli' | 'hub';
  /** Hub ids of the people whom it showed or changed. */
  people?(answer: Answer | null): readonly string[];
  /** What came of it: numbers, codes and hub ids. */
  told?(answer: Answer): JsonValue;
}

/** What the hub does by itself, entered like a verb. */
export function enteredByHub<Answer>(
  trail: Trail,
  { verb, told }: { verb: string; told(answer: Answer): JsonValue },
  work: () => Promise<Answer>,
): Promise<Answer> {
  return entered(trail, verb, null, work, { who: 'hub', told });
}

/** Nothing begins that cannot be entered. */
async function entered<Answer>(
  trail: Trail,
  verb: string,
  detail: JsonValue,
  work: () => Promise<Answer>,
  { who = 'cli', people = () => [], told }: Said<Answer> = {},
): Promise<Answer> {
  const end = (
    outcome: 'begun' | 'ok' | 'failed',
    code: string | null,
    begun: number | null,
    answer: Answer | null = null,
  ): Promise<number> => {
    const said = answer !== null && told ? told(answer) : detail;
    const { at: _, ...entry } = toStaffEntry({ at: '', verb, outcome, code, detail: said }, begun);
    return trail.enter({ ...entry, who, people: people(answer) }, { lasting: outcome !== 'begun' });
  };
  const begun = await end('begun', null, null);
  try {
    const answer = await work();
    await end('ok', null, begun, answer);
    return answer;
  } catch (error) {
    await end('failed', isCoded(error) ? error.code : 'UNEXPECTED', begun);
    throw error;
  }
}
