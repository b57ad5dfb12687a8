import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { BrickState as State, BrickStatus } from '../port.ts';
import { DateTimeScalar, Scopes, PersonalData } from '../../graph/index.ts';
import { Run, toRun } from './run.type.ts';

export const BrickState = {
  NEW: 'NEW',
  HEALTHY: 'HEALTHY',
  INCOMPLETE: 'INCOMPLETE',
  LATE: 'LATE',
  FAILING: 'FAILING',
} as const satisfies Record<State, State>;
registerEnumType(BrickState, {
  name: 'BrickState',
  description: 'How the synchronisation of a brick is doing. It stays as it is while a retry is under way.',
  valuesConfig: {
    NEW: { description: 'Not read in full yet: answers are incomplete.' },
    HEALTHY: { description: 'On schedule.' },
    INCOMPLETE: {
      description: 'On schedule, but some records could not be understood: see `unreadable` and `health`.',
    },
    LATE: { description: 'Behind its schedule: answers may be older than usual.' },
    FAILING: { description: 'The last run failed: answers are as old as `lag` says.' },
  },
});

export const Role = { SHOP: 'SHOP', FULFILMENT: 'FULFILMENT', MASS_EDIT: 'MASS_EDIT', TILL: 'TILL' } as const;
export type Role = keyof typeof Role;
registerEnumType(Role, {
  name: 'Role',
  description: 'What a brick does for the business.',
  valuesConfig: {
    SHOP: { description: 'Sells online: names, texts, prices, orders.' },
    FULFILMENT: { description: 'Keeps stock and ships.' },
    MASS_EDIT: { description: 'Changes many products at once.' },
    TILL: { description: 'Sells in the store.' },
  },
});

export const Breaker = { CLOSED: 'CLOSED', OPEN: 'OPEN', HALF_OPEN: 'HALF_OPEN' } as const;
export type Breaker = keyof typeof Breaker;
registerEnumType(Breaker, {
  name: 'Breaker',
  description: 'Whether the hub talks to a brick at the moment.',
  valuesConfig: {
    CLOSED: { description: 'Yes: requests pass.' },
    OPEN: { description: 'No: it failed too often and is left alone for a while.' },
    HALF_OPEN: { description: 'It is being tried again.' },
  },
});

@ObjectType('BrickHealth', { description: 'How a brick is, in words.', simpleResolvers: true })
export class BrickHealth {
  @Field(() => String, { description: 'What is the case.' })
  message!: string;

  @Field(() => String, { nullable: true, description: 'What to do about it, or null when nothing is to be done.' })
  remedy!: string | null;
}

@ObjectType('UnreadableRecord', {
  description: 'A record that the hub has and could not understand. It shows as it was before, or not at all.',
  simpleResolvers: true,
})
export class UnreadableRecord {
  @Field(() => String, { description: 'The kind of record, as the brick calls it: "products".' })
  stream!: string;

  @Field(() => ID, { description: "The record, by the brick's own id." })
  externalId!: string;

  @PersonalData()
  @Field(() => String, { description: 'Why it was not understood, for whoever maintains the connector.' })
  message!: string;

  @Field(() => DateTimeScalar, { description: 'When that was last tried.' })
  triedAt!: string;
}

@ObjectType('Recovery', {
  description: 'Whether a brick can be rebuilt, as its last drill has shown, and whether it is being replaced.',
  simpleResolvers: true,
})
export class Recovery {
  @Scopes('recovery', 'admin')
  @Field(() => ID, { nullable: true, description: 'The plan that was begun to replace it; null: none was.' })
  plan!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When its last drill ended; null: it had none.' })
  lastDrill!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether everything was there and equal in the last drill; null: it had none.',
  })
  passed!: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Recovery time: seconds in which the last good drill rebuilt and compared it; null: there was none.',
  })
  rto!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Recovery point: seconds that the copy was behind the brick in that drill; null: not known.',
  })
  rpo!: number | null;

  @Field(() => Boolean, { description: 'Whether a drill of it is under way in this process.' })
  drilling!: boolean;
}

/** A brick as staff see it. */
@ObjectType('Brick', {
  description: 'One piece of software that the hub copies: this shop, that till.',
  simpleResolvers: true,
})
export class Brick {
  @Field(() => String, { description: 'Its name, as configured: "shop-fr".' })
  name!: string;

  @Field(() => [Role], { description: 'What it does for the business.' })
  roles!: Role[];

  @Field(() => String, { description: 'The kind of software: "prestashop".' })
  connector!: string;

  @Field(() => BrickState, { description: 'How its synchronisation is doing.' })
  state!: State;

  @Field(() => Boolean, { description: 'Whether it is being read at this moment.' })
  running!: boolean;

  @Field(() => Int, {
    nullable: true,
    description: 'How old the copy may be: seconds since the last good run ended; null before the first.',
  })
  lag!: number | null;

  @Field(() => Run, { nullable: true, description: 'The last run, or the one under way; null before the first.' })
  lastRun!: Run | null;

  @Field(() => Breaker, { description: 'Whether the hub talks to it at the moment.' })
  breaker!: Breaker;

  @Field(() => [String], {
    description:
      'What the hub can do with this kind of software, in fixed words such as "read:products" or "write:setStock".',
  })
  capabilities!: string[];

  @Field(() => Int, { description: "Batches that wait for a person's decision; see `holds`." })
  openHolds!: number;

  @Field(() => Int, { description: 'Records that could not be understood; 0 as long as all is well.' })
  unreadable!: number;

  @Scopes('recovery', 'admin')
  @Field(() => [UnreadableRecord], { description: 'The first of them: up to five of each kind.' })
  unreadableRecords!: UnreadableRecord[];

  @Scopes('recovery', 'admin')
  @Field(() => BrickHealth, { description: 'How it is, in words, and what to do.' })
  health!: BrickHealth;
}

const ROLES = { shop: 'SHOP', fulfilment: 'FULFILMENT', 'mass-edit': 'MASS_EDIT', till: 'TILL' } as const;
const BREAKERS = { closed: 'CLOSED', open: 'OPEN', 'half-open': 'HALF_OPEN' } as const;

export function toBrick({ roles, breaker, lastRun, capabilities, unreadable, ...status }: BrickStatus): Brick {
  return {
    ...status,
    roles: roles.map((role) => ROLES[role]),
    breaker: BREAKERS[breaker],
    lastRun: lastRun && toRun(lastRun),
    capabilities: [...capabilities],
    unreadable: unreadable.reduce((sum, { count }) => sum + count, 0),
    unreadableRecords: unreadable.flatMap(({ kind, sample }) =>
      sample.map(({ id, message, at }) => ({ stream: kind, externalId: id, message, triedAt: at })),
    ),
  };
}
