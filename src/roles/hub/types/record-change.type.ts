import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { FieldChange as Difference, RecordChange as Row } from '../../../mirror/index.ts';
import { ABOUT, PersonalData } from '../../graph/index.ts';

export const RecordChangeKind = { CREATED: 'CREATED', UPDATED: 'UPDATED', DELETED: 'DELETED' } as const;
export type RecordChangeKind = keyof typeof RecordChangeKind;
registerEnumType(RecordChangeKind, {
  name: 'RecordChangeKind',
  description: 'What became of a record of a brick.',
  valuesConfig: {
    CREATED: { description: 'It is new.' },
    UPDATED: { description: 'It says something else.' },
    DELETED: { description: 'It is gone.' },
  },
});

const KINDS = { created: 'CREATED', updated: 'UPDATED', deleted: 'DELETED' } as const;

@ObjectType('FieldChange', {
  description: "What differs in one place of a brick's record, in the brick's own words.",
  simpleResolvers: true,
})
export class FieldChange {
  @Field(() => String, { description: 'Where: "price", "name[id=1].value".' })
  path!: string;

  @Field(() => String, { nullable: true, description: 'JSON of the value before, cut where it is long; null: none.' })
  before!: string | null;

  @Field(() => String, { nullable: true, description: 'JSON of the value after, cut where it is long; null: none.' })
  after!: string | null;
}

@ObjectType('RecordChange', {
  description: "What differs in one of a brick's records, field by field.",
  simpleResolvers: true,
})
export class RecordChange {
  @PersonalData()
  @Field(() => ID, { description: "The record, by the brick's own id. Some bricks use an e-mail address as one." })
  record!: string;

  @Field(() => RecordChangeKind, { description: 'Whether it is new, other or gone.' })
  change!: RecordChangeKind;

  @Field(() => [FieldChange], { description: 'What differs, but for what may say who a person is.' })
  fields!: FieldChange[];

  @PersonalData()
  @Field(() => [FieldChange], { description: 'What differs and may say who a person is.' })
  personalFields!: FieldChange[];

  @Field(() => Int, { description: 'How many more places differ; they are not listed.' })
  more!: number;
}

@ObjectType('RecordChangePage', {
  description: 'Some of the records that differ, and where to go on.',
  simpleResolvers: true,
})
export class RecordChangePage {
  @Field(() => [RecordChange], { description: "Records, by the brick's own id as text." })
  nodes!: RecordChange[];

  @Field(() => String, { nullable: true, description: 'Pass it as `after` to go on; null: this is the end.' })
  next!: string | null;
}

/** `of`: brick and stream, so that people of two streams are two. What says nothing of a person is nobody's. */
export function toRecordChange({ id, change, fields, more }: Row, of: string): RecordChange {
  const split = (personal: boolean): FieldChange[] =>
    fields.filter((field) => field.personal === personal).map(withoutMark);
  const personalFields = split(true);
  const about = { [ABOUT]: personalFields.length > 0 ? `${of}/${id}` : null };
  return { record: id, change: KINDS[change], fields: split(false), personalFields, more, ...about };
}

function withoutMark({ path, before, after }: Difference): FieldChange {
  return { path, before, after };
}

/** Cursors are opaque: an external id may name a person. */
export function toChangePage(
  { rows, next }: { rows: readonly Row[]; next: string | null },
  of: string,
): RecordChangePage {
  return {
    nodes: rows.map((row) => toRecordChange(row, of)),
    next: next === null ? null : Buffer.from(next).toString('base64url'),
  };
}

export function fromChangeCursor(after: string): string {
  return Buffer.from(after, 'base64url').toString();
}
