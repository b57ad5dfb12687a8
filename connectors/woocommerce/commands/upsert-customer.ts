import type { Command, UpsertCustomer } from '#sdk';
import type { Rest } from '../rest.ts';
import { accessTo } from './access.ts';
import { ensureCustomer, updateCustomer, type Person } from './customer.ts';

export function upsertCustomer(rest: Rest): Command<UpsertCustomer> {
  return async ({ customer: hubId, ...about }, delivery) => {
    const access = accessTo(rest, delivery.signal);
    const person: Person = { id: hubId, ...about };
    const found = await ensureCustomer(access, person, delivery);
    await updateCustomer(access, found, person);
    return {
      ...(found.isNew ? { created: [{ type: 'Customer', hubId, externalId: found.id }] } : {}),
      touched: [{ kind: 'customers', ids: [found.id] }],
    };
  };
}
