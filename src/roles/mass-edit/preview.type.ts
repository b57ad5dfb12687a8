import { Field, ID, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../graph/index.ts';
import { BulkEditFailure } from './bulk-edit.type.ts';

@ObjectType('BulkEditChange', { description: 'What a line would change in one field.', simpleResolvers: true })
export class BulkEditChange {
  @Field(() => String, { description: 'Field of the shop, such as "price" or "name".' })
  field!: string;

  @Field(() => String, { nullable: true, description: 'Language of a text, as the shop names it.' })
  locale!: string | null;

  @Field(() => [String], {
    description: 'What the shop says now; nothing if it says nothing. Several values for categories and the like.',
  })
  before!: string[];

  @Field(() => [String], { description: 'What it would say.' })
  after!: string[];

  @Field(() => String, {
    nullable: true,
    description: 'Why the hub cannot bring it to the shop: it is left out when the edit is applied. Null: it can.',
  })
  problem!: string | null;
}

@ObjectType('BulkEditPreviewLine', {
  description: 'What a line of a mass edit would change, or why it cannot be done.',
  simpleResolvers: true,
})
export class BulkEditPreviewLine {
  @Field(() => Int, {
    description: 'Line of the file, counted from 1 with the headings; of a selection its records, counted from 1.',
  })
  line!: number;

  @Field(() => ID, { nullable: true, description: 'The product that it is about (hub id).' })
  productId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The variant that it is about (hub id); none if it is about a product with several.',
  })
  variantId!: string | null;

  @Field(() => [BulkEditChange], { description: 'The fields that would change; what already is so is left out.' })
  changes!: BulkEditChange[];

  @Field(() => [BulkEditFailure], { description: 'Why the line cannot be done. With any, nothing of it is done.' })
  problems!: BulkEditFailure[];
}

@ObjectType('BulkEditCounts', { description: 'How many lines of a mass edit come out how.', simpleResolvers: true })
export class BulkEditCounts {
  @Field(() => Int, { description: 'Lines that would change something.' })
  changed!: number;

  @Field(() => Int, { description: 'Lines that say what already is so.' })
  unchanged!: number;

  @Field(() => Int, { description: 'Lines that cannot be read or done.' })
  failed!: number;
}

@ObjectType('BulkEditPreview', {
  description: 'What a mass edit would change of the mirrored shop now. Nothing is changed by asking.',
  simpleResolvers: true,
})
export class BulkEditPreview {
  @Field(() => BulkEditCounts, { description: 'All lines of the file or records of the selection, counted.' })
  counts!: BulkEditCounts;

  @Field(() => Int, {
    description:
      'How many products and prices would be changed if it were applied now: give it to `applyBulkEdit` as `expectedCount`.',
  })
  count!: number;

  @Field(() => [BulkEditPreviewLine], {
    description: 'The lines of this page that change something or cannot be done, in the order of the file.',
  })
  lines!: BulkEditPreviewLine[];

  @Field(() => PageInfo, { description: 'Where this page begins and ends.' })
  pageInfo!: PageInfo;
}
