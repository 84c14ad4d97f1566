/// What of a recording is to stand out: an event's causal past or future, a critical path, what a search found. The rest is drawn faint.

/// A point of a path: the begin or the end of an event, wherever the axis puts it.
export interface PathPoint {
  readonly event: number;
  readonly at: 'begin' | 'end';
}

/// Asked for each thing that is drawn: answers must be quick and hold nothing.
export interface Emphasis {
  /// Says in a few words what is lit ("the past of rank 2's Recv"): told below the picture. Another emphasis, another object.
  readonly title: string;
  /// By row of the events, messages, prints of the recording.
  event(row: number): boolean;
  message(row: number): boolean;
  print(row: number): boolean;
  /// The unfinished call of a rank.
  open(rank: number): boolean;
  /// Drawn as one thick line over the lanes: along a lane between two points of one rank, across from one rank to another.
  readonly path?: readonly PathPoint[];
}
