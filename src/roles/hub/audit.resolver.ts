import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { AFTER, checkFirst, DateTimeScalar, FIRST, refuse, Scopes, toConnection } from '../graph/index.ts';
import type { Connection } from '../graph/index.ts';
import type { HubRequest } from './port.ts';
import { AuditEntryConnection, toAuditEntry, type AuditEntry } from './types/audit.type.ts';

type Maybe<Value> = Value | null | undefined;

@Resolver()
export class AuditResolver {
  @Scopes('admin')
  @Query(() => AuditEntryConnection, {
    description:
      'The audit trail, newest first: who did what, whose records were read, what was refused. It holds ids and names of tokens, never somebody’s data.',
  })
  async auditEntries(
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('person', () => ID, { nullable: true, description: 'Only reads of this person: a hub id.' })
    person: Maybe<string>,
    @Arg('token', () => String, { nullable: true, description: 'Only what this token did: its name.' })
    token: Maybe<string>,
    @Arg('from', () => DateTimeScalar, { nullable: true, description: 'Only from this time on.' })
    from: Maybe<string>,
    @Arg('to', () => DateTimeScalar, { nullable: true, description: 'Only before this time.' })
    to: Maybe<string>,
    @Ctx() { status, budget }: HubRequest,
  ): Promise<Connection<AuditEntry>> {
    const filter = {
      ...{ person: person ?? undefined, token: token ?? undefined, from: from ?? undefined, to: to ?? undefined },
    };
    const wanted = checkFirst(first);
    const found = await status.audit.page({ ...filter, first: wanted + 1, after: cursorOf(after) });
    budget.spend(found.length);
    const edges = found.slice(0, wanted).map((entry) => ({ cursor: String(entry.seq), node: toAuditEntry(entry) }));
    return toConnection(edges, { hasNext: found.length > wanted, after }, () => status.audit.count(filter));
  }
}

function cursorOf(after: Maybe<string>): number | undefined {
  if (after === null || after === undefined) return undefined;
  if (/^\d{1,9}$/.test(after)) return Number(after);
  throw refuse('INVALID_CURSOR', '"after" is no cursor of this list: take the `endCursor` of the page before.');
}
