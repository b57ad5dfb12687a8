/** How a business that is served is told something: the command goes there whole, with the ids that it names. */
import {
  isCoded,
  PermanentError,
  RetryableError,
  type BrickCommands,
  type BrickHttp,
  type Command,
  type CommandName,
  type Delivered,
  type Delivery,
  type JsonObject,
  type JsonValue,
} from '#sdk';
import type { Business } from './business.ts';
import { commandsOf } from './commands.ts';

/** Which entity a field of a payload names. */
const ENTITIES: Readonly<Record<string, string>> = {
  ...{ variant: 'Variant', product: 'Product', order: 'Order', location: 'Location', supplier: 'Supplier' },
  ...{ customer: 'Customer', carrier: 'Carrier' },
};

const NAMES: readonly CommandName[] = [
  ...(['placeOrder', 'setOrderStatus', 'addTracking', 'setVariantPrice', 'updateProduct', 'setStock'] as const),
  ...(['upsertCustomer', 'eraseCustomer', 'fulfilOrder', 'createPurchaseOrder', 'putItems'] as const),
];

export function commandsOverHttp(http: BrickHttp): BrickCommands {
  const tell =
    (name: CommandName): Command<object> =>
    async (payload, delivery) => {
      const ids = await idsIn(payload as JsonObject, delivery);
      const body = JSON.stringify({ message: delivery.message, payload, ids });
      const path = `commands/${name}`;
      const answer = await http.text({ method: 'POST', path, body, idempotent: true, signal: delivery.signal });
      return JSON.parse(answer.body) as Delivered;
    };
  return Object.fromEntries(NAMES.map((name) => [name, tell(name)])) as unknown as BrickCommands;
}

/** `Variant hub-1` to the business's own id. */
async function idsIn(value: JsonValue, delivery: Delivery): Promise<Record<string, string | null>> {
  const ids: Record<string, string | null> = {};
  const look = async (one: JsonValue): Promise<void> => {
    if (one === null || typeof one !== 'object') return;
    for (const [field, inner] of Object.entries(one)) {
      const type = ENTITIES[field];
      if (type !== undefined && typeof inner === 'string')
        ids[`${type} ${inner}`] = await delivery.externalId(type, inner);
      else await look(inner);
    }
  };
  await look(value);
  return ids;
}

/** What the server does with such a command: the status and body of its answer. */
export async function carryOut(
  business: Business,
  name: string,
  body: string,
): Promise<{ status: number; body: JsonObject }> {
  const { message, payload, ids } = JSON.parse(body) as {
    message: string;
    payload: object;
    ids: Record<string, string | null>;
  };
  const command = commandsOf(business)[name as CommandName] as Command<object>;
  const delivery = {
    message,
    externalId: (type: string, hubId: string) => Promise.resolve(ids[`${type} ${hubId}`] ?? null),
  };
  try {
    return { status: 200, body: (await command(payload, delivery as Delivery)) as unknown as JsonObject };
  } catch (error) {
    if (!isCoded(error)) throw error;
    return { status: 422, body: { code: error.code, message: error.message, remedy: error.remedy } };
  }
}

/** A refusal as it was said there; whatever else goes wrong may pass. */
export function toError({ status, body }: { status: number; body: string }): Error {
  if (status === 422) return new PermanentError(JSON.parse(body) as ConstructorParameters<typeof PermanentError>[0]);
  return new RetryableError({
    code: 'BRICK_SERVER_ERROR',
    message: `The business answered ${status}.`,
    remedy: 'It is tried again later.',
  });
}
