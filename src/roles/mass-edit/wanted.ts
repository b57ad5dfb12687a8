import { z } from 'zod';
import { refusal, type Refusal } from '../graph/index.ts';
import type { BulkEditInput } from './bulk-edit.input.ts';
import { TEXT_FIELDS, type TextField } from './values.ts';

/** Products of one edit. */
export const MOST_PRODUCTS = 10_000;
const MOST_TEXTS = 60;

const list = (max: number) => z.array(z.string().trim().min(1).max(255)).min(1).max(max).nullish();

const selectionSchema = z
  .object({
    ids: list(MOST_PRODUCTS),
    skus: list(MOST_PRODUCTS),
    categories: list(500),
    brands: list(500),
    active: z.boolean().nullish(),
    search: z.string().trim().min(1).max(200).nullish(),
  })
  .refine((selection) => Object.values(selection).some((value) => value !== null && value !== undefined), {
    message: 'an empty selection would be the whole shop; name at least one condition',
  });

const priceSchema = z
  .object({
    set: z.string().nullish(),
    add: z.string().nullish(),
    addPercent: z.string().nullish(),
    round: z
      .object({
        ending: z.string().regex(/^\d{1,4}(\.\d{1,6})?$/, 'is no ending such as "0.90" or "9.90"'),
        mode: z.enum(['UP', 'NEAREST']),
      })
      .nullish(),
  })
  .refine(({ set, add, addPercent }) => [set, add, addPercent].filter((one) => typeof one === 'string').length <= 1, {
    message: 'takes one of "set", "add" and "addPercent"',
  })
  .refine(({ set, add, addPercent, round }) => [set, add, addPercent, round].some((one) => one), {
    message: 'says nothing',
  });

const said = (value: unknown): boolean => value !== null && value !== undefined;

const textSchema = z
  .object({
    field: z.enum(Object.keys(TEXT_FIELDS) as [TextField, ...TextField[]]),
    locale: z.string().regex(/^[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8})*$/, 'is no language such as "fr"'),
    set: z.string().nullish(),
    prefix: z.string().nullish(),
    suffix: z.string().nullish(),
    replace: z.object({ find: z.string().min(1), by: z.string() }).nullish(),
  })
  .refine(({ set, prefix, suffix, replace }) => [set, prefix, suffix, replace].some(said), {
    message: 'says nothing',
  });

const operationsSchema = z
  .object({
    price: priceSchema.nullish(),
    texts: z.array(textSchema).min(1).max(MOST_TEXTS).nullish(),
    active: z.boolean().nullish(),
  })
  .refine((operations) => Object.values(operations).some(said), { message: 'say nothing' });

const selectedSchema = z.object({ selection: selectionSchema, operations: operationsSchema });

export type Selection = z.output<typeof selectionSchema>;
export type Operations = z.output<typeof operationsSchema>;

/** What an input asks for. */
export type Wanted =
  | { kind: 'csv'; csv: string }
  | { kind: 'file'; edit: string }
  | { kind: 'selection'; selection: Selection; operations: Operations };

/** Never both: a text or file says by itself what it changes. */
export function wantedOf({ csv, edit, selection, operations }: BulkEditInput): Wanted | Refusal {
  if ([csv, edit, selection].filter(said).length !== 1)
    return wrong('It takes exactly one of "csv", "edit" and "selection".', 'input');
  if (said(operations) !== said(selection))
    return wrong('"selection" and "operations" go together, and with nothing else.', 'input.operations');
  if (typeof csv === 'string') return { kind: 'csv', csv };
  if (typeof edit === 'string') return { kind: 'file', edit };
  const parsed = selectedSchema.safeParse({ selection, operations: cased(operations) });
  if (parsed.success) return { kind: 'selection', ...parsed.data };
  const [issue] = parsed.error.issues;
  const path = ['input', ...(issue?.path ?? [])].map(String).join('.');
  return wrong(`${path}: ${issue?.message ?? 'is not understood'}.`, path);
}

/** The graph spells fields as enum values: `META_TITLE`. */
function cased(operations: BulkEditInput['operations']): unknown {
  const texts = operations?.texts?.map((one) => ({ ...one, field: camelCased(one.field) }));
  return { ...operations, texts };
}

function camelCased(name: string): string {
  return name.toLowerCase().replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
}

function wrong(message: string, path: string): Refusal {
  return refusal('INVALID_INPUT', message, 'Correct it and send it again.', path);
}
