import { isCoded, PermanentError, type IntakeContext, type IntakeItem, type IntakeStage, type Placed } from '#sdk';
import { accessTo } from '../commands/access.ts';
import type { Access, Shop } from '../commands/access.ts';
import { associatedIds, ref, text } from '../record.ts';
import { IMAGE_BYTES } from './limits.ts';
import type { Words } from './record-kind.ts';
import { inTurn } from './record-stage.ts';
import { notPlaced } from './translation.ts';

const NO_BYTES: Words = {
  en: 'The shop listed it, but had no file for it.',
  fr: 'La boutique la citait, mais n’en avait pas le fichier.',
};

/** What is shared by the uploads of one run. */
interface Uploads {
  context: IntakeContext;
  /** Images that the shop did not take. */
  refused: Set<string>;
}

/** `products/12/31` or `categories/3`, taken apart. */
interface ImageRef {
  kind: string;
  owner: string;
  image: string | null;
}

function parts(id: string): ImageRef {
  const [kind = '', owner = '', image = null] = id.split('/');
  return { kind, owner, image };
}

/**
 * Images by their bytes. Positions follow the order of uploads, so a product's images go up in the product's order,
 * whichever of them is asked for first; how many the target has tells which upload was cut off after it was done.
 */
export function imagesStage(shop: Shop): IntakeStage {
  const refused = new Set<string>();
  return {
    kind: 'images',
    merges: true,
    limits: [IMAGE_BYTES],
    lane: ({ id }) => `${parts(id).kind}/${parts(id).owner}`,
    requests: () => 2,
    blobs: ({ body }) => [body['sha256']].filter((hash) => typeof hash === 'string'),
    wants: ({ body }) => (text(body, 'sha256') === null ? NO_BYTES : true),
    find: (item, context) => find(accessTo(shop, context.signal), item, { context, refused }),
    put: (items, context) => inTurn(items, (item) => put(accessTo(shop, context.signal), item, { context, refused })),
    take: async (item, targetId, context) => {
      const access = accessTo(shop, context.signal);
      const { kind, owner, image } = parts(item.id);
      if (kind !== 'products' || image === null) return [{ id: item.id, targetId }];
      await cover(access, { owner, image, target: targetId.split('/')[2] ?? '' }, context);
      return [placedImage(item.id, targetId)];
    },
  };
}

function target(id: string, context: IntakeContext): string {
  const { kind, owner } = parts(id);
  const placed = context.placed(kind, owner);
  if (placed === null) throw notPlaced(kind, owner);
  return `${kind}/${placed}`;
}

/** An image's id within its shop is known apart: combinations name their images so. */
function placedImage(id: string, targetId: string): Placed {
  const [image, placed] = [parts(id).image, parts(targetId).image];
  if (image === null || placed === null) return { id, targetId };
  return { id, targetId, also: [{ kind: 'image_ids', id: image, targetId: placed }] };
}

/** What the target has of a product's images, beside those that are known to stand for others. */
interface Album {
  /** Image ids of the source that are not known to be there, in the product's order. */
  pending: string[];
  /** Ids of the target's images that nothing is known to stand for, in the order in which they came. */
  unknown: string[];
}

/** Uploads go in order: those that were done but not heard of are the first of what is pending. */
async function albumOf(access: Access, product: string, placed: string, uploads: Uploads): Promise<Album> {
  const { context, refused } = uploads;
  const order = await orderOf(product, context);
  const known = new Map(order.map((image) => [image, context.placed('image_ids', image)]));
  const there = associatedIds((await access.row('products', placed)) ?? {}, 'images');
  const taken = new Set(known.values());
  return {
    pending: order.filter((image) => known.get(image) === null && !refused.has(`products/${product}/${image}`)),
    unknown: there.filter((id) => !taken.has(id)).sort((one, other) => Number(one) - Number(other)),
  };
}

