import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, Scopes } from '../../graph/index.ts';
import type { Row } from '../context.ts';
import { HUB_ID } from './described.ts';

export const LocationKind = { WAREHOUSE: 'WAREHOUSE', STORE: 'STORE', OTHER: 'OTHER' } as const;
export type LocationKind = keyof typeof LocationKind;
registerEnumType(LocationKind, {
  name: 'LocationKind',
  description: 'What a location is.',
  valuesConfig: {
    WAREHOUSE: { description: 'A warehouse, from which orders are sent.' },
    STORE: { description: 'A store, where a till sells.' },
    OTHER: { description: 'Something else, or not told.' },
  },
});

@Directive('@key(fields: "id")')
@Scopes('stock:read')
@ObjectType('Location', { description: 'A place where stock lies: a warehouse or a store.', simpleResolvers: true })
export class Location {
  @Field(() => ID, HUB_ID)
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Its short code, where it has one.' })
  code!: string | null;

  @Field(() => LocationKind, { description: 'Whether it is a warehouse or a store.' })
  kind!: LocationKind;

  @Field(() => Boolean, { description: 'Whether it is in use.' })
  active!: boolean;
}

export const LocationConnection = connectionOf('Location', () => Location, 'locations');

const KINDS = { warehouse: 'WAREHOUSE', store: 'STORE', other: 'OTHER' } as const;

export function toLocation({ id, facet }: Row<'Location'>): Location {
  const { name, code, active } = facet;
  const kind = KINDS[facet.kind];
  return { id, name, code, kind, active };
}
