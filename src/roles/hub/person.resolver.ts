import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { PersonalData, refuse } from '../graph/index.ts';
import type { HubRequest } from './port.ts';
import { ErasePersonResult, PersonExport, toEraseAnswer, type ErasePersonAnswer } from './types/person.type.ts';

type Maybe<Value> = Value | null | undefined;

const MOST_REASON = 500;

@Resolver()
export class PersonResolver {
  @PersonalData('admin')
  @Query(() => PersonExport, {
    nullable: true,
    description: 'All that the hub holds of one person, over all bricks. Null: it knows nobody so. For administrators.',
  })
  async exportPerson(
    @Arg('customer', () => ID, { nullable: true, description: 'Hub id of the Customer; or the e-mail address.' })
    customer: Maybe<string>,
    @Arg('email', () => String, { nullable: true, description: 'E-mail address; capitals do not matter.' })
    email: Maybe<string>,
    @Ctx() { status }: HubRequest,
  ): Promise<PersonExport | null> {
    if (Boolean(customer) === Boolean(email))
      throw refuse('INVALID_ARGUMENT', 'Name the person by "customer" or by "email": one of them.');
    const found = await status.people.export(customer ? { customer } : { email: email ?? '' });
    if (found === null) return null;
    const { customer: id } = found as { customer: string };
    return { customer: id, json: JSON.stringify(found) };
  }

  @PersonalData('admin')
  @Mutation(() => ErasePersonResult, {
    description:
      'Erases a person: their keys are destroyed, which reaches history and backups; bricks that can are told. Orders and invoices stay, of nobody; invoices with the name are kept encrypted for tax law. It cannot be undone. For administrators.',
  })
  async erasePerson(
    @Arg('customer', () => ID, { description: 'Hub id of the Customer.' }) customer: string,
    @Arg('reason', () => String, {
      description: 'Why, for the record: the date of their letter. No name. At most 500 characters.',
    })
    reason: string,
    @Arg('confirm', () => ID, { description: 'The hub id once more: it cannot be undone.' }) confirm: string,
    @Ctx() { status, viewer }: HubRequest,
  ): Promise<ErasePersonAnswer> {
    if (reason.trim() === '' || reason.length > MOST_REASON)
      throw refuse('INVALID_ARGUMENT', 'Give a reason of 1 to 500 characters.');
    return toEraseAnswer(await status.people.erase({ customer, reason, confirm, by: viewer.name }), customer);
  }
}
