/** Milliseconds by the clock, and of processor time in all threads of this program. */
export interface Spent {
  ms: number;
  cpuMs: number;
}

export async function spent(work: () => Promise<void>): Promise<Spent> {
  const start = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - start, cpuMs: (user + system) / 1000 };
}

export function sum(one: Spent, other: Spent): Spent {
  return { ms: one.ms + other.ms, cpuMs: one.cpuMs + other.cpuMs };
}

export function each({ ms, cpuMs }: Spent, count: number): Spent {
  return { ms: ms / count, cpuMs: cpuMs / count };
}
