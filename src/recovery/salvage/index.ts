/**
 * Salvage: what is left in files and mails when a brick is gone, read as if it were a brick. A *claim* is what one row
 * or mail says of one thing, with its source and age; *applied* claims are merged, newest first, into the records of
 * the brick `salvage`, whose runs publish them. A *doubt* is for a person to look at before. It asks no network.
 */
export { salvage, SALVAGE } from './brick/connector.ts';
export type { Claim, ClaimKind, Doubt, Subject } from './claim.ts';
export { salvaging, type SalvageOrder, type SalvageParts, type SalvageReport } from './salvage.ts';
export { writeLetters, type Deliver, type Letter, type LettersOrder, type LettersReport } from './letters/letters.ts';
export { sendEach, underWay, type Addressed, type Mark, type Sent } from './letters/sending.ts';
export { filled, type LetterText } from './letters/texts.ts';
export type { FileReport } from './reading.ts';
