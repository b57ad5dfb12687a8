import type { FastifyInstance } from 'fastify';
import type { BlobReader } from '../options.ts';

/** Only what a browser shows as a picture; SVG can carry scripts, so it is left out. */
const TYPES: Record<string, string> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
};
const NAME = /^([0-9a-f]{64})\.([a-z]{3,4})$/;

/**
 * `/blobs/<sha256>.<ext>`: pictures of the catalogue. Without a token, because `<img>` cannot send one and the shop
 * shows the same pictures to everybody; the name is the hash of the content, so none can be guessed.
 */
export function blobsRoute(app: FastifyInstance, blobs: BlobReader): void {
  app.get<{ Params: { name: string } }>('/blobs/:name', async (request, reply) => {
    const [, sha256, extension] = NAME.exec(request.params.name) ?? [];
    const type = extension === undefined ? undefined : TYPES[extension];
    const blob = sha256 === undefined || type === undefined ? null : await blobs.open(sha256);
    if (blob === null || type === undefined) return reply.code(404).type('text/plain').send('No such picture.\n');
    return reply
      .type(type)
      .header('content-length', blob.size)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(blob.stream);
  });
}
