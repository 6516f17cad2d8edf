import type { Clock } from '../common/clock.ts';

/** An event as `GET /events` sends it; the order of the fields is the daemon's. */
export interface EngineEvent {
  status?: string;
  id?: string;
  from?: string;
  Type: string;
  Action: string;
  Actor: { ID: string; Attributes: Record<string, string> };
  scope: 'local';
  time: number;
  timeNano: number;
}

/** How many past events the daemon keeps for `since`. */
const KEPT = 256;

/** What happened lately, and who listens. */
export class EventLog {
  private readonly clock: Clock;
  private readonly listeners = new Set<(event: EngineEvent) => void>();
  private past: EngineEvent[] = [];

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Tells of `action` on an object, e.g. `emit('image', 'pull', 'busybox:latest', { name: 'busybox' })`. */
  emit(type: string, action: string, id: string, attributes: Record<string, string> = {}): void {
    const now = this.clock.now();
    const event: EngineEvent = {
      // The first three are the form of API versions before 1.22, which images and containers still carry.
      ...(type === 'container' || type === 'image' ? { status: action, id } : {}),
      ...(type === 'container' && attributes.image ? { from: attributes.image } : {}),
      Type: type,
      Action: action,
      Actor: { ID: id, Attributes: attributes },
      scope: 'local',
      time: Math.floor(now / 1000),
      timeNano: now * 1e6,
    };
    this.past.push(event);
    if (this.past.length > KEPT) this.past.shift();
    for (const listener of this.listeners) listener(event);
  }

  /** Past events, oldest first. */
  list(): readonly EngineEvent[] {
    return this.past;
  }

  /** Returns what ends the subscription. */
  subscribe(listener: (event: EngineEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  snapshot(): EngineEvent[] {
    return [...this.past];
  }

  restore(past: readonly EngineEvent[]): void {
    this.past = [...past];
  }
}
