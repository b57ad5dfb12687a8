import { z } from 'zod';
import type { ChangePage, FirstBad, HoldOrder, HoldOutcome, HoldRow } from '../mirror/index.ts';

const brick = z.string().max(40);
const stream = z.string().max(100);
const time = z.iso.datetime();

/** What the command line asks of holds and history. */
export const historyRequests = [
  z.strictObject({ verb: z.literal('hold-list'), brick: brick.nullable(), all: z.boolean() }),
  z.strictObject({ verb: z.literal('hold-show'), id: z.string().max(100), first: z.number().int().min(1).max(1_000) }),
  z.strictObject({
    verb: z.literal('hold-decide'),
    id: z.string().max(100),
    decide: z.enum(['accept', 'reject', 'reopen']),
    select: z.array(z.string().max(200)).min(1).max(1_000).optional(),
    reason: z.string().max(1_000).nullable(),
  }),
  z.strictObject({
    verb: z.literal('changes'),
    brick,
    kind: stream,
    from: time,
    to: time,
    first: z.number().int().min(1).max(1_000),
    after: z.string().max(300).optional(),
  }),
  z.strictObject({
    verb: z.literal('first-bad'),
    brick,
    kind: stream,
    since: time,
    until: time.optional(),
    bad: z.discriminatedUnion('sense', [
      z.strictObject({
        sense: z.literal('price-fell'),
        field: stream,
        percent: z.number().positive().max(100),
        records: z.number().int().min(1),
        hours: z.number().positive(),
      }),
      z.strictObject({ sense: z.literal('field-changed'), field: stream, share: z.number().positive().max(1) }),
      z.strictObject({ sense: z.literal('deletions'), perHour: z.number().int().min(0) }),
    ]),
  }),
] as const;

type Request = z.infer<(typeof historyRequests)[number]>;
type Asked<Verb extends Request['verb']> = Omit<Extract<Request, { verb: Verb }>, 'verb'>;

/** The same; what is left out is left out, and never undefined. */
type Given<Verb extends Request['verb']> = {
  [Key in keyof Asked<Verb>]: Exclude<Asked<Verb>[Key], undefined>;
};

/** Holds, what changed, and when something began, for the command line. */
export interface HistoryDesk {
  holds(asked: Asked<'hold-list'>): Promise<HoldRow[]>;
  /** Null: there is none of this id. */
  hold(id: string, first: number): Promise<({ hold: HoldRow } & ChangePage) | null>;
  decide(order: Omit<HoldOrder, 'by' | 'at'>): Promise<HoldOutcome>;
  changes(asked: Given<'changes'>): Promise<ChangePage>;
  firstBad(asked: Given<'first-bad'>): Promise<FirstBad | null>;
}

export function runHistory(desk: HistoryDesk, asked: Request): Promise<unknown> {
  const { verb, ...rest } = asked;
  switch (verb) {
    case 'hold-list':
      return desk.holds(rest as Asked<'hold-list'>);
    case 'hold-show':
      return desk.hold((rest as Asked<'hold-show'>).id, (rest as Asked<'hold-show'>).first);
    case 'hold-decide':
      return desk.decide(rest as Given<'hold-decide'>);
    case 'changes':
      return desk.changes(rest as Given<'changes'>);
    case 'first-bad':
      return desk.firstBad(rest as Given<'first-bad'>);
  }
}

/** The desk of a hub that runs elsewhere. */
export function historyOver(ask: (request: Request) => Promise<unknown>): HistoryDesk {
  return {
    holds: (asked) => ask({ verb: 'hold-list', ...asked }) as Promise<HoldRow[]>,
    hold: (id, first) => ask({ verb: 'hold-show', id, first }) as ReturnType<HistoryDesk['hold']>,
    decide: ({ select, ...order }) =>
      ask({ verb: 'hold-decide', ...order, ...(select && { select: [...select] }) }) as Promise<HoldOutcome>,
    changes: (asked) => ask({ verb: 'changes', ...asked }) as Promise<ChangePage>,
    firstBad: (asked) => ask({ verb: 'first-bad', ...asked }) as Promise<FirstBad | null>,
  };
}
