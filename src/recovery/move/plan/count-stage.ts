import type { IntakeItem, IntakeStage, Loss } from '#sdk';
import type { FileBlobStore } from '../../../mirror/index.ts';
import type { MoveSource } from '../source.ts';
import type { PlannedLoss, PlannedStage } from './plan.ts';

const MOST_REASONS = 50;

export interface Counted {
  stage: PlannedStage;
  losses: PlannedLoss[];
}

/** Walks through all things of one kind: how many, what they cost, what is lost of them. Writes nothing. */
export async function countStage(stage: IntakeStage, source: MoveSource, blobs: FileBlobStore): Promise<Counted> {
  const { kind } = stage;
  const counted: PlannedStage = { kind, count: 0, leftOut: 0, reasons: [], requests: 0, bytes: 0 };
  const losses = new Map<string, PlannedLoss>();
  const images = new Set<string>();
  for await (const page of source.pages(kind)) {
    for (const item of page) {
      const verdict = stage.wants?.(item) ?? true;
      if (verdict !== true) {
        leaveOut(counted, verdict);
        continue;
      }
      counted.count += 1;
      counted.requests += stage.requests?.(item) ?? 1;
      for (const loss of stage.losses?.(item) ?? []) lose(losses, kind, loss);
      for (const sha256 of imagesOf(stage, item)) images.add(sha256);
    }
  }
  for (const sha256 of images) counted.bytes += (await blobs.read(sha256))?.size ?? 0;
  const always = (stage.limits ?? []).flatMap((loss): PlannedLoss[] =>
    counted.count > 0 ? [{ kind, ...loss, count: counted.count }] : [],
  );
  return { stage: { ...counted, requests: Math.ceil(counted.requests) }, losses: [...always, ...losses.values()] };
}

function imagesOf(stage: IntakeStage, item: IntakeItem): readonly string[] {
  return (stage.blobs?.(item) ?? []).filter((sha256) => /^[0-9a-f]{64}$/.test(sha256));
}

function leaveOut(counted: PlannedStage, reason: { en: string; fr: string }): void {
  counted.leftOut += 1;
  const known = counted.reasons.find((one) => one.reason.en === reason.en);
  if (known) known.count += 1;
  else if (counted.reasons.length < MOST_REASONS) counted.reasons.push({ count: 1, reason });
}

function lose(losses: Map<string, PlannedLoss>, kind: string, loss: Loss): void {
  const key = JSON.stringify([loss.field, loss.reason.en]);
  const known = losses.get(key);
  if (known) known.count += 1;
  else losses.set(key, { kind, ...loss, count: 1 });
}
