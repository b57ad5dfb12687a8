import { chosen, numberOf, notFound, type Call, type Handler } from './call.ts';
import { gmt } from './dates.ts';
import type { Row, Store } from './store.ts';
import { WpError } from './wp-error.ts';
import { said } from './said.ts';

/** The file itself is the body; its name is in Content-Disposition. Needs a user of WordPress, not a consumer key. */
export const uploadMedia: Handler = (call) => {
  const { store, raw, headers, base } = call;
  const mime = headers['content-type'] ?? '';
  const name = /filename="([^"]+)"/.exec(headers['content-disposition'] ?? '')?.[1];
  if (raw.length === 0) throw new WpError('rest_upload_no_data', 'No data supplied.', 400);
  if (name === undefined)
    throw new WpError('rest_upload_no_content_disposition', 'No Content-Disposition supplied.', 400);
  if (!mime.startsWith('image/')) {
    throw new WpError('rest_upload_sideload_error', 'Sorry, you are not allowed to upload this file type.', 500);
  }
  const row = keepMedia(store, { name, mime, bytes: raw });
  return { status: 201, body: shown(store, row), headers: { Location: `${base}wp-json/wp/v2/media/${row.id}` } };
};

export function keepMedia(store: Store, file: { name: string; mime: string; bytes: Uint8Array; alt?: string }): Row {
  const dot = file.name.lastIndexOf('.');
  const [stem, end] = dot < 0 ? [file.name, ''] : [file.name.slice(0, dot), file.name.slice(dot)];
  const path = (number: number): string => `2026/11/${stem}${number > 0 ? `-${number}` : ''}${end}`;
  let number = 0;
  while (store.uploads.has(path(number))) number += 1;
  store.uploads.set(path(number), { bytes: file.bytes, mime: file.mime });
  const fields = {
    file: path(number),
    slug: `${stem}${number > 0 ? `-${number}` : ''}`,
    title: stem,
    alt: file.alt ?? '',
  };
  return store.put('media', { ...fields, mime: file.mime, date_gmt: gmt(store.now()) });
}

export const listMedia: Handler = ({ store, query }) => {
  const slug = query.get('slug');
  const rows = store.rows('media').filter((row) => slug === null || row['slug'] === slug);
  return { status: 200, body: rows.map((row) => chosen(shown(store, row), query)) };
};

export const updateMedia: Handler = (call) => {
  const row = found(call);
  const { alt_text: alt, title } = call.body;
  if (typeof alt === 'string') row['alt'] = alt;
  if (typeof title === 'string') row['title'] = title;
  return { status: 200, body: shown(call.store, row) };
};

function found(call: Call): Row {
  const row = call.store.get('media', numberOf(call));
  if (!row) throw notFound('rest_post_invalid_id', 'Invalid post ID.');
  return row;
}

function shown(store: Store, row: Row): Row {
  const source = `${store.home}wp-content/uploads/${said(row['file'])}`;
  const rendered = { rendered: row['title'] ?? '' };
  return {
    id: row.id,
    slug: row['slug'] ?? '',
    mime_type: row['mime'] ?? '',
    source_url: source,
    title: rendered,
    alt_text: row['alt'] ?? '',
  };
}
