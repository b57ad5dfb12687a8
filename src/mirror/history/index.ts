/**
 * What the revisions tell beyond the present: what a hold would change, what changed between two times, when something
 * went wrong. It reads only.
 */
import type { HistoryReader } from '../history.ts';
import type { Bodies } from '../persons/index.ts';
import type { Sql } from '../sql.ts';
import { findHold } from '../write/decide-hold.ts';
import { changesBetween } from './changes-between.ts';
import { firstBadChange } from './first-bad.ts';
import { holdChanges } from './hold-changes.ts';

export { recordChange } from './field-changes.ts';

export function historyReader(reading: { sql: Sql; bodies: Bodies }): HistoryReader {
  return {
    hold: (id) => findHold(reading.sql, id),
    holdChanges: (id, page) => holdChanges(reading, id, page),
    changesBetween: (asked) => changesBetween(reading, asked),
    firstBadChange: (asked) => firstBadChange(reading, asked),
  };
}
