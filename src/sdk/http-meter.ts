/** Measures the time during which at least one request was under way. */
export interface Meter {
  during<Result>(run: () => Promise<Result>): Promise<Result>;
  /** Milliseconds since the last reset. */
  total(): number;
  reset(): void;
}

/** Sub-millisecond, and never backwards when the machine's clock is set. */
export function monotonicNow(): number {
  return performance.timeOrigin + performance.now();
}

export function createMeter(now: () => number = monotonicNow): Meter {
  let underWay = 0;
  let since = 0;
  let sum = 0;
  return {
    async during<Result>(run: () => Promise<Result>): Promise<Result> {
      if (underWay++ === 0) since = now();
      try {
        return await run();
      } finally {
        if (--underWay === 0) sum += now() - since;
      }
    },
    total: () => sum + (underWay > 0 ? now() - since : 0),
    reset() {
      sum = 0;
      since = now();
    },
  };
}
