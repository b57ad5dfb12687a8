import type { BrickTools } from '#sdk';
import { brokenAnswer, toError } from './errors.ts';
import { isObject } from './record.ts';
import type { WooSettings } from './settings.ts';

export interface NewFile {
  slug: string;
  /** `jpg`. */
  end: string;
  bytes: Uint8Array;
  title: string;
  alt: string;
}

/**
 * The media library of WordPress. WooCommerce would fetch a picture from an address, which must be one that the shop can
 * reach; with a user of WordPress the bytes are sent, and the hub may stay behind its walls.
 */
export interface Media {
  /** The number of the file with this name. */
  find(slug: string, signal: AbortSignal): Promise<number | null>;
  /** Looked for first after a cut: an upload is never repeated by itself. */
  upload(file: NewFile, signal: AbortSignal): Promise<number>;
}

const TYPES: Readonly<Record<string, string>> = {
  ...{
    jpg: 'image/jpeg',
    jpeg: 'image/jpeg',
    png: 'image/png',
    gif: 'image/gif',
    webp: 'image/webp',
    avif: 'image/avif',
  },
};

/** Null: no user was given. @see https://developer.wordpress.org/rest-api/reference/media/ */
export function openMedia(settings: WooSettings, tools: BrickTools): Media | null {
  const { mediaUser, mediaPassword } = settings;
  if (mediaUser === undefined || mediaPassword === undefined) return null;
  const credentials = Buffer.from(`${mediaUser}:${mediaPassword}`).toString('base64');
  const http = tools.http({
    baseUrl: settings.url,
    headers: { Authorization: `Basic ${credentials}` },
    secrets: [mediaPassword, credentials],
    concurrency: settings.concurrency,
    timeoutMs: settings.timeoutMs,
    toError,
  });
  return {
    async find(slug, signal) {
      const { body } = await http.text({ path: `wp-json/wp/v2/media?slug=${slug}&_fields=id,slug`, signal });
      const rows = JSON.parse(body) as { id: number; slug: string }[];
      return Array.isArray(rows) ? (rows.find((row) => row.slug === slug)?.id ?? null) : null;
    },
    async upload({ slug, end, bytes, title, alt }, signal) {
      const headers = {
        'Content-Type': TYPES[end] ?? 'image/jpeg',
        'Content-Disposition': `attachment; filename="${slug}.${end}"`,
      };
      const { body } = await http.text({ method: 'POST', path: 'wp-json/wp/v2/media', body: bytes, headers, signal });
      const made = JSON.parse(body) as { id?: unknown };
      if (!isObject(made as never) || typeof made.id !== 'number')
        throw brokenAnswer('media', 'the new file has no number');
      const about = JSON.stringify({ title, alt_text: alt });
      const path = `wp-json/wp/v2/media/${made.id}`;
      await http.text({ method: 'POST', path, body: about, headers: { 'Content-Type': 'application/json' }, signal });
      return made.id;
    },
  };
}
