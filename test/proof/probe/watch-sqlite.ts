import { DatabaseSync, StatementSync } from 'node:sqlite';
import { TransactionWatch } from './transaction-watch.ts';

type Method = (this: StatementSync, ...parameters: unknown[]) => unknown;

/** Watches every statement of this thread. The product has one writing connection, alone in its thread. */
export function watchSqlite(): void {
  const watch = new TransactionWatch();
  const methods = StatementSync.prototype as unknown as Record<string, Method>;
  for (const name of ['run', 'all', 'get']) {
    const original = methods[name];
    if (!original) continue;
    methods[name] = function (...parameters) {
      const text = this.sourceSQL;
      watch.before(text);
      const result = original.apply(this, parameters);
      watch.after(text, parameters);
      return result;
    };
  }
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (text) {
    watch.before(text);
    exec.call(this, text);
    watch.after(text, []);
  };
}
