import { z } from 'zod';

const drop = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('folder'), path: z.string().min(1) }),
  z.strictObject({
    kind: z.literal('sftp'),
    host: z.string().min(1),
    port: z.number().int().min(1).max(65535).optional(),
    user: z.string().min(1),
    password: z.string().min(1).optional(),
    privateKey: z.string().min(1).optional(),
    hostKey: z.string().startsWith('SHA256:'),
    path: z.string().min(1),
    timeoutMs: z.number().int().positive().optional(),
  }),
]);

const FIELDS = [
  'name',
  'description',
  'summary',
  'metaTitle',
  'metaDescription',
  'slug',
  'brand',
  'categories',
  'active',
  'sku',
  'gtin',
  'price',
  'costPrice',
  'weight',
  'quantity',
  'supplierReference',
  'productId',
  'variantId',
] as const;

/** What one Store Commander needs to be told. */
export const settingsSchema = z.strictObject({
  /** Where files on their way into the shop lie; the leftover files are written there, too. */
  in: drop,
  /** Where the tool leaves its exports. */
  out: drop,
  /** Absent: told by each file. */
  delimiter: z.enum([';', ',', '\t']).optional(),
  encoding: z.enum(['utf-8', 'windows-1252']).optional(),
  /** Between several values in one cell. */
  valueSeparator: z.string().min(1).default(','),
  /** Between several categories in one cell; levels are parted by ` > `. */
  categorySeparator: z.string().min(1).default(','),
  idBy: z
    .enum([
      'prodname',
      'prodref',
      'prodrefthenprodname',
      'suprefthenprodname',
      'supref',
      'prodrefandsupref',
      'prodnameandsupref',
      'idproduct',
      'idproductattribute',
      'ean13',
      'upc',
      'isbn',
    ])
    .default('prodref'),
  /** BCP 47 tag of texts. */
  locale: z.string().min(2).default('fr'),
  /** Heading to field, beside the usual French and English ones; `other` keeps a column without reading it. */
  columns: z.record(z.string(), z.enum([...FIELDS, 'options', 'other'])).default({}),
  /** Heading to attribute group: one attribute per column. */
  attributes: z.record(z.string(), z.string().min(1)).default({}),
});

export type StoreCommanderSettings = z.output<typeof settingsSchema>;
export type Column = StoreCommanderSettings['columns'][string];
