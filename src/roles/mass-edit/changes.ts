import { Decimal } from 'decimal.js';
import {
  BULK_EDIT_HEADINGS,
  BULK_EDIT_NUMBERS,
  type BulkEditColumn,
  type BulkEditField,
  type BulkEditLine,
  type Localized,
  type ProductFacet,
} from '#sdk';
import type { CategoryPaths } from './category-paths.ts';
import type { Problem, Target } from './targets.ts';
import { inLanguage, isTextField, tagIn, wrongPrice, wrongText, type TextField } from './values.ts';

export interface Change {
  field: BulkEditField;
  /** As the shop names the language of a text; null: it is no text. */
  locale: string | null;
  before: string[];
  after: string[];
}

const FIELDS = (Object.keys(BULK_EDIT_HEADINGS) as BulkEditColumn[]).filter(
  (column) => column !== 'productId' && column !== 'variantId',
);
/** Fields of a variant: a product without exactly one variant has none of them to change. */
const OF_VARIANT: ReadonlySet<BulkEditField> = new Set([
  'sku',
  'gtin',
  'price',
  'costPrice',
  'quantity',
  'supplierReference',
  'options',
]);
const NUMBER = /^-?\d{1,30}(\.\d{1,30})?$/;
const SWITCH: Record<string, string> = {
  ...{ 1: '1', true: '1', yes: '1', oui: '1' },
  ...{ 0: '0', false: '0', no: '0', non: '0' },
};

/** What a line would change of its target, and what of it cannot be done. Fields that say what is so are left out. */
export function changesOf(
  { values, locale }: Pick<BulkEditLine, 'values' | 'locale'>,
  target: Target,
  paths: CategoryPaths,
  defaultLocale: string,
): { changes: Change[]; problems: Problem[] } {
  const changes: Change[] = [];
  const problems: Problem[] = [];
  // Not in the order of the line, which the mirror does not keep.
  for (const field of FIELDS) {
    const value = values[field];
    if (value === undefined) continue;
    const after = valueOf(field, [value].flat());
    const problem = after === null ? wrong(field, [value].flat()) : impossible(field, target);
    if (problem !== null || after === null) {
      if (problem) problems.push(problem);
      continue;
    }
    const language = locale ?? defaultLocale;
    const before = said(field, target, paths, language);
    if (isSame(field, before, after)) continue;
    const excess = outOfBounds(field, after[0] ?? '', target);
    if (excess) problems.push(excess);
    else changes.push({ field, locale: localeOf(field, target, language), before, after });
  }
  return { changes, problems };
}

/** In the form in which it compares; null: that is no such value. */
function valueOf(field: BulkEditField, value: string[]): string[] | null {
  if (field === 'active') {
    const state = SWITCH[(value[0] ?? '').trim().toLowerCase()];
    return state === undefined ? null : [state];
  }
  if (BULK_EDIT_NUMBERS.has(field) && !value.every((one) => NUMBER.test(one))) return null;
  return value;
}

function wrong(field: BulkEditField, value: string[]): Problem {
  const what = field === 'active' ? 'neither 1 nor 0' : 'no number';
  return { code: 'EDIT_VALUE_WRONG', message: `"${value.join(', ').slice(0, 40)}" (${field}) is ${what}.` };
}

/** Never guessed: of which of several variants or suppliers a line speaks, it must say. */
function impossible(field: BulkEditField, { product, variant }: Target): Problem | null {
  if (OF_VARIANT.has(field)) {
    if (variant === null)
      return {
        code: 'EDIT_VARIANT_UNCLEAR',
        message: `The product has ${product?.facet.variants.length ?? 0} variants: of which one "${field}" is, the line does not say.`,
      };
    const suppliers = variant.facet.suppliers.length;
    if (field === 'supplierReference' && suppliers > 1)
      return {
        code: 'EDIT_SUPPLIER_UNCLEAR',
        message: `The variant has ${suppliers} suppliers: whose reference it is, the line does not say.`,
      };
    return null;
  }
  if (product !== null || (field === 'weight' && variant !== null)) return null;
  return { code: 'EDIT_MATCHES_NOTHING', message: 'The product of this variant is not mirrored.' };
}

function outOfBounds(field: BulkEditField, after: string, { variant }: Target): Problem | null {
  if (field === 'price') return wrongPrice(new Decimal(after), variant?.facet.listPrice.currency);
  return isTextField(field) ? wrongText(field, after) : null;
}

function localeOf(field: BulkEditField, { product }: Target, locale: string): string | null {
  if (!isTextField(field)) return null;
  return (product && tagIn(product.facet[field], locale)) ?? locale;
}

/** What the shop says in a field. */
export function said(
  field: BulkEditField,
  { product, variant }: Target,
  paths: CategoryPaths,
  locale: string,
): string[] {
  const of = product?.facet;
  const own = variant?.facet;
  switch (field) {
    case 'sku':
    case 'gtin':
      return present(own?.[field]);
    case 'price':
      return present(own?.listPrice.amount);
    case 'costPrice':
      return present(own?.costPrice?.amount);
    case 'quantity':
      return present(own?.shopQuantity?.toString());
    case 'supplierReference':
      return (own?.suppliers ?? []).flatMap(({ reference }) => present(reference));
    case 'options':
      return (own?.options ?? []).map(({ name, value }) => `${anyText(name, locale)}: ${anyText(value, locale)}`);
    case 'weight':
      return present(own?.weight ?? of?.weight);
    case 'active':
      return of ? [of.active ? '1' : '0'] : [];
    case 'brand':
      return present(of?.brand);
    case 'categories':
      return (of?.categories ?? []).flatMap((id) => present(paths.of(id, locale)));
    default:
      return present(of && textOf(of, field, locale));
  }
}

function textOf(product: ProductFacet, field: TextField, locale: string): string | undefined {
  return inLanguage(product[field], locale);
}

function anyText(text: Localized, locale: string): string {
  return inLanguage(text, locale) ?? text[Object.keys(text).sort()[0] ?? ''] ?? '';
}

function present(value: string | null | undefined): string[] {
  return value === null || value === undefined || value === '' ? [] : [value];
}

function isSame(field: BulkEditField, before: string[], after: string[]): boolean {
  if (before.length !== after.length) return false;
  if (BULK_EDIT_NUMBERS.has(field)) return before.every((one, at) => new Decimal(one).eq(after[at] ?? ''));
  if (field === 'categories') return after.every((path) => before.some((full) => endsWith(full, path)));
  if (field === 'options') return after.every((one) => before.includes(one));
  return before.every((one, at) => one === after[at]);
}

/** A file may leave the root of the tree out. */
function endsWith(full: string, path: string): boolean {
  return full === path || full.endsWith(` > ${path}`);
}
