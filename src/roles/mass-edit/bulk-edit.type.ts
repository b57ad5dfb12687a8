import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { FacetRow } from '../../mirror/index.ts';
import { connectionOf, DateTimeScalar } from '../graph/index.ts';
import type { BulkEditFacet, BulkEditLine as Line } from './facets.ts';

export const BulkEditDirection = { IMPORT: 'IMPORT', EXPORT: 'EXPORT' } as const;
export type BulkEditDirection = keyof typeof BulkEditDirection;
registerEnumType(BulkEditDirection, {
  name: 'BulkEditDirection',
  description: 'Which way a file of the mass-edit tool goes.',
  valuesConfig: {
    IMPORT: { description: 'On its way into the shop.' },
    EXPORT: { description: 'What the tool said that the shop holds.' },
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

/** The lines are in the resolver. */
@Directive('@key(fields: "id")')
@ObjectType('BulkEdit', { description: 'A file of the mass-edit tool, line by line.', simpleResolvers: true })
export class BulkEdit {
  @Field(() => ID, { description: "The hub's own id, stable for ever." })
  id!: string;

  @Field(() => String, { description: 'Name of the file.' })
  name!: string;

  @Field(() => BulkEditDirection, { description: 'Which way it goes.' })
  direction!: BulkEditDirection;

  @Field(() => String, {
    description: 'By which column a line finds its product or variant, in the words of Store Commander: "prodref".',
  })
  idBy!: string;

  @Field(() => DateTimeScalar, { description: 'When the hub received it.' })
  receivedAt!: string;

  @Field(() => Int, { description: 'How many lines could be read.' })
  lineCount!: number;

  @Field(() => [BulkEditFailure], { description: 'The lines that could not be read.' })
  failures!: BulkEditFailure[];

  @Field(() => String, {
    nullable: true,
    description: 'Name of the `.TODO.csv` file with the lines that are left, if one was written.',
  })
  todo!: string | null;

  /** Not in the graph. */
  brick!: string;
  facet!: BulkEditFacet;
}

export const BulkEditConnection = connectionOf('BulkEdit', () => BulkEdit, 'mass edits');

export function toBulkEdit({ id, brick, facet }: FacetRow<BulkEditFacet>): BulkEdit {
  const { name, idBy, receivedAt, failures, todo, lines } = facet;
  const direction = facet.direction === 'import' ? 'IMPORT' : 'EXPORT';
  return { id, brick, facet, name, idBy, receivedAt, failures, todo, direction, lineCount: lines.length };
}

export function toLine({ line, key, values, other, locale }: Line): BulkEditLine {
  return { line, keys: cells(key), values: cells(values), other: cells(other), locale };
}

function cells(of: Partial<Record<string, string | string[]>>): BulkEditCell[] {
  return Object.entries(of).flatMap(([name, value]) => (value === undefined ? [] : [{ name, values: [value].flat() }]));
}
