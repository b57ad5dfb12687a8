import { PermanentError, type BrickCommands, type Command, type Delivered, type OpenBrick } from '#sdk';
import { planted, type Planted } from './wrong-memory.ts';

const ONCE = 'a delivery that is repeated without its steps leaves one effect';
const CUT = 'a delivery that is cut off at any request and repeated leaves one effect';
const SHOWN = 'what a command touched is read back by its id, and shows what was set';
const UNKNOWN = 'a command for what the brick does not have is refused for good, and does nothing';

/** At least one for every sentence about commands. */
export const PLANTED_COMMANDS: readonly Planted[] = [
  planted('refuses what it says it can do', 'each command can be carried out', {
    brick: (brick) =>
      withCommand(brick, 'setStock', () =>
        Promise.reject(new PermanentError({ code: 'NOT_TODAY', message: 'Not today.', remedy: 'Come back.' })),
      ),
  }),
  planted('says that it did what it did not do', SHOWN, {
    brick: (brick) =>
      withCommand(brick, 'setVariantPrice', async ({ variant }, delivery) => {
        const id = (await delivery.externalId('Variant', variant)) ?? '';
        return touched('shop', `Variant/${id}`);
      }),
  }),
  planted('touches what nobody can read', SHOWN, {
    brick: (brick) => after(brick, 'setStock', () => touched('shelves', '1')),
  }),
  planted('touches what is not there', SHOWN, {
    brick: (brick) => after(brick, 'setStock', () => touched('fulfilment', 'StockItem/none')),
  }),
  planted('makes another where it finds one', ONCE, {
    brick: (brick) =>
      around(brick, 'fulfilOrder', async (payload, delivery, tell) => {
        const id = `FulfilmentOrder/made-by-${delivery.message}`;
        const stream = brick.streams.find(({ kind }) => kind === 'fulfilment');
        const context = { checkpoint: null, full: false, now: delivery.now, mirror: delivery.mirror };
        const found = await stream?.byIds?.([id], { ...context, signal: delivery.signal });
        const message = found?.length ? `${delivery.message}-again` : delivery.message;
        return tell(payload, { ...delivery, message });
      }),
  }),
  planted('takes a new mark when a try has failed', CUT, { brick: withNewMarks(new Set()) }),
  planted('shrugs at what is not there', UNKNOWN, {
    brick: (brick) =>
      around(brick, 'setVariantPrice', async (payload, delivery, tell) => {
        try {
          return await tell(payload, delivery);
        } catch (error) {
          if (error instanceof PermanentError) return { touched: [] };
          throw error;
        }
      }),
  }),
];

function withNewMarks(failed: Set<string>): (brick: OpenBrick) => OpenBrick {
  return (brick) =>
    around(brick, 'fulfilOrder', async (payload, delivery, tell) => {
      const isSecond = failed.delete(delivery.message);
      try {
        return await tell(payload, isSecond ? { ...delivery, message: `${delivery.message}-again` } : delivery);
      } catch (error) {
        failed.add(delivery.message);
        throw error;
      }
    });
}

function touched(kind: string, id: string): Delivered {
  return { touched: [{ kind, ids: [id] }] };
}

function withCommand<Name extends keyof BrickCommands>(
  brick: OpenBrick,
  name: Name,
  command: BrickCommands[Name],
): OpenBrick {
  return { ...brick, commands: { ...brick.commands, [name]: command } };
}

type Payload<Name extends keyof BrickCommands> = Parameters<BrickCommands[Name]>[0];
type Around<Name extends keyof BrickCommands> = (
  payload: Payload<Name>,
  delivery: Parameters<Command<Payload<Name>>>[1],
  tell: Command<Payload<Name>>,
) => Promise<Delivered>;

function around<Name extends keyof BrickCommands>(brick: OpenBrick, name: Name, wrong: Around<Name>): OpenBrick {
  const tell = brick.commands?.[name] as Command<Payload<Name>>;
  const command: Command<Payload<Name>> = (payload, delivery) => wrong(payload, delivery, tell);
  return { ...brick, commands: { ...brick.commands, [name]: command } };
}

function after<Name extends keyof BrickCommands>(brick: OpenBrick, name: Name, says: () => Delivered): OpenBrick {
  return around(brick, name, async (payload, delivery, tell) => {
    await tell(payload, delivery);
    return says();
  });
}
