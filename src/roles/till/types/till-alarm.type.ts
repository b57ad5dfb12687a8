import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { FacetRow, HoldRow } from '../../../mirror/index.ts';
import { connectionOf, DateTimeScalar } from '../../graph/index.ts';
import type { TillAlarmFacet } from '../facets.ts';

export const TillAlarmKind = {
  FILE_REFUSED: 'FILE_REFUSED',
  FILE_REPEATED: 'FILE_REPEATED',
  LINE_DOUBTFUL: 'LINE_DOUBTFUL',
  TICKET_CHANGED: 'TICKET_CHANGED',
  TICKET_VANISHED: 'TICKET_VANISHED',
} as const satisfies Record<TillAlarmFacet['kind'], TillAlarmFacet['kind']>;
registerEnumType(TillAlarmKind, {
  name: 'TillAlarmKind',
  description: 'What is wrong with what a till said.',
  valuesConfig: {
    FILE_REFUSED: { description: 'A file of the till could not be read. Nothing of it was applied.' },
    FILE_REPEATED: { description: 'A file of the till came again. Nothing of it was applied a second time.' },
    LINE_DOUBTFUL: { description: 'A line of a file makes no sense. It was not applied.' },
    TICKET_CHANGED: { description: 'A closed ticket says something else than before.' },
    TICKET_VANISHED: { description: 'A closed ticket is no longer there.' },
  },
});

/** The message is in the resolver: it is in two languages. */
@ObjectType('TillAlarm', {
  description: "Something about a till's data that a person must look at. Nothing of it was applied.",
  simpleResolvers: true,
})
export class TillAlarm {
  @Field(() => ID, { description: "The hub's own id of the alarm." })
  id!: string;

  @Field(() => String, { description: 'The brick that it is about, as named in `bricks`.' })
  brick!: string;

  @Field(() => TillAlarmKind, { description: 'What is wrong.' })
  kind!: TillAlarmFacet['kind'];

  @Field(() => String, { description: "What it is about: a file's name or a ticket's number." })
  subject!: string;

  @Field(() => DateTimeScalar, { description: 'When it was noticed.' })
  at!: string;

  @Field(() => String, { nullable: true, description: 'Name of the file, where a file is the cause.' })
  file!: string | null;

  @Field(() => Int, { nullable: true, description: 'Row of the file, counted from 1 as a spreadsheet shows it.' })
  row!: number | null;

  @Field(() => String, { nullable: true, description: 'Column of the file.' })
  column!: string | null;

  /** Not in the graph. */
  facet!: TillAlarmFacet;
}

export const TillAlarmConnection = connectionOf('TillAlarm', () => TillAlarm, 'alarms of tills');

export function toTillAlarm({ id, brick, facet }: FacetRow<TillAlarmFacet>): TillAlarm {
  const { message: _message, ...shown } = facet;
  return { ...shown, id, brick, facet };
}

@ObjectType('AlteredTickets', {
  description:
    'Closed tickets that a till changed or took back. The hub keeps what was said first until a person decides: see `holds`.',
  simpleResolvers: true,
})
export class AlteredTickets {
  @Field(() => ID, { description: 'Id of the hold, as in `holds`.' })
  id!: string;

  @Field(() => String, { description: 'The brick, as named in `bricks`.' })
  brick!: string;

  @Field(() => DateTimeScalar, { description: 'When it was noticed.' })
  openedAt!: string;

  @Field(() => Int, { description: 'How many records changed.' })
  changed!: number;

  @Field(() => Int, { description: 'How many records vanished.' })
  vanished!: number;

  @Field(() => [String], { description: "Some of them, by the till's own ids." })
  sample!: string[];

  @Field(() => String, { description: 'What happened, in a sentence.' })
  message!: string;
}

/** Null: this hold is for another reason. */
export function toAlteredTickets(hold: HoldRow): AlteredTickets | null {
  const reason = hold.reasons.find(({ rule }) => rule === 'append-only');
  if (reason === undefined) return null;
  const { id, brick, openedAt, updates: changed, deletes: vanished, sample } = hold;
  return { id, brick, openedAt, changed, vanished, sample, message: reason.message };
}

@ObjectType('TicketGap', {
  description: "Tickets that are missing from a till's running number.",
  simpleResolvers: true,
})
export class TicketGap {
  @Field(() => String, { description: 'Name or code of the till.' })
  till!: string;

  @Field(() => String, { description: 'The brick, as named in `bricks`.' })
  brick!: string;

  @Field(() => Int, { description: 'The last number before the gap.' })
  after!: number;

  @Field(() => Int, { description: 'The first number after the gap.' })
  before!: number;

  @Field(() => Int, { description: 'How many numbers are missing.' })
  missing!: number;
}
