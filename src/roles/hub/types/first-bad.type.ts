import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { BadChange, FirstBad } from '../../../mirror/index.ts';
import { DateTimeScalar, PersonalData, refuse } from '../../graph/index.ts';

@InputType('PriceFellInput', { description: 'Prices that fell far.' })
export class PriceFellInput {
  @Field(() => String, { defaultValue: 'price', description: "The field of the brick's record that holds the price." })
  field!: string;

  @Field(() => Float, { defaultValue: 90, description: 'By at least so many percent, at once or in steps.' })
  percent!: number;

  @Field(() => Int, { defaultValue: 1, description: 'Of at least so many records.' })
  records!: number;

  @Field(() => Float, { defaultValue: 24, description: 'Within so many hours.' })
  hours!: number;
}

@InputType('FieldChangedInput', { description: 'A field that changed in many records at once.' })
export class FieldChangedInput {
  @Field(() => String, { defaultValue: 'name', description: "The field of the brick's record." })
  field!: string;

  @Field(() => Float, {
    defaultValue: 0.1,
    description: 'In at least this share of what there is, 0 to 1, in an hour.',
  })
  share!: number;
}

@InputType('BadChangeInput', { description: 'What went wrong. Exactly one of them.' })
export class BadChangeInput {
  @Field(() => PriceFellInput, { nullable: true, description: 'Prices fell far.' })
  priceFell?: PriceFellInput | null;

  @Field(() => FieldChangedInput, { nullable: true, description: 'A field was replaced in many records: names.' })
  fieldChanged?: FieldChangedInput | null;

  @Field(() => Int, { nullable: true, description: 'More than so many records vanished within an hour.' })
  deletionsPerHour?: number | null;
}

@ObjectType('FirstBadChange', { description: 'When something began to go wrong.', simpleResolvers: true })
export class FirstBadChange {
  @Field(() => DateTimeScalar, { description: 'When the first bad record was read, whether it was published or not.' })
  at!: string;

  @Field(() => ID, { description: 'The run that read it.' })
  run!: string;

  @Field(() => Int, { description: 'How many records it was, within the time that was asked about.' })
  count!: number;

  @PersonalData()
  @Field(() => [ID], { description: "The first ones, by the brick's own ids." })
  sample!: string[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The last time before it at which anything was published: send it as `Mortar-As-Of`. Null: none.',
  })
  lastGood!: string | null;
}

const LONGEST_NAME = 100;

export function fromBadChange({ priceFell, fieldChanged, deletionsPerHour }: BadChangeInput): BadChange {
  const given = [priceFell, fieldChanged, deletionsPerHour].filter((one) => one !== null && one !== undefined);
  if (given.length !== 1) throw wrong('Give exactly one of priceFell, fieldChanged and deletionsPerHour.');
  if (priceFell) {
    const { field, percent, records, hours } = priceFell;
    if (!(percent > 0 && percent <= 100)) throw wrong('"percent" is above 0, and 100 at most.');
    if (records < 1 || !(hours > 0)) throw wrong('"records" is 1 at least, "hours" above 0.');
    return { sense: 'price-fell', field: named(field), percent, records, hours };
  }
  if (fieldChanged) {
    const { field, share } = fieldChanged;
    if (!(share > 0 && share <= 1)) throw wrong('"share" is above 0, and 1 at most.');
    return { sense: 'field-changed', field: named(field), share };
  }
  const perHour = deletionsPerHour ?? 0;
  if (perHour < 0) throw wrong('"deletionsPerHour" is 0 at least.');
  return { sense: 'deletions', perHour };
}

export function toFirstBad(found: FirstBad): FirstBadChange {
  return { ...found };
}

function named(field: string): string {
  if (field.length > 0 && field.length <= LONGEST_NAME) return field;
  throw wrong(`"field" has 1 to ${LONGEST_NAME} characters.`);
}

function wrong(text: string): Error {
  return refuse('INVALID_ARGUMENT', text);
}
