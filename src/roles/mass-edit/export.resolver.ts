import { Arg, Ctx, Field, ID, Int, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import { BULK_EDIT_HEADINGS, type BulkEditColumn as Column } from '#sdk';
import { brickOf, refuse } from '../graph/index.ts';
import { findEdit } from './bulk-edits.ts';
import type { MassEditContext } from './context.ts';
import { isDelimiter } from './csv-text.ts';
import { exportEdit } from './export-edit.ts';
import { exportCsv, MOST_EXPORTED } from './export.ts';

type Maybe<Value> = Value | null | undefined;

const DEFAULT = ['PRODUCT_ID', 'VARIANT_ID', 'SKU', 'GTIN', 'NAME', 'OPTIONS', 'ACTIVE', 'PRICE', 'QUANTITY'];

const COLUMNS = Object.keys(BULK_EDIT_HEADINGS) as Column[];
/** `productId` as the graph spells it: `PRODUCT_ID`. */
const BY_NAME = new Map(COLUMNS.map((column) => [column.replace(/[A-Z]/g, '_$&').toUpperCase(), column]));
const BulkEditColumn = Object.fromEntries([...BY_NAME.keys()].map((name) => [name, name]));
registerEnumType(BulkEditColumn, {
  name: 'BulkEditColumn',
  description: 'A column of a CSV file for the mass-edit tool.',
  valuesConfig: Object.fromEntries(
    [...BY_NAME].map(([name, column]) => [name, { description: `The column "${BULK_EDIT_HEADINGS[column][0]}".` }]),
  ),
});

@ObjectType('BulkEditCsv', { description: 'A CSV file for the mass-edit tool.', simpleResolvers: true })
export class BulkEditCsv {
  @Field(() => String, { description: 'The text of the file: headings first, one variant per line.' })
  content!: string;

  @Field(() => Int, { description: 'How many variants it holds.' })
  rows!: number;
}

@Resolver()
export class ExportResolver {
  @Query(() => BulkEditCsv, {
    description:
      'The mirrored primary shop as a CSV file in the form of Store Commander, by name of the product; or what an edit of the hub sets.',
  })
  async bulkEditCsv(
    @Arg('columns', () => [BulkEditColumn], {
      nullable: true,
      description:
        'Which columns, in this order. Default: ids, reference, EAN, name, options, active, price, quantity.',
    })
    columns: Maybe<string[]>,
    @Arg('active', () => Boolean, {
      nullable: true,
      description: 'Only products that are for sale, or only those that are not. Default: all.',
    })
    active: Maybe<boolean>,
    @Arg('first', () => Int, {
      defaultValue: 1000,
      description: `How many variants at most, 1 to ${MOST_EXPORTED}. Default: 1000.`,
    })
    first: number,
    @Arg('delimiter', () => String, {
      defaultValue: ';',
      description: 'What parts the cells: a semicolon, a comma or a tab. Default: a semicolon.',
    })
    delimiter: string,
    @Arg('edit', () => ID, {
      nullable: true,
      description:
        'An edit of the hub: the file holds all that it sets, to be found by "idproduct". Other arguments but "delimiter" and "locale" say nothing then.',
    })
    edit: Maybe<string>,
    @Arg('locale', () => String, { nullable: true, description: 'Language of texts. Default: the one of the hub.' })
    language: Maybe<string>,
    @Ctx() { request }: MassEditContext,
  ): Promise<BulkEditCsv> {
    if (first < 1 || first > MOST_EXPORTED)
      throw refuse('INVALID_ARGUMENT', `"first" must be from 1 to ${MOST_EXPORTED}.`);
    if (!isDelimiter(delimiter)) throw refuse('INVALID_ARGUMENT', '"delimiter" must be a semicolon, a comma or a tab.');
    const locale = language ?? request.defaultLocale;
    if (edit) {
      const found = await findEdit(request, edit);
      if (!found) throw refuse('INVALID_ARGUMENT', 'The hub has applied no edit with this id.');
      return exportEdit(found, { delimiter, locale }, request);
    }
    const brick = brickOf(request, 'shop', null);
    const chosen = columnsOf(columns ?? DEFAULT);
    const options = { columns: chosen, active: active ?? null, first, delimiter, locale };
    return exportCsv(options, request.reader.facets, brick);
  }
}

function columnsOf(names: readonly string[]): Column[] {
  if (names.length === 0 || new Set(names).size < names.length)
    throw refuse('INVALID_ARGUMENT', '"columns" must name one column at least, and none twice.');
  return names.flatMap((name) => BY_NAME.get(name) ?? []);
}
