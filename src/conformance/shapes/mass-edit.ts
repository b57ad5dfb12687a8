import { z, type BulkEditLine, type MassEditFacets } from '#sdk';
import { text, time, whole } from './values.ts';

type Shapes = { [Type in keyof MassEditFacets]: z.ZodType<MassEditFacets[Type]> };

const keyColumn = z.enum(['name', 'sku', 'supplierReference', 'productId', 'variantId', 'gtin']);
const field = z.enum([
  ...(['name', 'description', 'summary', 'metaTitle', 'metaDescription', 'slug', 'brand', 'categories'] as const),
  ...(['active', 'sku', 'gtin', 'price', 'costPrice', 'weight', 'quantity'] as const),
  ...(['supplierReference', 'options'] as const),
]);

const line: z.ZodType<BulkEditLine> = z.strictObject({
  line: whole,
  key: z.partialRecord(keyColumn, text),
  values: z.partialRecord(field, z.union([text, z.array(text)])),
  locale: text.nullable(),
  other: z.record(z.string(), text),
  cells: z.array(text).exactOptional(),
});

export const MASS_EDIT_SHAPES: Shapes = {
  BulkEdit: z.strictObject({
    name: text,
    direction: z.enum(['import', 'export']),
    idBy: z.enum([
      ...(['prodname', 'prodref', 'prodrefthenprodname', 'suprefthenprodname', 'supref'] as const),
      ...(['prodrefandsupref', 'prodnameandsupref', 'idproduct', 'idproductattribute'] as const),
      ...(['ean13', 'upc', 'isbn'] as const),
    ]),
    receivedAt: time,
    lines: z.array(line),
    headings: z.array(text).exactOptional(),
    unread: z.array(z.strictObject({ line: whole, cells: z.array(text) })).exactOptional(),
    failures: z.array(z.strictObject({ line: whole, column: text.nullable(), code: text, message: text })),
    todo: text.nullable(),
  }),
};
