import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { AFTER, checkFirst, FIRST, listOf, type Connection } from '../../graph/index.ts';
import { brickOf, bricksOf, reference, type TillContext } from '../context.ts';
import { BRICK, equal, LANGUAGE, ONE_BRICK, type Maybe } from '../inputs.ts';
import {
  AlteredTickets,
  Location,
  TicketGap,
  TillAlarm,
  TillAlarmConnection,
  TillAlarmKind,
  TillSession,
  TillSessionConnection,
  toAlteredTickets,
  toTillAlarm,
  toTillSession,
} from '../types/index.ts';

const MOST_HOLDS = 500;

@Resolver(() => TillSession)
export class TillSessionResolver {
  @Query(() => TillSessionConnection, {
    description:
      'The sessions (Z reports) of one till brick, last closed first: the primary one unless "brick" names another.',
  })
  tillSessions(
    @Arg('till', () => String, { nullable: true, description: 'Only those of this till, by its name or code.' })
    till: Maybe<string>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: TillContext,
  ): Promise<Connection<TillSession>> {
    const orderBy = { column: 'closed_at', descending: true };
    const query = { type: 'TillSession', brick: brickOf(context, asked), where: equal('till', till), orderBy };
    return listOf(context.request, { ...query, first, after }, toTillSession);
  }

  @FieldResolver(() => Location, {
    nullable: true,
    description: "Where the till stands, as fulfilment's location. Null where fulfilment does not know it.",
  })
  location(@Root() session: TillSession, @Ctx() context: TillContext): Promise<Location | null> {
    return reference(context, 'Location', session.facet.location);
  }
}

@Resolver(() => TillAlarm)
export class TillAlarmResolver {
  @Query(() => [TicketGap], {
    description:
      'Ticket numbers that are missing, over all till bricks unless "brick" names one. For the accountant and for an audit.',
  })
  async ticketGaps(
    @Arg('till', () => String, { nullable: true, description: 'Only those of this till, by its name or code.' })
    till: Maybe<string>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('brick', () => String, ONE_BRICK) asked: Maybe<string>,
    @Ctx() context: TillContext,
  ): Promise<TicketGap[]> {
    const most = checkFirst(first);
    const only = typeof till === 'string' ? { only: till } : {};
    const ask = async (brick: string): Promise<TicketGap[]> => {
      const columns = { by: 'till', number: 'sequence', first: most, ...only };
      const gaps = await context.request.reader.facets.gaps('Sale', brick, columns);
      return gaps.map(({ by, after, before }) => ({ till: by, brick, after, before, missing: before - after - 1 }));
    };
    return (await Promise.all(bricksOf(context, asked).map(ask))).flat().slice(0, most);
  }

  @Query(() => TillAlarmConnection, {
    description:
      'What a person must look at in the data of one till brick, latest first: files refused, doubtful lines. Of the primary one unless "brick" names another.',
  })
  tillAlarms(
    @Arg('kind', () => TillAlarmKind, { nullable: true, description: 'Only those of this kind.' })
    kind: Maybe<keyof typeof TillAlarmKind>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: TillContext,
  ): Promise<Connection<TillAlarm>> {
    const orderBy = { column: 'at', descending: true };
    const query = { type: 'TillAlarm', brick: brickOf(context, asked), where: equal('kind', kind), orderBy };
    return listOf(context.request, { ...query, first, after }, toTillAlarm);
  }

  @Query(() => [AlteredTickets], {
    description:
      'Closed tickets that a till changed or took back, and on which nobody has decided yet; of all till bricks unless "brick" names one.',
  })
  async alteredTickets(
    @Arg('brick', () => String, ONE_BRICK) asked: Maybe<string>,
    @Ctx() context: TillContext,
  ): Promise<AlteredTickets[]> {
    const { reader } = context.request;
    const ask = (brick: string) => reader.holds({ brick, state: 'open', first: MOST_HOLDS });
    const pages = await Promise.all(bricksOf(context, asked).map(ask));
    return pages.flatMap(({ rows }) => rows.map(toAlteredTickets)).filter((one) => one !== null);
  }

  @FieldResolver(() => String, { description: 'What happened, in a sentence.' })
  message(
    @Root() alarm: TillAlarm,
    @Arg('locale', () => String, LANGUAGE) locale: Maybe<string>,
    @Ctx() { request }: TillContext,
  ): string {
    const { en, fr } = alarm.facet.message;
    return /^fr\b/i.test(locale ?? request.defaultLocale) ? fr : en;
  }
}
