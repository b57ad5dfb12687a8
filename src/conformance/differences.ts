import type { MemoryMirror } from './memory-mirror.ts';

/** Which records are not the same in both mirrors, as `kind/id`; `of`: of this kind only. */
export function differences(one: MemoryMirror, other: MemoryMirror, of?: string): string[] {
  const [left, right] = [one.snapshot(), other.snapshot()];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].filter((key) => left[key] !== right[key] && (of === undefined || key.startsWith(`${of}/`))).sort();
}
