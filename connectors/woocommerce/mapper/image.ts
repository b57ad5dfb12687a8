import type { Image, JsonObject, Related } from '#sdk';
import { text } from '../record.ts';
import { localized, shopOf } from './shop.ts';

/** A picture of an owner: `products/18`. Its bytes are on the record of the same id. */
export function toImage(owner: string, image: JsonObject, position: number, related: Related): Image {
  const record = related.children('images').find(({ id }) => id === `${owner}/${text(image, 'id') ?? ''}`);
  const sha256 = record ? text(record.body, 'sha256') : null;
  const mime = record ? text(record.body, 'mime') : null;
  return {
    url: sha256 !== null && mime !== null ? related.blobUrl(sha256, mime) : null,
    sha256,
    alt: localized(text(image, 'alt'), shopOf(related)),
    cover: position === 0,
    position,
  };
}
