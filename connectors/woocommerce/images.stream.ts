import pMap from 'p-map';
import type { BrickTools, JsonObject, MirrorView, Page, RawRecord, ReadContext, Stream } from '#sdk';
import { count, part, rows, text } from './record.ts';
import type { Rest } from './rest.ts';
import type { WooSettings } from './settings.ts';

const PER_PAGE = 50;

/** A picture as a product, a variation or a category names it. */
interface ImageRef {
  /** `products/18/55`, `categories/3/56`: whose it is, and the number of the file in the media library. */
  id: string;
  src: string;
}

/**
 * Pictures: the bytes go to the hub's blobs, the record says which. They are named by records of the mirror; only those
 * that the mirror lacks or that lie under another address now are downloaded. One on another host is kept without bytes.
 */
export function imagesStream(rest: Rest, settings: WooSettings, tools: BrickTools): Stream {
  const download = (refs: readonly ImageRef[], signal: AbortSignal): Promise<RawRecord[]> =>
    pMap(refs, (ref) => fetched(ref, rest, tools, signal), { concurrency: settings.concurrency });
  return {
    kind: 'images',
    way: 'cursor',
    after: ['products', 'variations', 'categories'],
    async *read(context: ReadContext): AsyncGenerator<Page> {
      for await (const refs of named(context.mirror)) {
        const due = await changed(refs, context);
        for (let from = 0; from < due.length; from += PER_PAGE) {
          yield { records: await download(due.slice(from, from + PER_PAGE), context.signal), checkpoint: null };
        }
      }
      yield { records: [], checkpoint: null };
    },
    async *ids({ mirror }) {
      for await (const refs of named(mirror)) yield refs.map(({ id }) => id);
    },
    async byIds(ids, context) {
      const wanted = new Set(ids);
      const found: ImageRef[] = [];
      for (const [kind, owners] of ownersOf(ids)) {
        const records = await context.mirror.byIds(kind, owners);
        found.push(...records.flatMap((record) => refsOf(kind, record)).filter(({ id }) => wanted.has(id)));
      }
      return download(once(found), context.signal);
    },
    parent: (body) => /^[a-z]+\/[\d-]+/.exec(text(body, 'id') ?? '')?.[0]?.replace(/-\d+$/, '') ?? null,
  };
}

/** Those of one owner once, also where two variations share a picture. */
async function* named(mirror: MirrorView): AsyncGenerator<ImageRef[]> {
  for (const kind of ['products', 'variations', 'categories'] as const) {
    for await (const records of mirror.pages(kind)) yield once(records.flatMap((record) => refsOf(kind, record)));
  }
}

function refsOf(kind: string, { id, body }: RawRecord): ImageRef[] {
  const owner = kind === 'variations' ? `products/${id}` : `${kind}/${id}`;
  const images: JsonObject[] = kind === 'products' ? rows(body, 'images') : [part(body, 'image')];
  return images.flatMap((image) => {
    const src = text(image, 'src');
    const number = count(image, 'id');
    return src !== null && number > 0 ? [{ id: `${owner}/${number}`, src }] : [];
  });
}

/** From ids of pictures to the records that name them: `products/18-20/55` is of a variation. */
function ownersOf(ids: readonly string[]): Map<string, string[]> {
  const owners = new Map<string, string[]>();
  for (const id of ids) {
    const [, kind = '', owner = ''] = /^(products|categories)\/([\d-]+)\/\d+$/.exec(id) ?? [];
    const of = owner.includes('-') ? 'variations' : kind;
    if (owner !== '') owners.set(of, [...new Set([...(owners.get(of) ?? []), owner])]);
  }
  return owners;
}

async function changed(refs: readonly ImageRef[], { mirror, full }: ReadContext): Promise<ImageRef[]> {
  if (full || refs.length === 0) return [...refs];
  const known = await mirror.byIds(
    'images',
    refs.map(({ id }) => id),
  );
  const sources = new Map(known.map(({ id, body }) => [id, text(body, 'src')]));
  return refs.filter(({ id, src }) => sources.get(id) !== src);
}

async function fetched({ id, src }: ImageRef, rest: Rest, tools: BrickTools, signal: AbortSignal): Promise<RawRecord> {
  const file = await rest.file(src, signal);
  if (!file) return { id, body: { id, src, sha256: null, size: 0, mime: null } };
  const { sha256, size } = await tools.blobs.put(file.bytes);
  return { id, body: { id, src, sha256, size, mime: file.mime } };
}

function once(refs: readonly ImageRef[]): ImageRef[] {
  return [...new Map(refs.map((ref) => [ref.id, ref])).values()];
}
