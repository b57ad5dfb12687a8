import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { DateTimeScalar, PersonalData, Sold, Scopes } from '../../graph/index.ts';
import { bricksOf, reference, type TillContext } from '../context.ts';
import { ONE_BRICK, type Maybe } from '../inputs.ts';
import { soldOf } from '../sold.ts';
import { Customer, LoyaltyCard, Sale, toLoyaltyCard, toSale, Variant } from '../types/index.ts';

@Resolver(() => Variant)
export class VariantResolver {
  @Scopes('orders:read')
  @FieldResolver(() => Sold, {
    description:
      'How much of it was sold at the tills in a period, without tax (with tax where a till tells nothing else). Goods brought back are taken off. What is sold by weight or length counts in the unit of the till, such as kilograms.',
  })
  sold(
    @Root() variant: Variant,
    @Arg('from', () => DateTimeScalar, {
      nullable: true,
      description: 'From this time on; default: since the first ticket.',
    })
    from: Maybe<string>,
    @Arg('to', () => DateTimeScalar, { nullable: true, description: 'Before this time; default: until now.' })
    to: Maybe<string>,
    @Arg('brick', () => String, ONE_BRICK) asked: Maybe<string>,
    @Ctx() context: TillContext,
  ): Promise<Sold> {
    return soldOf(variant.id, { ...(from ? { from } : {}), ...(to ? { to } : {}) }, asked, context);
  }
}

@Resolver(() => Customer)
export class CustomerResolver {
  @PersonalData()
  @FieldResolver(() => [LoyaltyCard], { description: 'Their loyalty cards at all tills. Personal data.' })
  async loyalty(@Root() customer: Customer, @Ctx() context: TillContext): Promise<LoyaltyCard[]> {
    const { loaders } = context;
    const ask = (brick: string) => loaders.listed('LoyaltyCard', brick, 'customer', customer.id);
    return (await Promise.all(bricksOf(context, null).map(ask))).flat().map(toLoyaltyCard);
  }

  @PersonalData()
  @FieldResolver(() => [Sale], { description: 'What they bought at the tills, newest first. Personal data.' })
  async sales(@Root() customer: Customer, @Ctx() context: TillContext): Promise<Sale[]> {
    const { loaders } = context;
    const ask = (brick: string) => loaders.listed('Sale', brick, 'customer', customer.id);
    const rows = (await Promise.all(bricksOf(context, null).map(ask))).flat();
    return rows.map(toSale).sort((a, b) => Date.parse(b.soldAt) - Date.parse(a.soldAt));
  }
}

@Resolver(() => LoyaltyCard)
export class LoyaltyCardResolver {
  @PersonalData()
  @Query(() => LoyaltyCard, {
    nullable: true,
    description: 'One loyalty card by its number, whichever till it is from. Personal data.',
  })
  async loyaltyCard(
    @Arg('number', () => String, { description: 'Number of the card, as printed on it.' }) number: string,
    @Arg('brick', () => String, ONE_BRICK) asked: Maybe<string>,
    @Ctx() context: TillContext,
  ): Promise<LoyaltyCard | null> {
    const ask = (brick: string) => context.loaders.byColumn('LoyaltyCard', brick, 'number').load(number);
    const [row] = (await Promise.all(bricksOf(context, asked).map(ask))).flat();
    return row ? toLoyaltyCard(row) : null;
  }

  @PersonalData()
  @FieldResolver(() => Customer, {
    nullable: true,
    description: 'Whose card it is. Null where nobody is named, or the shop does not know them. Personal data.',
  })
  customer(@Root() card: LoyaltyCard, @Ctx() context: TillContext): Promise<Customer | null> {
    return reference(context, 'Customer', card.customerId);
  }
}
