import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, DateTimeScalar, Scopes } from '../graph/index.ts';
import type { BulkEditLine as Line } from './facets.ts';
import type { BulkEditSource } from './bulk-edits.ts';

export const BulkEditDirection = { IMPORT: 'IMPORT', EXPORT: 'EXPORT', HUB: 'HUB' } as const;
export type BulkEditDirection = keyof typeof BulkEditDirection;
registerEnumType(BulkEditDirection, {
  name: 'BulkEditDirection',
  description: 'Which way a mass edit goes.',
  valuesConfig: {
    IMPORT: { description: 'A file of the mass-edit tool on its way into the shop.' },
    EXPORT: { description: 'A file in which the tool said what the shop holds.' },
    HUB: { description: 'Applied by the hub.' },
  },
});

export const BulkEditState = {
  ...{ RECEIVED: 'RECEIVED', APPLYING: 'APPLYING', HELD: 'HELD', APPLIED: 'APPLIED' },
  ...{ PARTLY_REFUSED: 'PARTLY_REFUSED', REFUSED: 'REFUSED', REVERTED: 'REVERTED' },
} as const;
export type BulkEditState = keyof typeof BulkEditState;
registerEnumType(BulkEditState, {
  name: 'BulkEditState',
  description: 'How far a mass edit is.',
  valuesConfig: {
    RECEIVED: { description: 'A file that the hub has received; it has not applied anything of it.' },
    APPLYING: { description: 'On its way to the shop.' },
    HELD: { description: 'A part of it, or all, waits for a person: see `holds`. The rest is done.' },
    APPLIED: { description: 'The shop has all of it, or what was newer.' },
    PARTLY_REFUSED: { description: 'The shop has a part of it and refused the rest.' },
    REFUSED: { description: 'The shop has refused all of it.' },
    REVERTED: { description: 'Taken back by a later edit: see `revertedBy`.' },
  },
});

@InputType('BulkEditFilter', {
  description: 'Which mass edits to list. What is left out is not filtered; several conditions must all hold.',
})
export class BulkEditFilter {
  @Field(() => BulkEditDirection, { nullable: true, description: 'Only those that go this way.' })
  direction?: BulkEditDirection | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Only those received at this time or later.' })
  receivedFrom?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Only those received before this time.' })
  receivedTo?: string | null;
}

@ObjectType('BulkEditCell', { description: 'What a line of a mass edit says in one column.', simpleResolvers: true })
export class BulkEditCell {
  @Field(() => String, { description: 'Name of the column: the field of the shop, or the heading of the file.' })
  name!: string;

  @Field(() => [String], { description: 'What it says; several values for categories and the like.' })
  values!: string[];
}

@ObjectType('BulkEditLine', { description: 'One line of a mass edit.', simpleResolvers: true })
export class BulkEditLine {
  @Field(() => Int, { description: 'Line of the file, counted from 1 with the headings.' })
  line!: number;

  @Field(() => [BulkEditCell], { description: 'By what it finds its product or variant.' })
  keys!: BulkEditCell[];

  @Field(() => [BulkEditCell], { description: 'What it sets, by field of the shop.' })
  values!: BulkEditCell[];

  @Field(() => [BulkEditCell], { description: 'What else the line says, by heading: the hub does nothing with it.' })
  other!: BulkEditCell[];

  @Field(() => String, { nullable: true, description: 'Language of its texts, such as "fr".' })
  locale!: string | null;
}

export const BulkEditLineConnection = connectionOf('BulkEditLine', () => BulkEditLine, 'lines of a mass edit');

@ObjectType('BulkEditFailure', { description: 'A line of a mass edit that could not be read.', simpleResolvers: true })
export class BulkEditFailure {
  @Field(() => Int, { description: 'Line of the file, counted from 1 with the headings.' })
  line!: number;

  @Field(() => String, { nullable: true, description: 'Heading of the column, where one is to blame.' })
  column!: string | null;

  @Field(() => String, { description: 'Stable code of the reason, for programs.' })
  code!: string;

  @Field(() => String, { description: 'The reason, in a sentence.' })
  message!: string;
}

/** Its lines, records and conflicts are in resolvers. */
@Directive('@key(fields: "id")')
@Scopes('catalogue:read')
@ObjectType('BulkEdit', {
  description: 'A mass edit: a file of the mass-edit tool, line by line, or what the hub applied, record by record.',
  simpleResolvers: true,
})
export class BulkEdit {
  @Field(() => ID, { description: "The hub's own id, stable for ever." })
  id!: string;

  @Field(() => String, { description: 'Name of the file, or the one that the edit was given.' })
  name!: string;

  @Field(() => BulkEditDirection, { description: 'Which way it goes.' })
  direction!: BulkEditDirection;

  @Field(() => BulkEditState, { description: 'How far it is.' })
  state!: BulkEditState;

  @Field(() => String, {
    nullable: true,
    description:
      'By which column a line finds its product or variant, in the words of Store Commander: "prodref". None in an edit of the hub.',
  })
  idBy!: string | null;

  @Field(() => DateTimeScalar, { description: 'When the hub received it.' })
  receivedAt!: string;

  @Field(() => String, { nullable: true, description: 'Whose token applied it; null: nobody has.' })
  by!: string | null;

  @Field(() => Int, { description: 'How many lines of the file could be read; 0 in an edit of the hub.' })
  lineCount!: number;

  @Field(() => Int, { description: 'How many products and prices were to be changed, when it was applied.' })
  total!: number;

  @Field(() => Int, { description: 'How many of them the shop has.' })
  delivered!: number;

  @Field(() => Int, { description: 'How many of them the shop refused, or somebody decided against: see `messages`.' })
  refused!: number;

  @Field(() => Int, { description: 'How many of them are on their way.' })
  waiting!: number;

  @Field(() => Int, { description: 'How many of them were not sent because something newer went instead.' })
  superseded!: number;

  @Field(() => Int, { description: 'Records that wait for a person, since it is too much at once: see `holds`.' })
  held!: number;

  @Field(() => Int, { description: 'How many were not taken back because somebody else changed them since.' })
  conflictCount!: number;

  @Field(() => ID, { nullable: true, description: 'The edit that this one takes back.' })
  reverts!: string | null;

  @Field(() => ID, { nullable: true, description: 'The newest edit that took it back.' })
  revertedBy!: string | null;

  @Field(() => ID, { nullable: true, description: 'The file that it was made of.' })
  source!: string | null;

  @Field(() => ID, { nullable: true, description: 'Of a file: the newest edit that applied it.' })
  appliedBy!: string | null;

  @Field(() => [BulkEditFailure], { description: 'The lines that could not be read.' })
  failures!: BulkEditFailure[];

  @Field(() => String, {
    nullable: true,
    description: 'Name of the `.TODO.csv` file with the lines that are left, if one was written.',
  })
  todo!: string | null;

  /** Not in the graph. */
  from!: BulkEditSource;
}

export const BulkEditConnection = connectionOf('BulkEdit', () => BulkEdit, 'mass edits');

export function toLine({ line, key, values, other, locale }: Line): BulkEditLine {
  return { line, keys: cells(key), values: cells(values), other: cells(other), locale };
}

function cells(of: Partial<Record<string, string | string[]>>): BulkEditCell[] {
  return Object.entries(of).flatMap(([name, value]) => (value === undefined ? [] : [{ name, values: [value].flat() }]));
}
