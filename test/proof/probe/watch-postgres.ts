import { createRequire } from 'node:module';
import { TransactionWatch, type Parameters } from './transaction-watch.ts';

type Query = (this: object, query: unknown, parameters?: unknown, done?: unknown) => unknown;
interface Driver {
  Client: { prototype: { query: Query } };
}

/** Watches every query that the PostgreSQL driver sends, connection by connection. */
export function watchPostgres(): void {
  const watches = new WeakMap<object, TransactionWatch>();
  const require = createRequire(createRequire(import.meta.url).resolve('@mikro-orm/postgresql'));
  const { prototype } = (require('pg') as Driver).Client;
  const original = prototype.query;
  prototype.query = function (query, parameters, done) {
    const text = typeof query === 'string' ? query : ((query as { text?: string }).text ?? '');
    const watch = watches.get(this) ?? new TransactionWatch();
    watches.set(this, watch);
    watch.before(text);
    const result = original.call(this, query, parameters, done);
    const values = Array.isArray(parameters) ? (parameters as Parameters) : [];
    if (!(result instanceof Promise)) return result;
    return result.then((answer: unknown) => {
      watch.after(text, values);
      return answer;
    });
  };
}
