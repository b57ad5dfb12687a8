import type { RawRecord } from '#sdk';
import type { Problem } from '../problem.ts';

/** A record, and the row of the file where it begins. */
export interface ParsedRecord extends RawRecord {
  row: number;
}

/** What a file says, read to its end. */
export interface ParsedRecords {
  records: ParsedRecord[];
  rows: number;
  /** Cells that were not believed; the rest of their rows was. */
  doubtful: Problem[];
}
