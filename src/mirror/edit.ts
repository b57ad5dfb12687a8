import type { JsonValue } from '#sdk';

/** What an edit changes in one field. */
export interface EditChange {
  /** `price`, `name`, `active`, … */
  field: string;
  /** BCP 47 tag as the brick names it, of texts. */
  locale: string | null;
  /** In the form in which a mass-edit file has it; null: nothing. */
  before: string | null;
  after: string | null;
  /** What the brick says instead of what would have been taken back; absent: there is no conflict. */
  now?: string | null;
}

/** What an edit does to one product or variant; all of it goes in one message. */
export interface EditRecord {
  product: string;
  variant: string | null;
  /** Null: it was left alone, because somebody else has changed it since. */
  message: string | null;
  changes: EditChange[];
}

/** A mass edit, kept in the transaction that takes its messages; they have the origin `edit:<id>`. */
export interface NewEdit {
  /** `edit_…` */
  id: string;
  brick: string;
  name: string;
  /** What was asked for. */
  input: JsonValue;
  /** The file of a mass-edit brick that it was made of. */
  source: string | null;
  /** The edit that it takes back. */
  reverts: string | null;
  records: readonly EditRecord[];
}

export interface EditRow extends Omit<NewEdit, 'input' | 'records'> {
  at: string;
  by: string;
  /** Records with a message. */
  total: number;
  /** Records that were left alone. */
  conflicts: number;
  delivered: number;
  /** Dead or discarded. */
  refused: number;
  waiting: number;
  /** They wait for a person, in an outgoing hold. */
  held: number;
  /** A newer value went instead. */
  superseded: number;
  /** The newest edit that took any of it back. */
  revertedBy: string | null;
}

export interface EditFilter {
  ids?: readonly string[];
  /** Made of one of these files. */
  sources?: readonly string[];
  /** Taken with this client's key. */
  key?: { by: string; value: string };
  /** `from <= at < to` */
  from?: string;
  to?: string;
}

export interface EditReader {
  /** Newest first; `after` is the id of the last one of the page before. */
  edits(filter: EditFilter & { first: number; after?: string }): Promise<{ rows: EditRow[]; hasNext: boolean }>;
  editCount(filter: EditFilter): Promise<number>;
  editInput(id: string): Promise<JsonValue>;
  /** In the order of the edit, from the `skip`th on: those with a message, or those left alone. */
  editRecords(id: string, page: { left: boolean; first: number; skip: number }): Promise<EditRecord[]>;
}

/** Where the messages of an edit say that they come from. */
export function originOfEdit(id: string): string {
  return `edit:${id}`;
}
