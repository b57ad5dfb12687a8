import { WebserviceFailure } from '../reply.ts';
import type { WebserviceRecord } from '../state.ts';
import type { Change } from './change.ts';

/**
 * Sets the associations that were sent; those not sent stay. It happens after the columns are written: an unknown
 * name is refused with 400 while the rest is saved.
 */
export function setAssociations(record: WebserviceRecord, { sent, resource, table }: Change): void {
  for (const [name, items] of sent.associations ?? []) {
    const association = resource.associations.find((one) => one.name === name);
    if (!association) throw new WebserviceFailure(400, [86, `The association "${name}" does not exists`]);
    if (!association.writable) continue;
    const rows = items.map((item) =>
      Object.fromEntries(
        association.fields
          .map((field) => field.name)
          .filter((field) => item[field] !== undefined)
          .map((field) => [field, Number(item[field])]),
      ),
    );
    record.associations = { ...record.associations, [name]: rows };
    table.changed(record.id);
  }
}
