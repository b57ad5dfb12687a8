/** Prints the first of the given PostgreSQL addresses that answers and may create databases; fails if none does. */
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

const urls = process.argv.slice(2);

/** A server that was just started needs a moment; one that is not there refuses at once. */
for (let attempt = 0; attempt < 10; attempt += 1) {
  for (const url of urls) {
    if (await answers(url)) {
      process.stdout.write(url);
      process.exit(0);
    }
  }
  if (urls.length > 1) break;
  await wait(500);
}
process.exit(1);

async function answers(connectionString) {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query(
      'select rolcreatedb or rolsuper as able from pg_roles where rolname = current_user',
    );
    return rows[0]?.able === true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
