import { Directive, Field, ObjectType } from 'type-graphql';

/** Relay's page information, forward only. */
@Directive('@shareable')
@ObjectType('PageInfo', {
  description: 'Where a page of a list begins and ends, to ask for the next one.',
  simpleResolvers: true,
})
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there are more rows after this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, {
    description: 'Whether rows were skipped before this page, that is, whether `after` was given.',
  })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first row, or null when the page is empty.' })
  startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last row: give it as `after` to get the next page.',
  })
  endCursor!: string | null;
}
