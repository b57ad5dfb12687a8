import { CAMP_KINDS } from './camp-kinds.ts';
import { FOOD_KINDS } from './food-kinds.ts';
import type { ProductKind } from './product-kind.ts';
import { WEAR_KINDS } from './wear-kinds.ts';

export const KINDS: readonly ProductKind[] = [...CAMP_KINDS, ...WEAR_KINDS, ...FOOD_KINDS];
