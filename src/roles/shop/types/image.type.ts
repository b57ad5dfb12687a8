import { Field, Int, ObjectType } from 'type-graphql';

/** Source: `Image` of the facets. */
@ObjectType('Image', {
  description: "A picture, served from the hub's own copy, whether or not the shop is up.",
  simpleResolvers: true,
})
export class ImageType {
  @Field(() => String, {
    nullable: true,
    description:
      "Address of the picture below the hub's own address, or null while the picture has not been copied yet.",
  })
  url!: string | null;

  @Field(() => Boolean, { description: 'Whether this is the picture that is shown first.' })
  cover!: boolean;

  @Field(() => Int, { description: 'Where it stands among the pictures, from 0 or 1 as the shop counts.' })
  position!: number;
}
