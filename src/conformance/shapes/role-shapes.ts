import type { RoleName, z } from '#sdk';
import { FULFILMENT_SHAPES } from './fulfilment.ts';
import { MASS_EDIT_SHAPES } from './mass-edit.ts';
import { SHOP_SHAPES } from './shop.ts';
import { TILL_SHAPES } from './till.ts';

/** Per role: facet type to its shape. What each field means is written in the role's `facets.ts`. */
export const ROLE_SHAPES: Record<RoleName, Record<string, z.ZodType>> = {
  shop: SHOP_SHAPES,
  fulfilment: FULFILMENT_SHAPES,
  till: TILL_SHAPES,
  'mass-edit': MASS_EDIT_SHAPES,
};
