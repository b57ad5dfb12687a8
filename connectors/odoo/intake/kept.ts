import { defineStage, type IntakeStage } from '#sdk';
import { KEPT, type Words } from './words.ts';

/** Facets that never go to Odoo: what was said, sold, sent and received stays where it can be proven, in the mirror. */
export const keptStages: readonly IntakeStage[] = [
  kept('Shipment', KEPT.done),
  kept('Receipt', KEPT.done),
  kept('Return', KEPT.done),
  kept('Sale', KEPT.ticket),
  kept('TillSession', KEPT.ticket),
  kept('TillAlarm', KEPT.done),
];

function kept(kind: string, reason: Words): IntakeStage {
  return defineStage({
    kind,
    wants: () => reason,
    stays: () => true,
    find: () => Promise.resolve(null),
    put: () => Promise.reject(new Error(`a ${kind} is never written`)),
  });
}
