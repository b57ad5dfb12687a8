import { failure } from './failures.ts';

const TOLERATED_MS = 5 * 60_000;
const LONG_MS = 400 * 86_400_000;

/** Retention, locks and receipts believe the clock: where it cannot be right, nothing is written. */
export function checkClock(now: Date, ledger: readonly { at: string }[], isTrusted: boolean): void {
  const [newest] = ledger;
  if (newest === undefined || isTrusted) return;
  const passed = now.getTime() - Date.parse(newest.at);
  if (passed >= -TOLERATED_MS && passed <= LONG_MS) return;
  throw failure(
    'BACKUP_CLOCK_JUMPED',
    `The clock says ${now.toISOString()}, but the last backup was begun at ${newest.at}. Nothing was written.`,
    'Correct the clock (timedatectl status), then run `mortar backup`. If it is right: mortar backup --trust-clock.',
  );
}
