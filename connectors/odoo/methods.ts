const READS: ReadonlySet<string> = new Set([
  ...['search_read', 'search', 'search_count', 'read', 'fields_get', 'context_get'],
  ...['check_access_rights', 'has_access'],
]);

/** Whether a repeat is harmless: what writes is never repeated unseen, since the answer alone may have been lost. */
export function isReading(method: string): boolean {
  return READS.has(method);
}
