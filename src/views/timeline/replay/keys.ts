/// Keys of the timeline and what each does: one list for the handler, the help text and the card of keys.

export type KeyCommand =
  | 'play' | 'step back' | 'step on' | 'rank back' | 'rank on' | 'start' | 'end' | 'scrub back' | 'scrub on'
  | 'left' | 'right' | 'up' | 'down' | 'other end' | 'same back' | 'same on' | 'find' | 'past' | 'future'
  | 'slower' | 'faster' | 'auto' | 'axis' | 'zoom in' | 'zoom out' | 'pan back' | 'pan on' | 'fit' | 'scroll up' | 'scroll down'
  | 'unfold' | 'legend' | 'keys' | 'line' | 'close';

export interface KeyHelp {
  /// As written on the keys.
  readonly keys: string;
  readonly does: string;
}

interface Binding {
  readonly command: KeyCommand;
  /// `KeyboardEvent.key`, with `Shift+` before it for keys that have no other name then.
  readonly keys: readonly string[];
}

const BINDINGS: readonly Binding[] = [
  { command: 'play', keys: [' '] },
  { command: 'step back', keys: [','] }, { command: 'step on', keys: ['.'] },
  { command: 'rank back', keys: ['<', ';'] }, { command: 'rank on', keys: ['>', ':'] },
  { command: 'start', keys: ['Home'] }, { command: 'end', keys: ['End'] },
  { command: 'scrub back', keys: ['Shift+ArrowLeft'] }, { command: 'scrub on', keys: ['Shift+ArrowRight'] },
  { command: 'left', keys: ['ArrowLeft'] }, { command: 'right', keys: ['ArrowRight'] }, { command: 'up', keys: ['ArrowUp'] }, { command: 'down', keys: ['ArrowDown'] },
  { command: 'other end', keys: ['o', 'O'] },
  { command: 'same back', keys: ['p', 'P', 'N'] }, { command: 'same on', keys: ['n'] },
  { command: 'find', keys: ['/'] },
  { command: 'past', keys: ['q', 'Q'] }, { command: 'future', keys: ['e', 'E'] },
  { command: 'slower', keys: ['['] }, { command: 'faster', keys: [']'] }, { command: 'auto', keys: ['\\'] },
  { command: 'axis', keys: ['x', 'X'] },
  { command: 'zoom in', keys: ['w', 'W', '+', '='] }, { command: 'zoom out', keys: ['s', 'S', '-'] },
  { command: 'pan back', keys: ['a', 'A'] }, { command: 'pan on', keys: ['d', 'D'] },
  { command: 'fit', keys: ['f', 'F', '0'] },
  { command: 'scroll up', keys: ['PageUp'] }, { command: 'scroll down', keys: ['PageDown'] },
  { command: 'unfold', keys: ['u', 'U'] }, { command: 'legend', keys: ['l', 'L'] }, { command: 'keys', keys: ['?'] },
  { command: 'line', keys: ['Enter'] }, { command: 'close', keys: ['Escape'] },
];

const COMMANDS = new Map(BINDINGS.flatMap(({ command, keys }) => keys.map((key) => [key, command] as const)));

/// What a key asks for; null when the timeline has no use for it.
export function commandOf(event: { readonly key: string; readonly shiftKey: boolean; readonly ctrlKey: boolean; readonly metaKey: boolean; readonly altKey: boolean }): KeyCommand | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  return (event.shiftKey ? COMMANDS.get(`Shift+${event.key}`) : undefined) ?? COMMANDS.get(event.key) ?? null;
}

/// Every command is told by one of these lines (the test counts).
export const KEY_HELP: readonly (KeyHelp & { readonly commands: readonly KeyCommand[] })[] = [
  { keys: 'Space', does: 'play, pause', commands: ['play'] },
  { keys: ', .', does: 'previous, next event of all ranks', commands: ['step back', 'step on'] },
  { keys: '< >', does: 'previous, next event of the selected rank', commands: ['rank back', 'rank on'] },
  { keys: '← →', does: 'along the rank’s lane, event by event', commands: ['left', 'right'] },
  { keys: '↑ ↓', does: 'along the message to its other end, else to the next lane', commands: ['up', 'down'] },
  { keys: 'O', does: 'to the other end of the message', commands: ['other end'] },
  { keys: 'N P', does: 'next, previous match of the search, or event of the same kind', commands: ['same on', 'same back'] },
  { keys: '/', does: 'find: type a call, rank, tag, line, or event number', commands: ['find'] },
  { keys: 'Q E', does: 'light up what led to the event, what it led to', commands: ['past', 'future'] },
  { keys: 'Enter', does: 'open the event’s source line', commands: ['line'] },
  { keys: 'Esc', does: 'unlight, close the card', commands: ['close'] },
  { keys: 'Home End', does: 'start, end of the run', commands: ['start', 'end'] },
  { keys: 'Shift ← →', does: 'move the cursor a little', commands: ['scrub back', 'scrub on'] },
  { keys: '[ ] \\', does: 'slower, faster, automatic speed', commands: ['slower', 'faster', 'auto'] },
  { keys: 'X', does: 'wall time or logical time', commands: ['axis'] },
  { keys: 'W S', does: 'zoom in, out (also + −)', commands: ['zoom in', 'zoom out'] },
  { keys: 'A D', does: 'move the picture', commands: ['pan back', 'pan on'] },
  { keys: 'F', does: 'show the whole run', commands: ['fit'] },
  { keys: 'Page ↑ ↓', does: 'scroll the lanes', commands: ['scroll up', 'scroll down'] },
  { keys: 'U', does: 'unfold collectives', commands: ['unfold'] },
  { keys: 'L', does: 'legend', commands: ['legend'] },
  { keys: '?', does: 'these keys', commands: ['keys'] },
];

/// For screen readers.
export const KEYS_SENTENCE = `${KEY_HELP.map(({ keys, does }) => `${keys}: ${does}`).join('. ')}. The button Table gives the same facts as a table.`;