async function find(access: Access, item: IntakeItem, uploads: Uploads): Promise<string | null> {
  const { context } = uploads;
  const known = context.placed('images', item.id);
  if (known !== null) return known;
  const { kind, owner, image } = parts(item.id);
  // A picture of its own is sent again, and refused where it is there.
  if (kind !== 'products' || image === null) return null;
  const product = context.placed(kind, owner);
  if (product === null) return null;
  const { pending, unknown } = await albumOf(access, owner, product, uploads);
  const found = unknown[pending.indexOf(image)];
  return found === undefined ? null : `products/${product}/${found}`;
}

/** A product's images in its order, without those that have no bytes. */
async function orderOf(product: string, context: IntakeContext): Promise<string[]> {
  const [source] = await context.source('products', [product]);
  const images = associatedIds(source?.body ?? {}, 'images');
  const records = await context.source(
    'images',
    images.map((image) => `products/${product}/${image}`),
  );
  const whole = new Set(records.filter(({ body }) => text(body, 'sha256') !== null).map(({ id }) => parts(id).image));
  return images.filter((image) => whole.has(image));
}

async function put(access: Access, item: IntakeItem, uploads: Uploads): Promise<Placed> {
  const { context } = uploads;
  const { kind, owner, image } = parts(item.id);
  const to = target(item.id, context);
  if (kind !== 'products' || image === null) {
    await sendAlone(access, to, item, context);
    return { id: item.id, targetId: to };
  }
  const { pending, unknown } = await albumOf(access, owner, parts(to).owner, uploads);
  const made: Placed[] = [];
  for (const one of pending.slice(0, pending.indexOf(image) + 1)) {
    const id = `products/${owner}/${one}`;
    const sent = unknown.shift() ?? (await sendInTurn(access, { id, to, last: one === image }, uploads));
    if (sent === null) continue;
    await cover(access, { owner, image: one, target: sent }, context);
    made.push(placedImage(id, `${to}/${sent}`));
  }
  const own = made.pop() ?? { id: item.id, targetId: to };
  const before = made.flatMap(({ also = [], ...one }) => [{ kind: 'images', ...one }, ...also]);
  return { ...own, also: [...(own.also ?? []), ...before] };
}

/** A category has one picture, and refuses (65) another: one that is there was uploaded by a try that was cut off. */
async function sendAlone(access: Access, to: string, item: IntakeItem, context: IntakeContext): Promise<void> {
  try {
    await send(access, to, item, context);
  } catch (error) {
    if (!isCoded(error) || !/\b65: /.test(error.detail ?? '')) throw error;
  }
}

/** Null: the shop refuses it, which is for its own turn to say; those after it do not wait. */
async function sendInTurn(
  access: Access,
  { id, to, last }: { id: string; to: string; last: boolean },
  uploads: Uploads,
): Promise<string | null> {
  try {
    const [record] = await uploads.context.source('images', [id]);
    if (!record) throw notPlaced('images', id);
    return await send(access, to, record, uploads.context);
  } catch (error) {
    if (last || !(error instanceof PermanentError)) throw error;
    uploads.refused.add(id);
    return null;
  }
}

async function send(access: Access, to: string, { body }: IntakeItem, context: IntakeContext): Promise<string | null> {
  const bytes = await context.blob(text(body, 'sha256') ?? '');
  if (!bytes) {
    throw new PermanentError({
      code: 'INTAKE_BLOB_MISSING',
      message: 'The mirror does not hold the bytes of this image.',
      remedy: 'Restore the blobs from the backup, and resume; or upload the image in the shop.',
      detail: text(body, 'sha256') ?? 'no hash',
    });
  }
  return access.upload(to, { bytes, mime: text(body, 'mime') ?? 'image/jpeg' });
}

/** The first image becomes the cover by itself. */
async function cover(
  access: Access,
  { owner, image, target: id }: { owner: string; image: string; target: string },
  context: IntakeContext,
): Promise<void> {
  const [source] = await context.source('products', [owner]);
  const product = context.placed('products', owner);
  if (!source || product === null || ref(source.body, 'id_default_image') !== image) return;
  if (associatedIds(source.body, 'images')[0] === image) return;
  await access.change('products', product, { fields: { id_default_image: id } });
}
