/** Sabotage for the counter-proof: every statement commits by itself, as if the writer had forgotten its transactions. */
import { StatementSync } from 'node:sqlite';

type Run = (this: StatementSync, ...parameters: unknown[]) => unknown;

const methods = StatementSync.prototype as unknown as { run: Run };
const { run } = methods;
methods.run = function (...parameters) {
  if (/^\s*(begin|commit)/i.test(this.sourceSQL)) return { changes: 0, lastInsertRowid: 0 };
  return run.apply(this, parameters);
};
