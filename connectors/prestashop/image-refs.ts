import { XMLParser } from 'fast-xml-parser';
import { isCoded, type ConnectorLog, type MirrorView, type RawRecord } from '#sdk';
import { brokenAnswer } from './errors.ts';
import { associatedIds } from './record.ts';
import type { Webservice } from './webservice.ts';

/** Kinds that have one image each, under the id of their record. */
const SINGLE_IMAGES = ['categories', 'manufacturers', 'suppliers', 'stores'] as const;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  processEntities: false,
  parseAttributeValue: false,
  isArray: (name) => name === 'image',
});

/**
 * Every image that the shop has now, as `products/12/31` or `categories/3`, in pages.
 * Products' come from the mirrored products, which saves one question for each of them.
 */
export async function* imageRefs(
  webservice: Webservice,
  mirror: MirrorView,
  signal: AbortSignal,
  log: ConnectorLog,
): AsyncGenerator<string[]> {
  for await (const products of mirror.pages('products')) yield products.flatMap(refsOfProduct);
  for (const kind of SINGLE_IMAGES) {
    try {
      const { body } = await webservice.xml(`api/images/${kind}`, signal);
      yield idsOfList(body, kind).map((id) => `${kind}/${id}`);
    } catch (error) {
      if (!isCoded(error) || !OF_ONE_LIST.has(error.code)) throw error;
      log.warn({ kind, code: error.code }, 'the shop cannot list these images: those that are mirrored are kept');
      for await (const records of mirror.pages('images'))
        yield records.map(({ id }) => id).filter((id) => id.startsWith(`${kind}/`));
    }
  }
}

/** Failures of one list: versions and hosts differ in which of them work, and products' pictures must not wait. */
const OF_ONE_LIST = new Set([
  'BRICK_RESOURCE_ABSENT',
  'BRICK_IMAGE_ABSENT',
  'BRICK_METHOD_BLOCKED',
  'BRICK_QUERY_REFUSED',
  'BRICK_SERVER_ERROR',
  'BRICK_ANSWER_BROKEN',
]);

function refsOfProduct({ id, body }: RawRecord): string[] {
  return associatedIds(body, 'images').map((image) => `products/${id}/${image}`);
}

/** The ids in `<images><image id="3" …/></images>`; anything that is no such list is an error, never "no images". */
function idsOfList(xml: string, kind: string): string[] {
  if (!/<\/prestashop>\s*$/.test(xml)) throw brokenAnswer(`images/${kind}`, 'the XML list is cut off or a page came');
  const root = parser.parse(xml) as { prestashop?: { images?: '' | { image?: { id?: string }[] } } };
  const images = root.prestashop?.images;
  if (images === undefined) throw brokenAnswer(`images/${kind}`, 'the body holds no list of images');
  if (typeof images === 'string') return [];
  return (images.image ?? []).flatMap(({ id }) => (id ? [id] : []));
}
