/**
 * `mortar init`: the first configuration, from flags and from what a person answers. It is checked as the hub would check
 * it before it is written, for this user alone, and never over another one. Secrets stay outside: `${NAME}`.
 */
export { init, type InitAnswers } from './init.ts';
