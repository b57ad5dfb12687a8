import type { Listener, SyncEvent } from '../sync/index.ts';
import type { Terminal } from './terminal.ts';
import { watchedList } from './watched-list.ts';

export interface Progress {
  listen: Listener;
  /** Ends the display; nothing is drawn afterwards. */
  end(): Promise<void>;
}

/** Shows how a run goes: a changing list where somebody watches, plain lines elsewhere, events with `--json`. */
export async function progressOn(terminal: Terminal, options: { json: boolean }): Promise<Progress> {
  if (options.json) return eventLines(terminal);
  return terminal.interactive ? watchedList(terminal, sentence) : plainLines(terminal);
}

function eventLines(terminal: Terminal): Progress {
  const listen: Listener = (event) => {
    if (event.event !== 'run-done') terminal.out(JSON.stringify(event));
  };
  return { listen, end: () => Promise.resolve() };
}

function plainLines(terminal: Terminal): Progress {
  const causes = new Set<string>();
  return {
    listen(event) {
      const line = isSaid(event, causes) ? `${event.brick}: ${event.kind}: as above` : sentence(event);
      if (line !== null) terminal.talk(line);
    },
    end: () => Promise.resolve(),
  };
}

/** Several streams usually fail for one reason: it is told once. */
function isSaid(event: SyncEvent, causes: Set<string>): event is SyncEvent & { event: 'stream-failed' } {
  if (event.event !== 'stream-failed') return false;
  const { code, remedy } = event.failure;
  const said = causes.has(code + remedy);
  causes.add(code + remedy);
  return said;
}

function sentence(event: SyncEvent): string | null {
  switch (event.event) {
    case 'run-started':
      return `${event.brick}: reading ${String(event.streams.length)} streams${event.full ? ' in full' : ''}`;
    case 'stream-done':
      if (event.read === 0 && event.tombstones === 0) return null;
      return `${event.brick}: ${event.kind}: ${counts(event)}`;
    case 'held':
      return `${event.brick}: ${event.kind}: HELD for a person: ${event.reasons.map(({ message }) => message).join(' ')}`;
    case 'stream-failed':
      return `${event.brick}: ${event.kind}: ${event.failure.message} ${event.failure.remedy}`;
    case 'run-done':
      return `${event.brick}: ${event.state}: ${counts(event)} in ${(event.ms / 1000).toFixed(1)} s`;
    case 'stream-started':
    case 'page':
    case 'projecting':
      return null;
  }
}

function counts(event: { read: number; revisions: number; tombstones: number }): string {
  const gone = event.tombstones > 0 ? `, ${String(event.tombstones)} gone` : '';
  return `${String(event.read)} read, ${String(event.revisions)} new revisions${gone}`;
}
