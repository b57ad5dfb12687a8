import { Field, ObjectType } from 'type-graphql';
import { DateTimeScalar, PersonalData, scopesOf, SCOPES, type Viewer } from '../../graph/index.ts';
import { Customer } from './changed-entities.type.ts';

@ObjectType('Viewer', { description: 'Whose access token this is.', simpleResolvers: true })
export class ViewerType {
  @Field(() => String, { description: 'Name of the token, as it was made; "shopper": a person of the storefront.' })
  name!: string;

  @Field(() => Boolean, { description: 'Whether it may decide about the hub itself, not only use it.' })
  admin!: boolean;

  @Field(() => [String], { description: 'What it may do: "catalogue:read".' })
  scopes!: string[];

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ends; null: never.' })
  expiresAt!: string | null;

  @PersonalData()
  @Field(() => Customer, {
    nullable: true,
    description: 'Of a shopper: their own account. Null where the shop has none, and for all other tokens.',
  })
  customer!: Customer | null;
}

export function toViewer(viewer: Viewer): ViewerType {
  const may = scopesOf(viewer);
  const own = viewer.shopper?.customer ?? null;
  return {
    name: viewer.name,
    admin: viewer.admin,
    scopes: SCOPES.filter((scope) => may.has(scope)),
    expiresAt: viewer.expiresAt ?? null,
    customer: own === null ? null : { id: own },
  };
}
