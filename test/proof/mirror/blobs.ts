import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unpackBody } from '../../../src/mirror/body.ts';
import type { Sql } from '../../../src/mirror/sql.ts';

/** Hash of every blob on disk to whether its bytes are what its name says. */
export function blobsIn(data: string): Map<string, boolean> {
  const folder = join(data, 'blobs');
  const blobs = new Map<string, boolean>();
  if (!existsSync(folder)) return blobs;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const sha256 = /[0-9a-f]{64}$/.exec(join(entry.parentPath, entry.name).replaceAll('/', ''))?.[0];
    if (!entry.isFile() || !sha256) continue;
    blobs.set(sha256, hash('sha256', readFileSync(join(entry.parentPath, entry.name))) === sha256);
  }
  return blobs;
}

/** Every record's blob is on disk, and no blob is half written. */
export async function blobViolations(data: string, sql: Sql): Promise<string[]> {
  const blobs = blobsIn(data);
  const broken = [...blobs].filter(([, sound]) => !sound).map(([sha256]) => `blob with other bytes: ${sha256}`);
  const rows = await sql.all<{ external_id: string; body: Uint8Array }>(
    `select external_id, body from revisions where kind = 'images' and body is not null`,
    [],
  );
  const missing = rows.filter(({ body }) => {
    const { sha256 } = unpackBody(body);
    return typeof sha256 === 'string' && !blobs.has(sha256);
  });
  return [...broken, ...missing.map(({ external_id }) => `image whose bytes are not on disk: ${external_id}`)];
}
