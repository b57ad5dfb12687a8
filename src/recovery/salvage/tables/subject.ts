import { PermanentError } from '#sdk';
import type { Subject } from '../claim.ts';
import type { FieldName } from './headings.ts';

interface Candidate {
  subject: Subject;
  columns: readonly { field: FieldName | null; confidence: number }[];
}

/** By which of these a subject is known: one of each group. */
const NEEDED: Record<Subject, readonly (readonly FieldName[])[]> = {
  products: [
    ['sku', 'gtin'],
    ['name', 'price', 'priceWithTax'],
  ],
  stock: [['sku', 'gtin'], ['quantity']],
  customers: [['email', 'customerNumber', 'phone', 'mobile']],
  orders: [['reference'], ['placedAt', 'total', 'sku', 'name', 'email']],
};

/** The first that has what it needs: orders have articles and people in them, articles their stock. */
const ORDER: readonly Subject[] = ['orders', 'products', 'stock', 'customers'];

/** What a file is about. Throws where its columns do not tell by what anything would be recognised. */
export function nearestSubject<One extends Candidate>(candidates: readonly One[]): One {
  const found = ORDER.flatMap((subject) => candidates.filter((one) => one.subject === subject)).find(isWhole);
  if (found) return found;
  const [only] = candidates;
  const what = candidates.length === 1 && only ? `of ${only.subject}` : 'of products, stock, customers or orders';
  const needs = candidates.map(
    ({ subject }) => `${subject}: ${NEEDED[subject].map((one) => one.join(' or ')).join(', and ')}`,
  );
  throw new PermanentError({
    code: 'SALVAGE_COLUMNS_MISSING',
    message: `The columns are not those ${what} (${needs.join('; ')}).`,
    remedy: 'Say what a column is: --column "Heading=sku"; or what the file is about: --as products.',
  });
}

function isWhole({ subject, columns }: Candidate): boolean {
  const fields = new Set(columns.flatMap(({ field }) => field ?? []));
  return NEEDED[subject].every((group) => group.some((field) => fields.has(field)));
}
