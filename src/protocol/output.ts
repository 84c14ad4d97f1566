/// What a rank writes to stdout and stderr, and the figures it shows: records in its output ring.

/// Words of an output record; the bytes follow, padded to 8. Positions in the ring are multiples of 8.
export const enum OutputWord {
  /// Length of the bytes that follow.
  Bytes = 0,
  /// World-wide sequence number: output of all ranks sorted by it is the order in which it was written.
  Sequence = 1,
  /// 1 stdout, 2 stderr, 3 a figure.
  Stream = 2,
  /// Source line (`packLine`), 0 when unknown.
  Line = 3,
  /// Float64, milliseconds since the world's start (words 4 and 5).
  Time = 4,
}
export const OUTPUT_HEADER_BYTES = 24;

export const enum Stream {
  Stdout = 1,
  Stderr = 2,
  /// One figure after the other, each as `FIGURE_HEADER_BYTES` (two words: bytes of the description, bytes of the image), the description
  /// (`FigureDescription` as JSON), the image; cut into records anywhere.
  Figure = 3,
}
export const FIGURE_HEADER_BYTES = 8;

/// What a program says of a figure that it shows.
export interface FigureDescription {
  /// The number and window title that matplotlib gives it: `Figure 1`.
  readonly title: string;
  /// What is in it, in words: titles and axis labels.
  readonly alt: string;
  /// The window it stands in, a number of its rank's: shown again in it, a figure takes the place of what was there.
  readonly window: number;
  /// Pixels of CSS.
  readonly width: number;
  readonly height: number;
}

/// An output record taken out of the ring.
export interface Output {
  readonly rank: number;
  readonly sequence: number;
  readonly stream: Stream;
  readonly line: number;
  readonly time: number;
  readonly bytes: Uint8Array;
}
