import { imageIdsOf } from '../images-reading.ts';
import { activeLanguages } from '../languages.ts';
import { xmlDocument } from '../output/index.ts';
import { TYPES } from '../reading.ts';
import { WebserviceFailure, type Reply } from '../reply.ts';
import type { ShopState } from '../state.ts';
import type { ShopStore } from '../store.ts';
import type { Webservice, WebserviceRequest } from '../webservice.ts';
import { adjustItems, adjustRow, withId, withoutId } from './change.ts';
import { multipartField } from './multipart.ts';

/** POST, PUT and DELETE below `/api/images`. A product's dates do not move. */
export function writeImage(request: WebserviceRequest, shop: Webservice): Reply {
  const [, kind = '', owner = '', image] = request.query.segments;
  const record = shop.store.table(kind).get(Number(owner));
  if (!record) throw new WebserviceFailure(400, [45, `This ${kind} does not exist`]);
  if (request.method === 'DELETE') return removeImage(kind, Number(owner), image, shop);
  const sent = multipartField(request.body, [request.headers['content-type']].flat()[0], 'image');
  if (!sent) throw new WebserviceFailure(400, [66, `Please set an "image" parameter with image data for value`]);
  const bytes = reencoded(sent);
  if (kind !== 'products') {
    // After PrestaShop's public code; not recorded.
    if (request.method === 'POST' && `${kind}/${owner}` in shop.store.state.images)
      throw new WebserviceFailure(400, [65, 'This image already exists. To modify it, please use the PUT method']);
    shop.store.state.images[`${kind}/${owner}`] = bytes;
    shop.note({ method: request.method, resource: 'images', id: Number(owner), effect: 'update' });
    return { status: 200, body: bytes, type: 'image/jpeg', sha1: true };
  }
  return addProductImage(request.method, Number(owner), image, bytes, shop);
}

function addProductImage(
  method: string,
  product: number,
  image: string | undefined,
  bytes: Uint8Array,
  shop: Webservice,
): Reply {
  const { store } = shop;
  const id = image === undefined ? nextImageId(store) : Number(image);
  const path = `products/${product}/${id}`;
  const effect = path in store.state.images ? 'update' : 'insert';
  store.state.images[path] = bytes;
  adjustItems(shop, 'products', product, 'images', withId(id));
  const ids = imageIdsOf(store, product);
  if (ids.length === 1) adjustRow(shop, 'products', product, { id_default_image: id });
  shop.note({ method, resource: 'images', id, effect });
  const position = ids.indexOf(id) + 1;
  return { status: 200, body: imageXml(product, id, position, bytes, shop), type: TYPES.XML, sha1: true };
}

function imageXml(product: number, id: number, position: number, bytes: Uint8Array, shop: Webservice): string {
  const cover = shop.store.table('products').get(product)?.['id_default_image'] === id ? '1' : '';
  const legend = (shop.languages ?? activeLanguages(shop.store.state))
    .map((one) => `<language id="${one}" xlink:href="${shop.base}languages/${one}"><![CDATA[]]></language>`)
    .join('');
  const fields = { id, id_product: product, position, cover };
  const nodes = Object.entries(fields).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>\n`);
  const content = Buffer.from(bytes).toString('base64');
  return xmlDocument(
    `<image>\n${nodes.join('')}<legend>${legend}</legend>\n</image>\n<content encode="base64"><![CDATA[${content}]]></content>\n`,
  );
}

const HIGHEST = new WeakMap<ShopState, number>();

/** Image ids count over all products and are never used twice. */
function nextImageId(store: ShopStore): number {
  const next = (HIGHEST.get(store.state) ?? highestImageId(store)) + 1;
  HIGHEST.set(store.state, next);
  return next;
}

function highestImageId(store: ShopStore): number {
  const stored = Object.keys(store.state.images).map((path) => path.split('/'));
  const ids = stored.filter(([kind]) => kind === 'products').map(([, , id]) => Number(id));
  const listed = store.table('products').records.flatMap((product) => product.associations?.['images'] ?? []);
  return [...ids, ...listed.map((item) => Number(item['id']))].reduce((a, b) => Math.max(a, b), 0);
}

function removeImage(kind: string, owner: number, image: string | undefined, shop: Webservice): Reply {
  const path = image === undefined ? `${kind}/${owner}` : `${kind}/${owner}/${image}`;
  if (!(path in shop.store.state.images)) throw new WebserviceFailure(500, [61, 'This image does not exist on disk']);
  delete shop.store.state.images[path];
  if (kind === 'products') {
    adjustItems(shop, 'products', owner, 'images', withoutId(Number(image)));
    const [first = ''] = imageIdsOf(shop.store, owner);
    adjustRow(shop, 'products', owner, { id_default_image: first });
  }
  shop.note({ method: 'DELETE', resource: 'images', id: Number(image ?? owner), effect: 'delete' });
  return { status: 200, body: '' };
}

const CREATOR = 'CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 90\n';

/** What comes back is never what was sent: a JPEG gets the encoder's comment, anything else a trailing byte. */
function reencoded(sent: Uint8Array): Uint8Array {
  if (sent[0] !== 0xff || sent[1] !== 0xd8) return Buffer.concat([sent, Buffer.from([0])]);
  const comment = Buffer.from(CREATOR, 'latin1');
  const length = comment.length + 2;
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xfe, length >> 8, length & 0xff]);
  return Buffer.concat([head, comment, sent.subarray(2)]);
}
