import type { IntakeContext, IntakeItem, Loss } from '#sdk';
import type { Access } from '../commands/access.ts';
import type { Entity } from '../commands/entity-xml.ts';

/** A sentence for staff, in both languages. */
export type Words = Loss['reason'];

/** What a step of an item may use. */
export interface Step {
  context: IntakeContext;
  access: Access;
}

/**
 * How records of one kind are written into another shop. Fields go as they are, ids of other records by what stands for
 * them in the target; nothing is sent that the shop makes by itself.
 */
export interface RecordKind {
  /** The stream's name, which is the resource's. */
  kind: string;
  /** Fields that hold an id of another record, and its kind. `products!`: without it the record cannot be written. */
  refs?: Readonly<Record<string, string>>;
  /** Fields that are not sent: the shop refuses them, or makes them itself. */
  without?: readonly string[];
  /** Only these fields are sent. */
  only?: readonly string[];
  /** Lists of other records: name to the name of an item and the kinds of its ids; null: no id. */
  associations?: Readonly<Record<string, { item: string; fields: Readonly<Record<string, string | null>> }>>;
  /** Fields that a POST does not take: written by a PATCH after it. */
  later?: readonly string[];
  /** A field that holds a mark of ours from the POST to the PATCH after it: who is cut off between finds it by that. */
  mark?: string;
  /** Fields by which the shop is asked for candidates; the first that is not empty. None: the whole list is read. */
  filter?: readonly string[];
  /** Fields and associations that must be the same in what is found. */
  key: readonly string[];
  /** The installation brings some of them. */
  merges?: boolean;
  /** Of what is found in a kind that merges, the fields that are set to what the source says, beside `later`. */
  takes?: readonly string[];
  /** Fields put right before they are sent. */
  amend?(fields: Entity['fields'], item: IntakeItem, step: Step): Entity['fields'] | Promise<Entity['fields']>;
  /** Finds it in a way of its own; undefined: as all others. */
  seek?(item: IntakeItem, step: Step): Promise<string | null | undefined>;
  /** What is known of it beside its id once it is there. */
  also?(
    item: IntakeItem,
    targetId: string,
    step: Step,
  ): Promise<readonly { kind: string; id: string; targetId: string }[]>;
  lane?(item: IntakeItem): string;
  needs?(item: IntakeItem): string | null;
  limits?: readonly Loss[];
  losses?(item: IntakeItem): readonly Loss[];
  wants?(item: IntakeItem): true | Words;
}
