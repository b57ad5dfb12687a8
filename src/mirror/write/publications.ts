import type { Change, Surprises } from '../contract.ts';
import type { Sql } from '../sql.ts';

interface At {
  brick: string;
  kind: string;
  at: string;
}

const COUNTS = [
  ...['creates', 'updates', 'deletes'],
  ...['echoes', 'prices', 'identities', 'reshaped', 'discounts', 'sales', 'texts', 'rewrites'],
] as const;

/** Notes that these changes of a stream were published; several notes of one time add up. */
export async function notePublication(
  sql: Sql,
  { brick, kind, at }: At,
  changes: readonly Change[],
  surprises: Partial<Surprises> = {},
): Promise<void> {
  const count = (change: Change): number => changes.filter((one) => one === change).length;
  const {
    echoes = 0,
    prices = 0,
    identities = 0,
    reshaped = 0,
    discounts = 0,
    sales = 0,
    texts = 0,
    rewrites = 0,
  } = surprises;
  await sql.run(
    `insert into publications (brick, kind, at, ${COUNTS.join(', ')}) values (?, ?, ?, ${COUNTS.map(() => '?').join(', ')})
      on conflict (brick, kind, at) do update set
      ${COUNTS.map((name) => `${name} = publications.${name} + excluded.${name}`).join(', ')}`,
    [
      ...[brick, kind, at, count('create'), count('update'), count('delete')],
      ...[echoes, prices, identities, reshaped, discounts, sales, texts, rewrites],
    ],
  );
}
