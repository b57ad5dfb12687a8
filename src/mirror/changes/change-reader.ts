import type { ChangeReader, ChangeRow } from '../change.ts';
import { invalid } from '../mirror-error.ts';
import { anyOf, list, type Param, type Sql } from '../sql.ts';

export function changeReader(sql: Sql): ChangeReader {
  return {
    async changes({ after, types, brick, first }) {
      const [pruned] = await sql.all<{ value: string }>('select value from meta where name = ?', ['changes-pruned']);
      if (after < Number(pruned?.value ?? 0)) throw expired();
      const where = [
        'seq > ?',
        ...(types ? [anyOf(sql.dialect, 'type')] : []),
        ...(brick === undefined ? [] : ['brick = ?']),
      ];
      const params: Param[] = [after, ...(types ? [list(types)] : []), ...(brick === undefined ? [] : [brick]), first];
      const rows = await sql.all<Omit<ChangeRow, 'hubId'> & { hub_id: string }>(
        `select seq, at, brick, type, entity, hub_id, change from changes where ${where.join(' and ')} order by seq limit ?`,
        params,
      );
      return rows.map(({ hub_id: hubId, seq, ...row }) => ({ ...row, seq: Number(seq), hubId }));
    },
    async lastChange() {
      const [row] = await sql.all<{ seq: number | string | null }>('select max(seq) as seq from changes', []);
      if (row?.seq !== null && row?.seq !== undefined) return Number(row.seq);
      const [pruned] = await sql.all<{ value: string }>('select value from meta where name = ?', ['changes-pruned']);
      return Number(pruned?.value ?? 0);
    },
    async cursor(name) {
      const [row] = await sql.all<{ seq: number | string }>('select seq from cursors where name = ?', [name]);
      return row ? Number(row.seq) : null;
    },
  };
}

function expired(): Error {
  return invalid(
    'CHANGES_EXPIRED',
    'What changed since then is no longer kept in full.',
    'Ask for the present state with a query, and go on from the newest cursor.',
  );
}
