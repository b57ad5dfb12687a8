import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { packBody } from '../../../src/mirror/body.ts';
import { openDatabase } from '../../../src/mirror/database.ts';

/** How much there is to back up. */
export interface Scale {
  products: number;
  revisions: number;
  images: number;
}

const AT = '2026-11-01T08:00:00.000Z';
const BATCH = 5_000;
const IMAGE_BYTES = 60_000;
const WORDS =
  'chaise fauteuil table lampe tapis coussin bois chêne laine lin velours noir blanc rouge bleu haut bas grand petit'.split(
    ' ',
  );

/** A mirror's data folder, written by the quickest way there is: no sync, no projection. */
export async function writeLargeMirror(data: string, scale: Scale): Promise<void> {
  await mkdir(data, { recursive: true });
  const made = await openDatabase({ data }, { readOnly: false });
  await made.migrate();
  await made.close();
  const database = new DatabaseSync(join(data, 'mortar.db'));
  database.exec('pragma synchronous = off; pragma cache_size = -64000');
  try {
    writeRevisions(database, scale);
    writeProducts(database, scale);
  } finally {
    database.exec('pragma wal_checkpoint(truncate)');
    database.close();
  }
  await writeImages(data, scale.images);
}

function writeRevisions(database: DatabaseSync, { products, revisions }: Scale): void {
  const insert = database.prepare(
    `insert into revisions (brick, kind, external_id, seq, hash, body, state, change, run, seen_at, published_at)
      values ('shop', 'products', ?, ?, ?, ?, 'published', ?, 'run_bench', ?, ?)`,
  );
  inBatches(database, revisions, (index) => {
    const product = index % products;
    const seq = Math.floor(index / products) + 1;
    const json = bodyOf(product, seq);
    const hash = createHash('sha256').update(json).digest('base64url');
    insert.run(String(product), seq, hash, packBody(json), seq === 1 ? 'create' : 'update', AT, AT);
  });
}

function writeProducts(database: DatabaseSync, { products, revisions }: Scale): void {
  const last = Math.floor(revisions / products);
  const record = database.prepare(
    `insert into records (brick, kind, external_id, head_seq, head_hash, head_deleted, published_seq, published_hash,
      published_alive) values ('shop', 'products', ?, ?, ?, 0, ?, ?, 1)`,
  );
  const binding = database.prepare(
    `insert into bindings (brick, type, external_id, hub_id) values ('shop', 'Product', ?, ?)`,
  );
  inBatches(database, products, (product) => {
    const hash = createHash('sha256').update(bodyOf(product, last)).digest('base64url');
    record.run(String(product), last, hash, last, hash);
    binding.run(String(product), `product_${createHash('sha256').update(String(product)).digest('hex').slice(0, 20)}`);
  });
}

function inBatches(database: DatabaseSync, count: number, write: (index: number) => void): void {
  for (let from = 0; from < count; from += BATCH) {
    database.exec('begin');
    for (let index = from; index < Math.min(from + BATCH, count); index += 1) write(index);
    database.exec('commit');
  }
}

/** As a shop says a product, in some 900 bytes; each revision has another price and another text. */
function bodyOf(product: number, seq: number): string {
  const word = (step: number): string => WORDS[(product * 31 + seq * 7 + step * step) % WORDS.length] ?? '';
  const text = (words: number, from: number): string =>
    Array.from({ length: words }, (_, step) => word(from + step)).join(' ');
  return JSON.stringify({
    id: product,
    reference: `REF-${product}`,
    ean13: String(3_000_000_000_000 + product),
    price: ((product % 5_000) / 7 + seq).toFixed(6),
    active: '1',
    name: [{ id: 1, value: text(5, 1) }],
    description: [{ id: 1, value: text(70, 3) }],
    description_short: [{ id: 1, value: text(15, 9) }],
    link_rewrite: [{ id: 1, value: text(4, 2).replaceAll(' ', '-') }],
    date_upd: `2026-10-${String((seq % 28) + 1).padStart(2, '0')} 10:00:00`,
    associations: { categories: [{ id: product % 97 }, { id: product % 13 }] },
  });
}

/** Photographs do not shrink. */
async function writeImages(data: string, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const bytes = randomBytes(IMAGE_BYTES);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const folder = join(data, 'blobs', sha256.slice(0, 2));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, sha256), bytes);
  }
}
