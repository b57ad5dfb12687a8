import type { IntakeContext } from '#sdk';
import type { Access } from '../commands/access.ts';

/** Access to Odoo that ends with the plan's signal. */
export type AccessOf = (context: Pick<IntakeContext, 'signal'>) => Access;
