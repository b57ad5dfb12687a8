import { timeText, zoneText, type KitState } from './state.ts';
import type { KitTexts } from './texts.ts';

/** `Données du 23/11/2026 14:30 UTC · en retard : shop`. */
export function footOf(state: KitState, texts: KitTexts): string {
  const known = `${texts.dataOf} ${timeText(state.asOf, state)} ${zoneText(state.at, state)}`;
  const late = state.staleBricks.length > 0 ? ` · ${texts.late} : ${state.staleBricks.join(', ')}` : '';
  return `${state.asOf === null ? texts.dataUnknown : known}${late}`;
}
