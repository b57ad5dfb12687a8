import { phpJson, xmlDocument } from './output/index.ts';
import type { WebserviceQuery } from './query.ts';
import { TYPES, type ReadContext } from './reading.ts';
import { phpWarning, WebserviceFailure, type Reply } from './reply.ts';
import type { ShopStore } from './store.ts';

/** Kinds that have one image each, under their own id. */
const SINGLE = ['categories', 'manufacturers', 'suppliers', 'stores'];
const KINDS = ['general', 'products', ...SINGLE, 'customizations'];

/** `/api/images[/kind[/id[/image[/type]]]]`: lists as XML, images as bytes. */
export function readImages(query: WebserviceQuery, context: ReadContext): Reply {
  const [, kind, owner, image] = query.segments;
  if (kind === undefined) return list(query, kindsXml(context.base), []);
  if (!KINDS.includes(kind)) throw new WebserviceFailure(400, [48, `Image of type "${kind}" does not exist`]);
  if (owner === undefined) return list(query, ownersXml(kind, context), owners(context.store, kind));
  if (kind === 'products' && image === undefined) return productImages(Number(owner), query, context);
  const path = kind === 'products' ? `${kind}/${owner}/${image}` : `${kind}/${owner}`;
  const bytes = context.store.state.images[path];
  if (!bytes) throw new WebserviceFailure(500, [61, 'This image does not exist on disk']);
  return { status: 200, body: bytes, type: typeOf(bytes), sha1: true };
}

/** The ids of a product's images, in the order of their positions. */
export function imageIdsOf(store: ShopStore, product: number): number[] {
  const items = store.table('products').get(product)?.associations?.['images'] ?? [];
  return items.map((item) => Number(item['id']));
}

function productImages(product: number, query: WebserviceQuery, context: ReadContext): Reply {
  const ids = imageIdsOf(context.store, product);
  if (ids.length === 0) throw new WebserviceFailure(500, [61, 'This image does not exist on disk']);
  const { base } = context;
  const items = ids.map((id) => `<declination id="${id}" xlink:href="${base}images/products/${product}/${id}"/>\n`);
  const xml = `<image id="${product}">\n${items.join('')}</image>\n`;
  return list(query, xml, [String(product), ...ids]);
}

/** An image list as JSON is a 500 that still holds the data, under an empty name. */
function list(query: WebserviceQuery, xml: string, entries: readonly (number | string)[]): Reply {
  if (query.format === 'XML') return { status: 200, body: xmlDocument(xml), type: TYPES.XML, sha1: true };
  const warnings = entries.map(() =>
    phpWarning('Undefined array key "objectsNodeName"', 'WebserviceOutputJSON.php', 107),
  );
  const errors = [...warnings, [61, 'This image does not exist on disk'] as const];
  const body = phpJson({
    '': entries.map((id) => ({ id })),
    errors: errors.map(([code, message]) => ({ code, message })),
  });
  // The digest is that of an empty text: the shop made it before it had an answer.
  return { status: 500, body, type: TYPES.JSON, sha1: 'da39a3ee5e6b4b0d3255bfef95601890afd80709' };
}

function kindsXml(base: string): string {
  const nodes = KINDS.map(
    (kind) =>
      `<${kind} xlink:href="${base}images/${kind}" get="true" put="false" post="false" patch="false" delete="false" head="true"/>\n`,
  );
  return `<image_types>\n${nodes.join('')}</image_types>\n`;
}

function owners(store: ShopStore, kind: string): number[] {
  if (kind === 'products') {
    return store
      .table('products')
      .natural()
      .filter((product) => product.associations?.['images']?.length)
      .map((product) => product.id);
  }
  const ids = Object.keys(store.state.images).filter((path) => path.startsWith(`${kind}/`));
  return ids.map((path) => Number(path.split('/')[1])).sort((a, b) => a - b);
}

function ownersXml(kind: string, { store, base }: ReadContext): string {
  const nodes = owners(store, kind).map((id) => `<image id="${id}" xlink:href="${base}images/${kind}/${id}"/>\n`);
  return `<images>\n${nodes.join('')}</images>\n`;
}

function typeOf(bytes: Uint8Array): string {
  if (bytes[0] === 0x89) return 'image/png';
  if (bytes[0] === 0x47) return 'image/gif';
  return bytes[0] === 0x52 ? 'image/webp' : 'image/jpeg';
}
