/**
 * Who may come in, and how much of people they may read. A *token* is a name with scopes, kept as a hash; a *preset* is a
 * list of scopes for one kind of program; a *shopper* is a person whom the storefront has logged in, and who sees only
 * what is their own. What each field needs is declared beside it, in the roles; here is only what each token has.
 */
export { createAccess, type Access } from './access.ts';
export { customerOf } from './customer-of.ts';
export { PeopleMeter } from './people-meter.ts';
export { createRates, type Caller, type Rates } from './rates.ts';
export { PRESETS } from './presets.ts';
export { createShopperAuth } from './shopper-auth.ts';
export { TokenRate } from './token-rate.ts';
export type { CreatedToken, TokenDesk, TokenView } from './token-desk.ts';
