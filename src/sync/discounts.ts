import type { Discount, JsonObject, Stream } from '#sdk';
import type { MirrorReader, PendingChange } from '../mirror/index.ts';
import { isNearlyFree, type PendingTally } from './hold-rules.ts';

interface Read {
  brick: string;
  stream: Stream;
  reader: Pick<MirrorReader, 'latestByIds'>;
}

/**
 * Counts records that make something nearly free and did not before. New ones too: one new rule is enough to give a whole
 * shop away, and no field of it has moved.
 */
export async function countDiscounts(
  tally: PendingTally,
  pending: readonly PendingChange[],
  { brick, stream, reader }: Read,
): Promise<void> {
  const { discount } = stream;
  if (!discount) return;
  const found = pending.flatMap(({ id, change, before, after, isEcho, isVouched }) => {
    const given = after && change !== 'revert' && !isEcho && !isVouched ? discount(after) : null;
    return given ? [{ id, change, given, before: before && discount(before) }] : [];
  });
  const prices = await pricesOf(
    found.flatMap(({ given, before }) => [given.priced ?? [], before?.priced ?? []].flat()),
    { brick, reader },
  );
  const isFree = (one: Discount): boolean => isNearlyFree(one, one.priced ? (prices(one.priced) ?? null) : null);
  for (const { id, change, given, before } of found) {
    if (!isFree(given) || (before && isFree(before) && (before.everything || !given.everything))) continue;
    tally.suspicious.set(id, 'discounts');
    if (change === 'create') tally.created.add(id);
    if (!tally.sample.includes(id) && tally.sample.length < SAMPLE_SIZE) tally.sample.push(id);
  }
}

const SAMPLE_SIZE = 10;

type Priced = NonNullable<Discount['priced']>;

/** What these records cost, as far as the mirror knows them. */
async function pricesOf(
  priced: readonly Priced[],
  { brick, reader }: Pick<Read, 'brick' | 'reader'>,
): Promise<(one: Priced) => number | undefined> {
  const bodies = new Map<string, JsonObject>();
  for (const [kind, ofKind] of Map.groupBy(priced, (one) => one.kind)) {
    const records = await reader.latestByIds(brick, kind, [...new Set(ofKind.map(({ id }) => id))]);
    for (const { id, body } of records) bodies.set(`${kind}/${id}`, body);
  }
  return ({ kind, id, field }) => {
    const price = Number(bodies.get(`${kind}/${id}`)?.[field]);
    return Number.isFinite(price) ? price : undefined;
  };
}
