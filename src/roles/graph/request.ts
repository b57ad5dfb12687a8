import type { CommandName, RoleName } from '#sdk';
import type { MessageOrder, MessageReceipt, MirrorReader } from '../../mirror/index.ts';
import type { ReadBudget } from './budget.ts';
import type { OutgoingLimit } from './outgoing.ts';
import type { Scope } from './scopes.ts';

/** Whose token asks. */
export interface Viewer {
  name: string;
  /** Of a token that was made: the same for ever, while names are given again. */
  id?: string;
  /** May decide about the hub itself: messages, bindings, flows. */
  admin: boolean;
  /** What it may do; absent: see `scopesOf`. */
  scopes?: ReadonlySet<Scope>;
  /** When it ends; null or absent: never. */
  expiresAt?: string | null;
  /** A person who is logged in at the storefront: sees nothing but what is their own. Customer null: the shop knows none. */
  shopper?: { customer: string | null };
  /** Whether it was revoked or has expired since it was shown. */
  isEnded?(): boolean;
}

/** Counts the people whose data each token reads. */
export interface PeopleCount {
  /** By any stable name of a person; throws PERSONAL_DATA_LIMIT from the first person too many on. */
  see(request: Pick<GraphRequest, 'viewer' | 'budget'>, people: readonly string[]): void;
}

/** What is written down of one request for the audit trail. */
export interface AuditNotes {
  /** Whose records were read: hub ids. */
  read(people: readonly string[]): void;
  /** What a field of a mutation answered. */
  answered(field: string, result: unknown): void;
  /** Messages that were given to the outbox: ids. */
  sent(messages: readonly string[]): void;
}

/** The way out, as roles see it: what they order is on disk when it resolves, and is delivered in its own time. */
export interface Outbox {
  /** Whether the brick knows this command at all. */
  can(brick: string, command: CommandName): boolean;
  /** The brick that says how much there is, or null. */
  stockOwner(): string | null;
  /** Why what that owner of stock is told would be undone by another brick; null: nobody else writes there. */
  contested(owner: string): string | null;
  /** What to do with an order for more than there is. */
  oversell(): 'refuse' | 'backorder' | 'accept';
  /** From which size on what an edit or a flow writes to a brick waits for a person. */
  limit(brick: string, command: CommandName): OutgoingLimit;
  submit(order: MessageOrder): Promise<MessageReceipt>;
  redrive(id: string, by: string): Promise<boolean>;
  discard(id: string, by: string, reason: string): Promise<boolean>;
}

/** What every resolver may know of the request that it answers. */
export interface GraphRequest {
  requestId: string;
  viewer: Viewer;
  /** Spends the budget by itself. */
  reader: MirrorReader;
  /** For rows that are handed on again without being read again. */
  budget: ReadBudget;
  /** The brick that is asked when none is named, or null when no brick has the role. */
  primary(role: RoleName): string | null;
  /** All bricks of the role, the primary one first. */
  bricksOf(role: RoleName): readonly string[];
  /** Whether a brick of this name has the role. */
  hasBrick(role: RoleName, name: string): boolean;
  outbox: Outbox;
  /** Absent: nobody counts. */
  people?: PeopleCount;
  /** Absent: nobody writes down. */
  audit?: AuditNotes;
  /** BCP 47 tag that texts fall back to. */
  defaultLocale: string;
  now(): Date;
}
