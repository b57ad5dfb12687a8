import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import { checkFirst, DateTimeScalar, FIRST, refuse } from '../../graph/index.ts';
import { brickOf, type FulfilmentContext, type Maybe } from '../context.ts';
import type { SupplierFacet } from '../facets.ts';
import { supplierReportOf } from '../supplier-report.ts';
import { SupplierReport } from '../types/index.ts';
import { BRICK } from './arguments.ts';

/** Each supplier is a sum of its own. */
const MOST_SUPPLIERS = 100;

@Resolver()
export class SupplierReportResolver {
  @Query(() => [SupplierReport], {
    description:
      'Sales of a period and stock now, supplier by supplier, by name: of what is on its purchase orders, and of the variants for which the primary shop names it (by the same name, whatever the case and accents). Suppliers that fulfilment does not know are not listed. At most 100 suppliers and 5000 variants of each.',
  })
  async supplierReport(
    @Arg('from', () => DateTimeScalar, { description: 'From this time on.' }) from: string,
    @Arg('to', () => DateTimeScalar, { description: 'Before this time.' }) to: string,
    @Arg('supplier', () => ID, { nullable: true, description: 'Only this supplier (hub id); default: all.' })
    supplier: Maybe<string>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('brick', () => String, BRICK) asked: Maybe<string>,
    @Ctx() context: FulfilmentContext,
  ): Promise<SupplierReport[]> {
    if (from >= to) throw refuse('INVALID_ARGUMENT', '"from" must be before "to".');
    if (checkFirst(first) > MOST_SUPPLIERS) {
      throw refuse('INVALID_ARGUMENT', `"first" must be from 1 to ${MOST_SUPPLIERS}.`);
    }
    const brick = brickOf(context, asked);
    const { rows } = await context.request.reader.facets.page<SupplierFacet>({
      type: 'Supplier',
      brick,
      where: supplier ? [{ ids: [supplier] }] : [],
      orderBy: { column: 'name', descending: false },
      first,
    });
    if (supplier && rows.length === 0) {
      throw refuse('INVALID_ARGUMENT', `"${supplier}" is not the id of a supplier of "${brick}".`);
    }
    return Promise.all(rows.map(({ row }) => supplierReportOf(row, { brick, period: { from, to } }, context)));
  }
}
