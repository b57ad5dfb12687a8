import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { checkFirst, Scopes } from '../graph/index.ts';
import type { HubRequest } from './port.ts';
import { Backup, toBackup } from './types/backup.type.ts';

@Resolver()
export class BackupResolver {
  @Scopes('recovery', 'admin')
  @Query(() => [Backup], {
    description:
      'The backups that this hub made, newest first: where they lie, and whether they were proven to restore.',
  })
  async backups(
    @Arg('first', () => Int, { defaultValue: 20, description: 'At most so many, 1 to 500.' }) first: number,
    @Ctx() { status }: HubRequest,
  ): Promise<Backup[]> {
    return (await status.backups.list(checkFirst(first))).map(toBackup);
  }
}
