import { Field, ObjectType } from 'type-graphql';

@ObjectType('Viewer', { description: 'Whose access token this is.', simpleResolvers: true })
export class ViewerType {
  @Field(() => String, { description: 'Name of the token, as configured.' })
  name!: string;

  @Field(() => Boolean, { description: 'Whether it may change the hub, not only read.' })
  admin!: boolean;
}
