/** The argument of every text that exists in several languages. */
export const LOCALE = {
  nullable: true,
  description:
    'Language to answer in, such as "fr" or "en-GB". Missing there: the same language elsewhere, then the default one, then any.',
};
