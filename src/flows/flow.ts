import type { CommandName, CommandPayload, FlowName, RoleName } from '#sdk';
import type { ChangeRow, FacetReader, MirrorReader, Overlay } from '../mirror/index.ts';

/** Two bricks that a flow joins. */
export interface Pair {
  from: string;
  to: string;
  /** The brick that says how much there is; null: none. */
  stockOwner: string | null;
}

/** What a flow may look at: what both bricks show now, messages on their way included. */
export interface FlowReader {
  facets: FacetReader;
  reserved: MirrorReader['reserved'];
}

/** One value that should be written. */
export interface Intent<Name extends CommandName = CommandName> {
  command: Name;
  /** The entity whose commands go in order. */
  lane: string;
  payload: CommandPayload<Name>;
  overlays: readonly Overlay[];
  /** The value that it says: a newer one takes its place. Absent: every one counts. */
  replaces?: string;
  creates?: boolean;
  /** For staff: what it is about, and what is there instead. */
  entity: string;
  hubId: string;
  subject: string;
  before: string | null;
  after: string;
}

/** A business rule between two bricks. It compares and says what should be; it never writes. */
export interface Flow {
  name: FlowName;
  from: RoleName;
  to: RoleName;
  /** Facet types of the source whose changes set it off. */
  watches: readonly string[];
  /** The facet type of the source that is walked through when all differences are wanted; null: it has no state. */
  walks: string | null;
  /** What the target must be able to do. */
  needs: readonly CommandName[];
  /** What should be written because of these changes; nothing for what is right already. */
  plan(changes: readonly ChangeRow[], pair: Pair, reader: FlowReader): Promise<Intent[]>;
  /** Where one message may say many values: one intent for each, and one of several of them. */
  parts?: { of(intent: Intent): Intent[]; join(parts: readonly Intent[]): Intent };
}

/** Keeps the payload's type with its command's name. */
export function intent<Name extends CommandName>(one: Intent<Name>): Intent {
  return one;
}

/** The entities that changed and are still there, each once. */
export function present(changes: readonly ChangeRow[]): string[] {
  return [...new Set(changes.filter(({ change }) => change !== 'removed').map(({ hubId }) => hubId))];
}
