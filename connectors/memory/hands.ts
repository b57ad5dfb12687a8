import { PermanentError, type Delivered, type Delivery, type JsonObject, type RoleName } from '#sdk';
import type { Business, Kept } from './business.ts';

/** How commands get hold of a business. What is made has the message's id in its own, so that another try finds it. */
export interface Hands {
  business: Business;
  change(
    delivery: Delivery,
    where: { role: RoleName; type: string; entity?: string; hubId: string },
    changes: (facet: JsonObject) => JsonObject,
  ): Promise<Delivered>;
  create(
    delivery: Delivery,
    thing: { role: RoleName; type: string; facet: JsonObject },
    created: { type: string; hubId: string },
  ): Delivered;
}

export function handsOn(business: Business): Hands {
  return {
    business,
    async change(delivery, where, changes) {
      const thing = await find(business, delivery, where);
      business.put({ ...thing, facet: { ...thing.facet, ...changes(thing.facet) } });
      business.effects.push({ message: delivery.message, on: `${thing.type}/${thing.id}` });
      return touched(where.role, `${thing.type}/${thing.id}`);
    },
    create(delivery, thing, created) {
      const id = `made-by-${delivery.message}`;
      if (!business.things(thing.role).some((one) => one.type === thing.type && one.id === id)) {
        business.put({ ...thing, id });
        business.effects.push({ message: delivery.message, on: `${thing.type}/${id}` });
      }
      return { ...touched(thing.role, `${thing.type}/${id}`), created: [{ ...created, externalId: id }] };
    },
  };
}

/** How a thing of this brick is named in a facet. */
export async function ref(delivery: Delivery, type: string, hubId: string): Promise<JsonObject> {
  const id = await delivery.externalId(type, hubId);
  if (id === null) throw unknown(type);
  return { $ref: `${type}/${id}` };
}

async function find(
  business: Business,
  delivery: Delivery,
  { role, type, entity = type, hubId }: { role: RoleName; type: string; entity?: string; hubId: string },
): Promise<Kept> {
  const id = await delivery.externalId(entity, hubId);
  const thing = business.things(role).find((one) => one.type === type && one.id === id);
  if (!thing) throw unknown(type);
  return thing;
}

function unknown(type: string): PermanentError {
  return new PermanentError({
    code: 'BUSINESS_LACKS_IT',
    message: `The business has no such ${type}.`,
    remedy: 'Look whether it was removed meanwhile.',
  });
}

export function touched(role: RoleName, id: string): Delivered {
  return { touched: [{ kind: role, ids: [id] }] };
}
