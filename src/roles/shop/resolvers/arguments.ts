import { refuse } from '../../graph/index.ts';

/** An argument that may be left out or given as null. */
export type Maybe<Value> = Value | null | undefined;

export const BRICK = {
  nullable: true,
  description: 'Name of the shop to ask instead of the primary one, as listed by `bricks`.',
};
export const SEARCH = {
  nullable: true,
  description: 'Words to look for; all must occur, their beginning is enough. Accents and capitals do not matter.',
};
export const ID_ARG = { nullable: true, description: "The hub's own id." };
export const SKU_ARG = { nullable: true, description: 'Reference (stock keeping unit) of a variant.' };
export const GTIN_ARG = { nullable: true, description: 'Bar code number of a variant.' };

/** The one key that was given; asking by none or by several is a mistake worth telling. */
export function oneKey(keys: Record<string, Maybe<string>>): [name: string, value: string] {
  const given = Object.entries(keys).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const [only, another] = given;
  if (only !== undefined && another === undefined) return only;
  throw refuse('INVALID_ARGUMENT', `Give exactly one of: ${Object.keys(keys).join(', ')}.`);
}
