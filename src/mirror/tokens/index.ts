/**
 * Access tokens in the database: rows in, rows out. What a token may do and whether one is still good, is decided in
 * `src/access`.
 */
export { createToken, listTokens, revokeToken, useToken } from './token-rows.ts';
