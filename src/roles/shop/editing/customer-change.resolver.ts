import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { z } from 'zod';
import type { JsonObject, UpsertCustomer } from '#sdk';
import { newHubId, type MessageRow } from '../../../mirror/index.ts';
import { deliveryOf, givenUp, isRefusal, Scopes } from '../../graph/index.ts';
import { brickOf, toShopContext, type ShopContext } from '../context.ts';
import type { CustomerFacet } from '../facets.ts';
import type { Row } from '../loaders.ts';
import { IDEMPOTENCY_KEY, inputRefusal } from '../ordering/index.ts';
import { BRICK, type Maybe } from '../resolvers/arguments.ts';
import { toCustomer } from '../types/index.ts';
import { change, repeatedChange } from './change.ts';
import { CustomerCommandResult, CustomerInput, type CustomerCommandAnswer } from './editing.type.ts';

const optional = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .nullish()
    .transform((value) => value || null);

const customerSchema = z.object({
  email: z.string().trim().pipe(z.email().max(255)),
  firstName: z.string().trim().min(1).max(255),
  lastName: z.string().trim().min(1).max(255),
  company: optional(255),
  newsletter: z
    .boolean()
    .nullish()
    .transform((value) => value ?? null),
  locale: optional(35),
});

@Resolver()
export class CustomerChangeResolver {
  @Scopes('customers:write')
  @Mutation(() => CustomerCommandResult, {
    description: 'Changes the customer who has this e-mail address, or makes one. Personal data.',
  })
  async upsertCustomer(
    @Arg('input', () => CustomerInput, { description: 'The customer.' }) input: CustomerInput,
    @Arg('idempotencyKey', () => String, IDEMPOTENCY_KEY) idempotencyKey: Maybe<string>,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: ShopContext,
  ): Promise<CustomerCommandAnswer> {
    const brick = brickOf(context, asked);
    const wish = { name: 'upsertCustomer', brick, idempotencyKey, input: { input } };
    const before = await repeatedChange(context, wish);
    if (before) return isRefusal(before) ? before : customerShown(context, brick, before);
    const parsed = customerSchema.safeParse(input);
    if (!parsed.success) return inputRefusal(parsed.error);
    const wanted = parsed.data;
    const found = await context.loaders.byColumn('Customer', brick, 'email').load(wanted.email.toLowerCase());
    const known = found.find(({ facet }) => !facet.guest) ?? null;
    await giveUpRefused(context, brick, laneOf(wanted.email));
    const payload: UpsertCustomer = { customer: known?.id ?? newHubId('Customer'), ...wanted };
    const taken = await change(context, {
      ...wish,
      message: {
        command: 'upsertCustomer',
        // By address: of two that would make the same customer, the second finds the first one's.
        lane: laneOf(wanted.email),
        payload,
        overlays: [overlay(known, payload, context.request.now())],
        creates: known === null,
      },
    });
    return isRefusal(taken) ? taken : customerShown(context, brick, taken);
  }
}

const laneOf = (email: string): string => `Customer:${email.toLowerCase()}`;

/** The lane names the address. */
async function customerShown(
  { request }: ShopContext,
  brick: string,
  message: MessageRow,
): Promise<CustomerCommandAnswer> {
  const email = message.lane.slice('Customer:'.length);
  const [row] = await toShopContext(request).loaders.byColumn('Customer', brick, 'email').load(email);
  if (!row) return givenUp([message]);
  return { __typename: 'CustomerAccepted', customer: toCustomer(row), delivery: await deliveryOf(request, message) };
}

/** What the shop refused of this address is corrected by what comes now; left as it is, that would wait behind it. */
async function giveUpRefused({ request }: ShopContext, brick: string, lane: string): Promise<void> {
  const { rows } = await request.reader.messages({ brick, lane, state: 'dead', first: 50 });
  for (const { id, command } of rows)
    if (command === 'upsertCustomer')
      await request.outbox.discard(id, request.viewer.name, 'Corrected by a newer one.');
}

function overlay(known: Row<'Customer'> | null, payload: UpsertCustomer, now: Date) {
  const { customer: hubId, firstName, lastName, company, newsletter, locale, email } = payload;
  if (known) {
    const kept = known.facet;
    const patch = { firstName, lastName, company: company ?? kept.company, newsletter: newsletter ?? kept.newsletter };
    return { type: 'Customer', hubId, patch, creates: false };
  }
  const at = now.toISOString();
  const facet: CustomerFacet = {
    ...{ email, firstName, lastName, company, companyNumber: null, vatNumber: null, birthday: null, language: locale },
    ...{ active: true, guest: false, newsletter: newsletter ?? false, groups: [], defaultGroup: null, note: null },
    ...{ addresses: [], createdAt: at, updatedAt: at },
  };
  return { type: 'Customer', hubId, patch: facet as unknown as JsonObject, creates: true };
}
