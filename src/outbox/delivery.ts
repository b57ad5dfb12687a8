import { isCoded, RetryableError } from '#sdk';
import type { BrickCommands, Command, Delivered, Delivery, JsonObject, JsonValue, MirrorView } from '#sdk';
import type { LeasedMessage, MessageWriter, MirrorReader } from '../mirror/index.ts';
import type { Lease } from './leases.ts';
import type { Timers } from './timers.ts';

/** A brick as the relay sees it. */
export interface RelayBrick {
  name: string;
  commands: Partial<BrickCommands>;
  /** What the brick last said. */
  mirror: MirrorView;
  /** Its breaker: `open` is left alone, `half-open` is tried by one message. */
  breaker(): 'closed' | 'open' | 'half-open';
}

/** A command that does not end holds up its lane; what it has done by then is found by the next try. */
const LONGEST_MS = 600_000;

export interface DeliveryTools {
  writer: Pick<MessageWriter, 'keepStep'>;
  reader: Pick<MirrorReader, 'bindings'>;
  relayId: string;
  timers: Timers;
  now(): Date;
}

/** What the brick can be told under this name; the payload was checked where the message was made. */
export function commandOf({ commands }: RelayBrick, message: LeasedMessage): Command<JsonObject> | null {
  return Object.hasOwn(commands, message.command)
    ? ((commands[message.command] as unknown as Command<JsonObject> | undefined) ?? null)
    : null;
}

/** One try to carry out a command. Whatever it ends with counts only if `lease` has not been lost meanwhile. */
export async function deliver(
  command: Command<JsonObject>,
  message: LeasedMessage,
  lease: Lease,
  { brick, ...tools }: DeliveryTools & { brick: RelayBrick },
): Promise<Delivered> {
  const late = new AbortController();
  const callOff = tools.timers.after(LONGEST_MS, () => late.abort(tooLong()));
  const delivery: Delivery = {
    message: message.id,
    attempt: message.attempts,
    step: stepsOf(message, lease, tools),
    async externalId(type, hubId) {
      const rows = await asked(tools.reader.bindings(type, [hubId]));
      const own = rows.filter((row) => row.brick === brick.name);
      return (own.find((row) => row.bornAs === hubId) ?? own[0])?.externalId ?? null;
    },
    mirror: viewOf(brick.mirror),
    now: tools.now(),
    signal: AbortSignal.any([lease.signal, late.signal]),
  };
  try {
    return await command(message.payload, delivery);
  } catch (error) {
    throw late.signal.aborted ? late.signal.reason : error;
  } finally {
    callOff();
  }
}

function stepsOf(message: LeasedMessage, lease: Lease, { writer, relayId }: DeliveryTools): Delivery['step'] {
  const results = new Map(Object.entries(message.steps));
  return async <Result extends JsonValue>(name: string, run: () => Promise<Result>): Promise<Result> => {
    lease.signal.throwIfAborted();
    const known = results.get(name);
    if (known !== undefined) return known as Result;
    const result = await run();
    await keep(name, result);
    results.set(name, result);
    return result;
  };

  async function keep(name: string, result: JsonValue): Promise<void> {
    const step = { relay: relayId, id: message.id, name, result };
    // What could not be kept must not be followed by the next step, whatever the connector makes of this error.
    const isKept = await writer.keepStep(step).catch((error: unknown) => {
      lease.lose(error);
      throw error;
    });
    if (!isKept) lease.lose(stepRefused());
    lease.signal.throwIfAborted();
  }
}

function tooLong(): RetryableError {
  return new RetryableError({
    code: 'COMMAND_TOO_LONG',
    message: 'The delivery took longer than ten minutes and was broken off.',
    remedy: 'It is tried again, from the steps that were kept. If it stays, look at the brick.',
  });
}

function stepRefused(): RetryableError {
  return new RetryableError({
    code: 'LEASE_LOST',
    message: 'The step was not kept: another relay has the message by now.',
    remedy: 'Nothing is to be done: that one goes on from the steps that were kept.',
  });
}

/** The mirror's own trouble says nothing of the command: it is tried again, whatever it is. */
async function asked<Answer>(question: Promise<Answer>): Promise<Answer> {
  try {
    return await question;
  } catch (error) {
    if (!isCoded(error)) throw error;
    const { code, message, remedy } = error;
    throw new RetryableError({ code, message, remedy }, { cause: error });
  }
}

function viewOf(view: MirrorView): MirrorView {
  return {
    async *pages(kind) {
      const pages = view.pages(kind)[Symbol.asyncIterator]();
      for (;;) {
        const page = await asked(pages.next());
        if (page.done) return;
        yield page.value;
      }
    },
    missing: (kind, ids) => asked(view.missing(kind, ids)),
    byIds: (kind, ids) => asked(view.byIds(kind, ids)),
  };
}
