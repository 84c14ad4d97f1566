/// Messages of a run that lives: each new one is shown flying for a moment, since real flights are too short to see.

import type { Recording } from '../../../trace';
import type { Flight } from './draw-frame';

/// Milliseconds a dot flies; dots started in one frame at most, and in the air at most.
const FLIGHT = 450;
const MOST_A_FRAME = 24;
const MOST = 160;

export class LiveFlights {
  private recording: Recording | null = null;
  private seen = 0;
  private flying: { readonly message: number; readonly since: number }[] = [];

  /// What flies at `now` (milliseconds of the page's clock), new messages included.
  next(recording: Recording, now: number): readonly Flight[] {
    if (recording !== this.recording) {
      this.recording = recording;
      this.seen = 0;
      this.flying = [];
    }
    const { messages } = recording;
    let started = 0;
    for (; this.seen < messages.length; this.seen++) {
      if (messages.internal[this.seen] === 1 || messages.send[this.seen] === -1) continue;
      if (started++ < MOST_A_FRAME && this.flying.length < MOST) this.flying.push({ message: this.seen, since: now });
    }
    this.flying = this.flying.filter(({ since }) => now - since < FLIGHT);
    return this.flying.map(({ message, since }) => ({ message, share: (now - since) / FLIGHT }));
  }

  /// Lets messages go by unseen.
  skip(recording: Recording): void {
    this.recording = recording;
    this.seen = recording.messages.length;
    this.flying = [];
  }
}
