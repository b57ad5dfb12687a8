import type { MirrorView, RawRecord, Stream } from '#sdk';
import type { ClaimKind } from '../claim.ts';
import { Gathering, toRecord } from '../gather.ts';
import type { Fields } from '../merge.ts';
import type { ClaimedLine } from './order.ts';
import { PERSONAL } from './personal.ts';
import type { Staging } from './staging.ts';

const PAGE = 500;

/**
 * What was applied, put to what the mirror holds already. Nothing is ever deleted: a file that does not name a thing
 * says nothing of it. What a kill leaves out is read when the same files are applied again.
 */
export function claimedStream(kind: ClaimKind, staging: Staging): Stream {
  const personal = PERSONAL[kind];
  return {
    kind,
    way: 'tail',
    ...(personal && { personal }),
    // Lines of orders name articles by the id that these have by then.
    ...(kind === 'orders' && { after: ['articles'] }),
    async *read({ mirror }) {
      const claims = staging.claims.filter((claim) => claim.kind === kind);
      if (claims.length > 0) {
        const gathering = new Gathering();
        for await (const page of mirror.pages(kind)) for (const record of page) gathering.know(kind, record);
        for (const claim of claims) gathering.add(claim);
        const changed = gathering.changed(kind).map(toRecord);
        const records = kind === 'orders' ? await withArticles(changed, mirror) : changed;
        for (let from = 0; from < records.length; from += PAGE)
          yield { records: records.slice(from, from + PAGE), checkpoint: null };
      }
      yield { records: [], checkpoint: null };
    },
  };
}

/** Orders whose lines name the record of their article, which may have been known by its bar code first. */
async function withArticles(orders: readonly RawRecord[], mirror: MirrorView): Promise<RawRecord[]> {
  const articles = new Gathering();
  for await (const page of mirror.pages('articles')) for (const record of page) articles.know('articles', record);
  return orders.map((order) => {
    const copy = structuredClone(order);
    const fields = copy.body['fields'] as unknown as Fields;
    const lines = (fields['lines']?.value ?? []) as unknown as ClaimedLine[];
    for (const line of lines)
      if (line.article !== null) line.article = articles.idOf('articles', line.article) ?? line.article;
    return copy;
  });
}
