import { Arg, Ctx, FieldResolver, Int, Query, registerEnumType, Resolver, Root } from 'type-graphql';
import type { BulkEditKey as Key } from '#sdk';
import { AFTER, FIRST } from '../graph/index.ts';
import { BulkEdit } from './bulk-edit.type.ts';
import type { MassEditContext } from './context.ts';
import { leftOver } from './left-over.ts';
import { outcomesIn, previewOf } from './preview.resolver.ts';
import { BulkEditPreview } from './preview.type.ts';
import { MOST_LINES, MOST_MEGABYTES, readUpload } from './upload.ts';

type Maybe<Value> = Value | null | undefined;

const KEYS = {
  PRODNAME: ['prodname', 'By the name of the product.'],
  PRODREF: ['prodref', 'By the reference; where a product has combinations, by that of a combination.'],
  PRODREFTHENPRODNAME: ['prodrefthenprodname', 'By the reference; where nothing has it, by the name.'],
  SUPREFTHENPRODNAME: ['suprefthenprodname', 'By the reference of the supplier; where nothing has it, by the name.'],
  SUPREF: ['supref', 'By the reference of the supplier.'],
  PRODREFANDSUPREF: ['prodrefandsupref', 'By both the reference and the one of the supplier.'],
  PRODNAMEANDSUPREF: ['prodnameandsupref', 'By both the name and the reference of the supplier.'],
  IDPRODUCT: ['idproduct', "By the shop's own id of the product."],
  IDPRODUCTATTRIBUTE: ['idproductattribute', "By the shop's own id of the variant."],
  EAN13: ['ean13', 'By the EAN.'],
  UPC: ['upc', 'By the UPC.'],
  ISBN: ['isbn', 'By the ISBN.'],
} as const satisfies Record<string, readonly [Key, string]>;
type KeyName = keyof typeof KEYS;
const BulkEditKey = Object.fromEntries(Object.keys(KEYS).map((name) => [name, name]));
registerEnumType(BulkEditKey, {
  name: 'BulkEditKey',
  description: 'By which column a line finds its product or variant, as Store Commander calls it.',
  valuesConfig: Object.fromEntries(Object.entries(KEYS).map(([name, [, description]]) => [name, { description }])),
});

@Resolver(() => BulkEdit)
export class UploadResolver {
  @FieldResolver(() => String, {
    description:
      'CSV with the lines that cannot be read or done, beginning with the first faulty one, each with every cell that it had in the file; the last column, `mortar_reason`, tells why. Of a file that could not be read at all only the reason stands there.',
  })
  async todoCsv(@Root() { facet }: BulkEdit, @Ctx() { request }: MassEditContext): Promise<string> {
    return leftOver(await outcomesIn(facet, request), facet);
  }

  @Query(() => BulkEditPreview, {
    description: 'What a CSV text would change of the primary shop now. Nothing is kept of it, and nothing changed.',
  })
  async previewBulkEdit(
    @Arg('csv', () => String, {
      description: `The text: first the headings, in French or English as Store Commander has them. At most ${MOST_MEGABYTES} MB and ${MOST_LINES} lines; give it as a variable, since any other part of a request may have 1 MB.`,
    })
    csv: string,
    @Arg('idBy', () => BulkEditKey, { nullable: true, description: 'How lines find their product. Default: PRODREF.' })
    idBy: Maybe<KeyName>,
    @Arg('delimiter', () => String, {
      nullable: true,
      description: 'What parts the cells: a semicolon, a comma or a tab. Default: what the headings are parted by.',
    })
    delimiter: Maybe<string>,
    @Arg('locale', () => String, {
      nullable: true,
      description: 'Language of its texts, such as "fr". Default: the one of the hub.',
    })
    locale: Maybe<string>,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: Maybe<string>,
    @Ctx() { request }: MassEditContext,
  ): Promise<BulkEditPreview> {
    const options = { idBy: KEYS[idBy ?? 'PRODREF'][0], delimiter: delimiter ?? null, locale: locale ?? null };
    const edit = await readUpload(csv, options);
    // Several texts in one request are bounded together.
    request.budget.spend(edit.lines.length + edit.failures.length);
    return previewOf(await outcomesIn(edit, request), { first, after }, request);
  }
}
