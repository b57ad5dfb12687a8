import { refuse, type EventSource, type LiveContext } from '../graph/index.ts';
import { checkBricks } from './change-events.ts';
import type { HubRequest } from './port.ts';
import { toMessage } from './types/message.type.ts';
import { toPlanProgress, type PlanProgress } from './types/plan.type.ts';
import {
  toMessageProgress,
  toRunProgress,
  type DeliveryProgress,
  type MessageProgress,
  type RunProgress,
} from './types/progress.type.ts';

type Progress = RunProgress | MessageProgress | DeliveryProgress | PlanProgress;
/** What was asked for, read once. */
type Look = (request: HubRequest) => Promise<[key: string, event: Progress][]>;

interface Arguments {
  bricks?: string[] | null;
  origin?: string | null;
  messages?: string[] | null;
}

const MOST_MESSAGES = 100;

/** How everything is at first, then what differs from what was told last: a slow client is told less, and never late. */
export const progressEvents: EventSource<HubRequest> = async (args, context) => {
  const { bricks, origin, messages } = args as Arguments;
  const { status, reader } = context.request();
  checkBricks(status, bricks);
  if (!messages) return differences(origin ? countsOf(origin, bricks) : everything(bricks), context);
  if (messages.length === 0 || messages.length > MOST_MESSAGES)
    throw refuse('INVALID_ARGUMENT', `"messages" takes 1 to ${MOST_MESSAGES} ids.`);
  const found = (await reader.messages({ ids: messages, first: messages.length })).rows.map(({ id }) => id);
  const unknown = messages.find((id) => !found.includes(id));
  if (unknown !== undefined) throw refuse('INVALID_ARGUMENT', `There is no message "${unknown}". See "messages".`);
  return differences(eachOf(messages), context);
};

async function* differences(look: Look, { request, signal }: LiveContext<HubRequest>): AsyncGenerator<Progress> {
  const told = new Map<string, string>();
  while (!signal.aborted) {
    const asking = request();
    const { live } = asking.status;
    const mark = live.mark();
    for (const [key, event] of await look(asking)) {
      const text = JSON.stringify(event);
      if (told.get(key) === text) continue;
      told.set(key, text);
      yield event;
    }
    await live.moved(mark, signal);
  }
}

const namesOf = ({ status }: HubRequest, bricks: readonly string[] | null | undefined): readonly string[] =>
  bricks ?? status.bricks().map(({ name }) => name);

function everything(bricks: readonly string[] | null | undefined): Look {
  return async (request) => {
    const runs = await Promise.all(
      namesOf(request, bricks).map(async (brick): Promise<[string, RunProgress][]> => {
        const [row = null] = (await request.reader.runs({ brick, first: 1 })).rows;
        const progress = toRunProgress(row, request.status.live.run(brick));
        return progress ? [[`run ${brick}`, progress]] : [];
      }),
    );
    const plans = request.status.moves
      .going()
      .filter(({ target }) => !bricks || bricks.includes(target))
      .map((progress): [string, PlanProgress] => [`plan ${progress.move}`, toPlanProgress(progress)]);
    return [...runs.flat(), ...plans, ...(await counted(request, null, bricks))];
  };
}

function countsOf(origin: string, bricks: readonly string[] | null | undefined): Look {
  return (request) => counted(request, origin, bricks);
}

async function counted(
  request: HubRequest,
  origin: string | null,
  bricks: readonly string[] | null | undefined,
): Promise<[string, MessageProgress][]> {
  const all = await request.reader.messageCounts(origin ?? undefined);
  const byBrick = Map.groupBy(all, ({ brick }) => brick);
  // Of an origin, only the bricks that it goes to; else all, so that "nothing waits" is said, too.
  const names = namesOf(request, bricks).filter((name) => origin === null || byBrick.has(name));
  return names.map((name) => {
    const counts = new Map(byBrick.get(name)?.map(({ state, count }) => [state, count]));
    return [`messages ${name}`, toMessageProgress(name, origin, counts)];
  });
}

function eachOf(ids: readonly string[]): Look {
  return async ({ reader, viewer }) => {
    const { rows } = await reader.messages({ ids, first: ids.length });
    return rows.map((row) => [row.id, { __typename: 'DeliveryProgress', message: toMessage(row, viewer.admin) }]);
  };
}
