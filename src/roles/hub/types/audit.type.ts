import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { AuditEntry as Entry, AuditKind as Kind, AuditOutcome as Outcome } from '../../../mirror/index.ts';
import { connectionOf, DateTimeScalar, Scopes } from '../../graph/index.ts';

const AuditKind = { READ: 'READ', MUTATION: 'MUTATION', STAFF: 'STAFF', REFUSAL: 'REFUSAL', CUT: 'CUT' } as const;
type AuditKind = keyof typeof AuditKind;
registerEnumType(AuditKind, {
  name: 'AuditKind',
  description: 'What kind of thing was entered.',
  valuesConfig: {
    READ: { description: 'An operation that reads of people.' },
    MUTATION: { description: 'An operation that changes something: one entry when it begins, one when it has ended.' },
    STAFF: { description: 'A verb of the command line: a token made, a backup, a restore.' },
    REFUSAL: { description: 'What a token was not allowed, or asked too often.' },
    CUT: { description: 'Entries that were older than configured were let go; `detail` says up to which.' },
  },
});

const AuditOutcome = { BEGUN: 'BEGUN', OK: 'OK', REFUSED: 'REFUSED', FAILED: 'FAILED' } as const;
type AuditOutcome = keyof typeof AuditOutcome;
registerEnumType(AuditOutcome, {
  name: 'AuditOutcome',
  description: 'What became of it.',
  valuesConfig: {
    BEGUN: { description: 'Another entry says how it ended; if there is none, the hub stopped meanwhile.' },
    OK: { description: 'It was done.' },
    REFUSED: { description: 'It was not done, for the reason that `code` names.' },
    FAILED: { description: 'It ended with an error.' },
  },
});

const KINDS = {
  ...({ read: 'READ', mutation: 'MUTATION', staff: 'STAFF', refusal: 'REFUSAL', cut: 'CUT' } as const),
} satisfies Record<Kind, AuditKind>;
const OUTCOMES = {
  ...({ begun: 'BEGUN', ok: 'OK', refused: 'REFUSED', failed: 'FAILED' } as const),
} satisfies Record<Outcome, AuditOutcome>;

@Scopes('admin')
@ObjectType('AuditEntry', {
  description:
    'One entry of the audit trail: who did what, and whose records were read. Never changed once it is there.',
  simpleResolvers: true,
})
export class AuditEntry {
  @Field(() => Int, { description: 'Its number: 1, 2, 3 …, without a gap.' })
  seq!: number;

  @Field(() => DateTimeScalar, { description: 'When it was entered.' })
  at!: string;

  @Field(() => AuditKind, { description: 'What kind of thing it is.' })
  kind!: AuditKind;

  @Field(() => String, { description: 'Name of the token; "shopper", "cli" (at the machine) or "hub" (by itself).' })
  who!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the token, as names are given again; null: the administrator’s own, or none.',
  })
  token!: string | null;

  @Field(() => ID, { nullable: true, description: 'Of a shopper: hub id of their own customer.' })
  shopper!: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the request, as in errors and in the log.' })
  request!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the operation as its client gave it, or the verb.' })
  operation!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Hex SHA-256 of what was asked, without the values that were written into it.',
  })
  document!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Variables as JSON: numbers, truth values, enums and hub ids; everything else is redacted.',
  })
  variables!: string | null;

  @Field(() => [ID], { description: 'Whose records were read, each once: hub ids.' })
  people!: readonly string[];

  @Field(() => AuditOutcome, { description: 'What became of it.' })
  outcome!: AuditOutcome;

  @Field(() => String, { nullable: true, description: 'Why it was refused or failed: a stable code.' })
  code!: string | null;

  @Field(() => [ID], { description: 'Messages to bricks that came of it: see `message`.' })
  messages!: readonly string[];

  @Field(() => String, { nullable: true, description: 'What else there is to say, as JSON.' })
  detail!: string | null;

  @Field(() => Int, { nullable: true, description: 'Of an end: number of the entry of its beginning.' })
  begun!: number | null;

  @Field(() => String, { description: 'Hash of the entry before.' })
  previous!: string;

  @Field(() => String, {
    description: 'Hash of this entry and the one before: `mortar audit verify` compares them all.',
  })
  hash!: string;
}

export const AuditEntryConnection = connectionOf('AuditEntry', () => AuditEntry, 'entries of the audit trail');

export function toAuditEntry({ kind, outcome, variables, detail, ...entry }: Entry): AuditEntry {
  return {
    ...entry,
    kind: KINDS[kind],
    outcome: OUTCOMES[outcome],
    variables: variables === null ? null : JSON.stringify(variables),
    detail: detail === null ? null : JSON.stringify(detail),
  };
}
