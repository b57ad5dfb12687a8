type When = 'insert' | 'delete' | `update${string}`;

/** What a change of a row notes in the journal: `kind`, and the key of what has to be sent anew. */
export interface Noted {
  table: string;
  when: When;
  kind: 'message' | 'key' | 'edit' | 'token' | 'hold' | 'outgoing';
  /** Columns of the row: one is the key itself, several are a JSON list. */
  key: readonly string[];
}

/** Statements that make the trigger of this name. */
export function triggerOf(name: string, noted: Noted, { sqlite }: { sqlite: boolean }): string[] {
  return sqlite ? [sqliteTrigger(name, noted)] : postgresTrigger(name, noted);
}

function sqliteTrigger(name: string, { table, when, kind, key }: Noted): string {
  const row = when === 'delete' ? 'old' : 'new';
  const columns = key.map((column) => `${row}.${column}`).join(', ');
  const value = key.length === 1 ? columns : `json_array(${columns})`;
  return `create trigger ${name} after ${when} on ${table} begin
    insert into journal (kind, key) select '${kind}', ${value} from meta where name = 'journal';
  end`;
}

function postgresTrigger(name: string, { table, when, kind, key }: Noted): string[] {
  const row = when === 'delete' ? 'old' : 'new';
  const columns = key.map((column) => `${row}.${column}`).join(', ');
  const value = key.length === 1 ? columns : `json_build_array(${columns})::text`;
  return [
    `create or replace function ${name}() returns trigger language plpgsql as $$ begin
      insert into journal (kind, key) select '${kind}', ${value} from meta where name = 'journal';
      return null;
    end $$`,
    `create trigger ${name} after ${when} on ${table} for each row execute function ${name}()`,
  ];
}
