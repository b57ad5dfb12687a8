/**
 * One thing is ordered in the front office, as a guest would, looked at through the webservice, and cancelled.
 *
 * A *visitor* has cookies and follows redirects; a *form* is read from the page with all that it holds, so that tokens and
 * fields of modules travel with it. Themes differ: whatever cannot be followed is told with the step at which it was.
 */
export { tryOrder } from './try-order.ts';
