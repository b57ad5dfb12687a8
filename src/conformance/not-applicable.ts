/** Thrown by a case that this connector gives nothing to judge by: said as such, never counted as held. */
export class NotApplicable extends Error {}
