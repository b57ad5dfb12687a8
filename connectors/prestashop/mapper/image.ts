import type { Image, Related } from '#sdk';
import { text } from '../record.ts';

/** The image of a reference (`products/12/31`); its address is null while its bytes are not mirrored. */
export function toImage(ref: string, position: number, cover: boolean, related: Related): Image {
  const body = related.get('images', ref)?.body ?? {};
  const sha256 = text(body, 'sha256');
  const mime = text(body, 'mime');
  const url = sha256 && mime ? related.blobUrl(sha256, mime) : null;
  // The webservice does not say an image's legend.
  return { url, sha256: url ? sha256 : null, alt: {}, cover, position };
}

/** The one image that a category has, if it has one. */
export function singleImage(ref: string, related: Related): Image[] {
  const image = toImage(ref, 0, true, related);
  return image.url === null ? [] : [image];
}
