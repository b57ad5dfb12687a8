import type { RoleName } from '#sdk';
import type { MirrorReader } from '../../mirror/index.ts';
import type { ReadBudget } from './budget.ts';

/** Whose token asks. */
export interface Viewer {
  name: string;
  /** May change the hub. Every token may, until rights are configured. */
  admin: boolean;
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
  /** BCP 47 tag that texts fall back to. */
  defaultLocale: string;
  now(): Date;
}
