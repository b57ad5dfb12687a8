import { z } from 'zod';
import { DEFAULT_COLUMNS, FILE_KINDS, type Columns, type FileKind } from './columns.ts';
import { shopSchema } from './shop/index.ts';

const timezone = z.string().refine(isTimezone, 'is no IANA time zone, e.g. Europe/Paris');

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const drop = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('folder'), path: z.string().min(1) }),
  z.strictObject({
    kind: z.literal('sftp'),
    host: z.string().min(1),
    port: z.number().int().min(1).max(65_535).optional(),
    user: z.string().min(1),
    password: z.string().min(1).optional(),
    privateKey: z.string().min(1).optional(),
    hostKey: z
      .string()
      .regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, 'must be a fingerprint as ssh-keygen -lf shows it: SHA256:…'),
    path: z.string().min(1),
    timeoutMs: z.number().int().positive().optional(),
  }),
]);

const DEFAULT_NAMES: Record<FileKind, string[]> = {
  tickets: ['tickets*', 'ventes*'],
  items: ['articles*', 'produits*'],
  customers: ['clients*'],
  loyalty: ['fidelite*', 'fidélité*'],
  z_reports: ['z_*', 'z-*', 'cloture*', 'clôture*'],
};

const store = z.strictObject({ code: z.string().min(1), name: z.string().min(1) });

/** Field to the headings under which it may stand; what is given replaces the default of that field. */
const columns = z
  .partialRecord(z.enum(FILE_KINDS), z.record(z.string(), z.array(z.string().min(1))))
  .default({})
  .superRefine((given, issues) => {
    for (const kind of FILE_KINDS)
      for (const field of Object.keys(given[kind] ?? {}))
        if (!(field in DEFAULT_COLUMNS[kind]))
          issues.addIssue({ code: 'custom', path: [kind, field], message: `${kind} has no field ${field}` });
  })
  .transform(
    (given) =>
      Object.fromEntries(FILE_KINDS.map((kind) => [kind, { ...DEFAULT_COLUMNS[kind], ...given[kind] }])) as Columns,
  );

/** What one SoraCaisse brick needs to be told. */
export const settingsSchema = z.strictObject({
  /** Where the exports are dropped. */
  drop,
  /** Sub-folder of the exports; absent: the box itself. */
  exports: z.string().optional(),
  /** Sub-folder into which files for the till are written. */
  imports: z.string().default('vers-caisse'),
  /** Items and prices are written for the till; absent: it cannot be told any. */
  items: z
    .strictObject({
      /** How its files begin; the message's id and `.csv` follow. */
      name: z
        .string()
        .regex(/^[\w-]+$/, 'must be letters, digits, - and _ only')
        .default('articles'),
    })
    .optional(),
  /** What the till's own module carries between till and shop; absent: both where there is a `shop`, else nothing. */
  nativeLink: z.array(z.enum(['sale-to-stock', 'items-to-till'])).optional(),
  /** File names of each kind, `*` for anything; capitals do not count. */
  names: z
    .partialRecord(z.enum(FILE_KINDS), z.array(z.string().min(1)).min(1))
    .default({})
    .transform((given) => ({ ...DEFAULT_NAMES, ...given })),
  columns,
  /** Stores, by the code or name that the exports say; a file without a store's column is the first one's. */
  stores: z
    .array(store)
    .min(1)
    .default([{ code: 'B1', name: 'Boutique' }]),
  timezone: timezone.default('Europe/Paris'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('EUR'),
  /** Absent: UTF-8 if it is valid, else Windows-1252. */
  encoding: z.enum(['utf-8', 'windows-1252']).optional(),
  delimiter: z.enum([';', ',', '\t']).optional(),
  /** Whether ticket exports end with a row `TOTAL`: without one, a file cut between two tickets looks whole. */
  trailer: z.enum(['required', 'optional']).default('optional'),
  /** Whether lines may be negative: goods brought back. A till corrects only by such entries, so they are expected. */
  returns: z.enum(['accept', 'refuse']).default('accept'),
  /** The PrestaShop into which the till's module writes its sales; absent: it is not asked. */
  shop: shopSchema.optional(),
  /** Largest file that is read, in bytes. */
  maxBytes: z
    .number()
    .int()
    .positive()
    .default(64 * 1024 * 1024),
});

/** Its module sells out of the shop's stock, and shows the shop's articles, as far as its traces tell. */
export function carriedBy({ nativeLink, shop }: SoracaisseSettings): ('sale-to-stock' | 'items-to-till')[] {
  return nativeLink ?? (shop ? ['sale-to-stock', 'items-to-till'] : []);
}

export type SoracaisseSettings = z.output<typeof settingsSchema>;
