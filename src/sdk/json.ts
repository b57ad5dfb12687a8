/** What JSON can say. Numbers that must stay exact (money, quantities, long ids) travel as strings. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };
