import { inParts } from '../bulk.ts';
import { anyOf, list, type Sql } from '../sql.ts';

/** A facet of which queries may see something else now. */
export interface Touched {
  brick: string;
  type: string;
  hubId: string;
  message: string;
  creates: boolean;
}

interface Row {
  brick: string;
  type: string;
  hub_id: string;
  message: string;
  creates: number;
}

const RETURNING = 'returning brick, type, hub_id, message, creates';

/** Takes what messages changed of queries away for good. */
export async function removeOverlays(sql: Sql, messages: readonly string[]): Promise<Touched[]> {
  const touched: Touched[] = [];
  for (const part of inParts(messages)) {
    const text = `delete from overlays where ${anyOf(sql.dialect, 'message')} ${RETURNING}`;
    touched.push(...(await sql.all<Row>(text, [list(part)])).map(toTouched));
  }
  return touched;
}

/** Lays what a message changes over what the brick says, or lifts it for the time being. */
export async function layOverlays(sql: Sql, message: string, active: boolean): Promise<Touched[]> {
  const rows = await sql.all<Row>(`update overlays set active = ? where message = ? ${RETURNING}`, [
    active ? 1 : 0,
    message,
  ]);
  return rows.map(toTouched);
}

function toTouched({ hub_id, creates, ...row }: Row): Touched {
  return { ...row, hubId: hub_id, creates: creates === 1 };
}
