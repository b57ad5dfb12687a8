import type { JsonObject } from '#sdk';
import { inconsistentAnswer } from '../errors.ts';
import { idOf } from '../record.ts';
import type { ListPage, Query } from '../rest.ts';

/** A list with pages. */
export interface Source {
  /** For errors: `products`. */
  subject: string;
  rows: number;
  ask(query: Query): Promise<ListPage>;
}

/**
 * Every row by id, from the last page to the first: what is deleted meanwhile only moves rows to pages that are still to
 * come, and what is made comes behind those that were read. `from`: the page at which an earlier pass was cut off.
 */
export async function* allPages(
  source: Source,
  query: Query,
  from: number | null = null,
): AsyncGenerator<{ rows: JsonObject[]; page: number }> {
  const order = { ...query, orderby: 'id', order: 'asc', per_page: source.rows };
  let page = from;
  if (page === null) {
    const first = await askedPage(source, { ...order, page: 1 });
    const pages = Math.ceil(first.total / source.rows);
    if (pages <= 1) {
      yield { rows: first.rows, page: 1 };
      return;
    }
    page = pages;
  }
  for (; page >= 1; page -= 1) yield { rows: (await askedPage(source, { ...order, page })).rows, page };
}

/** One page, each row once, with what its headers say. */
export async function askedPage(source: Source, query: Query): Promise<{ rows: JsonObject[]; total: number }> {
  const { rows, total } = await source.ask(query);
  if (total === null) throw inconsistentAnswer(source.subject, 'the header X-WP-Total is missing');
  const once = onlyOnce(rows);
  const before = (Number(query['page'] ?? 1) - 1) * Number(query['per_page'] ?? source.rows);
  const due = Math.min(Number(query['per_page'] ?? source.rows), Math.max(0, total - before));
  if (once.length < due) {
    throw inconsistentAnswer(source.subject, `${once.length} rows came where there are ${due}`);
  }
  return { rows: once, total };
}

function onlyOnce(rows: readonly JsonObject[]): JsonObject[] {
  return [...new Map(rows.map((row) => [idOf(row), row])).values()];
}
