import type { AuditFilter, AuditHead, AuditReader } from '../mirror/index.ts';
import { readAnchor } from './anchor.ts';
import { exportText, type ExportFormat } from './export.ts';
import type { AuditTrail } from './open-trail.ts';
import { keepForLater, toStaffEntry, type StaffNote } from './spool.ts';
import { verifyTrail, type Verification } from './verify.ts';

/** What the command line asks of the trail, beside a running hub and without one. */
export interface AuditTools {
  /** `heads`: further ones that were written down elsewhere, such as in a backup. */
  verify(heads: readonly AuditHead[]): Promise<Verification>;
  /** Tells pages of text as they are read, each when the one before was taken. Resolves with how many entries there were. */
  export(span: AuditSpan, take: (text: string) => Promise<void> | void): Promise<number>;
  /** Enters what was done at the machine without this hub. */
  note(note: StaffNote): Promise<void>;
}

export type AuditSpan = Pick<AuditFilter, 'from' | 'to'> & { format: ExportFormat };

export interface TrailPlace {
  reader: Pick<AuditReader, 'head' | 'stored' | 'indexed'>;
  /** The hub's data folder. */
  data: string;
  /** Heads that manifests of backups name. */
  backedUp(): Promise<readonly AuditHead[]>;
}

export function auditTools(
  { reader, data, backedUp }: TrailPlace,
  trail: Pick<AuditTrail, 'enter' | 'flush'> | null,
): AuditTools {
  return {
    async verify(heads) {
      await trail?.flush();
      // Before the chain is read: the anchor may move on meanwhile.
      const anchor = await readAnchor(data);
      const own = anchor ? [{ seq: anchor.seq, hash: anchor.hash }] : [];
      return verifyTrail(reader, [...heads, ...own, ...(await backedUp())]);
    },
    async export(span, take) {
      await trail?.flush();
      let entries = 0;
      for await (const page of exportText(reader, span)) {
        await take(page.text);
        entries += page.entries;
      }
      return entries;
    },
    async note(note) {
      if (trail === null) return keepForLater(data, note);
      const { at: _, ...entry } = toStaffEntry(note);
      await trail.enter(entry, { lasting: true });
    },
  };
}
