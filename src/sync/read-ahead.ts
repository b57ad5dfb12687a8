/**
 * Asks for the next item while the current one is being used, so that storing a page costs no waiting on the brick.
 * One item ahead, never more: memory stays bounded by two pages.
 */
export async function* ahead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const current = await next;
      if (current.done) return;
      next = iterator.next();
      // A failure of the page ahead is thrown when its turn comes, after the current page is stored.
      next.catch(() => undefined);
      yield current.value;
    }
  } finally {
    await next.catch(() => undefined);
    await iterator.return?.();
  }
}
