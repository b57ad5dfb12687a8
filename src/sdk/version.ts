/**
 * The version of what connectors import. The first number grows when a connector that follows it would break; a
 * connector that was written for another one is refused.
 */
export const SDK_VERSION = '1.14.0';
