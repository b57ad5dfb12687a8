import { createHash } from 'node:crypto';
import { Kind, print, visit, type DocumentNode } from 'graphql';

const known = new WeakMap<DocumentNode, string>();

/**
 * Hex SHA-256 of what an operation asks, whatever values are written into it: texts and numbers are emptied before, so
 * that nobody's address can be guessed from the hash.
 */
export function documentHash(document: DocumentNode): string {
  const remembered = known.get(document);
  if (remembered !== undefined) return remembered;
  const plain = visit(document, {
    [Kind.STRING]: (node) => ({ ...node, value: '', block: false }),
    [Kind.INT]: (node) => ({ ...node, value: '0' }),
    [Kind.FLOAT]: (node) => ({ ...node, value: '0' }),
  });
  const hash = createHash('sha256').update(print(plain)).digest('hex');
  known.set(document, hash);
  return hash;
}
