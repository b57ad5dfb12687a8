/** Jest's matchers are typed `any`; these say nothing, and mean the same. */
export const anyText: unknown = expect.any(String);
export const anyNumber: unknown = expect.any(Number);
export const textLike = (pattern: RegExp): unknown => expect.stringMatching(pattern);
export const like = (part: object): unknown => expect.objectContaining(part);
