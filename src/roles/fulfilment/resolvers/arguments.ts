export const BRICK = {
  nullable: true,
  description: 'Name of the fulfilment brick to ask instead of the primary one, as listed by `bricks`.',
};
export const SEARCH = {
  nullable: true,
  description: 'Words to look for; all must occur, their beginning is enough. Accents and capitals do not matter.',
};
export const FILTER = { nullable: true, description: 'Which ones; default: all.' };
