import { Field, Float, ID, ObjectType } from 'type-graphql';
import { DateTimeScalar, Scopes } from '../../graph/index.ts';
import type { BackupStatus } from '../port.ts';

@Scopes('recovery', 'admin')
@ObjectType('BackupCopy', { description: 'One place that a backup was sent to.', simpleResolvers: true })
export class BackupCopy {
  @Field(() => String, { description: 'The target, as configured.' })
  target!: string;

  @Field(() => String, { description: 'Where it physically is: what burns together has one site.' })
  site!: string;

  @Field(() => Boolean, { description: 'Whether the whole backup lies there.' })
  stored!: boolean;

  @Field(() => String, { nullable: true, description: 'Why it does not; null: it does.' })
  problem!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'All that was acknowledged up to then lies there, too; null: nothing but the backup.',
  })
  journalAt!: string | null;
}

@Scopes('recovery', 'admin')
@ObjectType('Backup', { description: 'A copy of all that the hub holds, encrypted.', simpleResolvers: true })
export class Backup {
  @Field(() => ID, { description: 'What `mortar restore --backup` takes.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: 'The instant whose data it holds.' })
  at!: string;

  @Field(() => Float, { description: 'How long it took to make.' })
  seconds!: number;

  @Field(() => Float, { description: 'Bytes that were sent for it, over all targets.' })
  bytes!: number;

  @Field(() => [BackupCopy], { description: 'Where it lies.' })
  copies!: BackupCopy[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was last restored elsewhere and compared; null: nobody has proven that it restores.',
  })
  verifiedAt!: string | null;

  @Field(() => Float, { nullable: true, description: 'How long that restore took.' })
  restoreSeconds!: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Up to when a restore of it brings back what was acknowledged after it; null: nothing. What came later would be lost with the machine.',
  })
  journalAt!: string | null;
}

export function toBackup({ targets, ...backup }: BackupStatus): Backup {
  const { id, at, seconds, bytes, verifiedAt, restoreSeconds, journalAt } = backup;
  const copies = targets.map(({ name, message, ...copy }) => {
    return { target: name, site: copy.site, stored: copy.stored, problem: message, journalAt: copy.journalAt };
  });
  return { id, at, seconds, bytes, copies, verifiedAt, restoreSeconds, journalAt };
}
