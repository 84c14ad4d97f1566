/// Reads the beginning of a pickle as text, for people: numbers, strings, containers, and the names of everything else.
///
/// A reader of opcodes, not of objects: nothing is imported or called, whatever the bytes say. Protocols 2 to 5 (PEP 307, 3154, 574);
/// bytes may stop anywhere, which shows as "…".

type Value = { kind: 'text'; text: string } | { kind: 'name'; name: string } | { kind: 'items'; open: string; close: string; items: string[]; pairs: boolean } | { kind: 'mark' };

const MAX_STEPS = 2000;
const MAX_TEXT = 200;

export function readPickle(bytes: Uint8Array, whole: boolean): string {
  const reader = new PickleReader(bytes);
  const complete = reader.run() && whole;
  const text = reader.result(complete);
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

class PickleReader {
  private at = 0;
  private readonly stack: Value[] = [];
  private readonly memo: Value[] = [];
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /// Whether STOP was reached.
  run(): boolean {
    try {
      for (let step = 0; step < MAX_STEPS; step++) {
        const opcode = this.byte();
        if (opcode === 0x2e) return true;
        if (!this.apply(opcode)) return false;
      }
    } catch (error) {
      // The bytes ended in the middle of an opcode.
      if (!(error instanceof RangeError)) throw error;
    }
    return false;
  }

  result(complete: boolean): string {
    while (this.stack.length > 1) {
      // Fold what was being collected when the bytes ended into what it was for.
      const top = this.stack.pop();
      const below = this.stack.at(-1);
      if (top === undefined || below === undefined) break;
      if (below.kind === 'mark') {
        this.stack.pop();
        const items = [show(top)];
        const under = this.stack.at(-1);
        if (under?.kind === 'items') under.items.push(...items);
        else this.stack.push(top.kind === 'mark' ? text('') : { kind: 'items', open: '(', close: ')', items, pairs: false });
        continue;
      }
      if (top.kind === 'mark') continue;
      const markAt = this.stack.findLastIndex((value) => value.kind === 'mark');
      if (markAt < 0) {
        if (below.kind === 'items') below.items.push(show(top));
        // A callable whose arguments had begun.
        if (below.kind === 'name' && top.kind === 'items') this.stack[this.stack.length - 1] = { ...top, open: `${below.name}(`, close: ')' };
        continue;
      }
      const items = [...this.stack.splice(markAt).slice(1), top];
      const under = this.stack.at(-1);
      const target: Value = under?.kind === 'items' ? under : { kind: 'items', open: '(', close: ')', items: [], pairs: false };
      if (under?.kind !== 'items') this.stack.push(target);
      collect(target, items);
    }
    const [value] = this.stack;
    if (value === undefined || value.kind === 'mark') return '…';
    if (complete) return show(value);
    if (value.kind === 'items') return `${value.open}${[...value.items, '…'].join(', ')}${value.close}`;
    return value.kind === 'name' ? `${value.name}…` : show(value);
  }

  private byte(): number {
    return this.view.getUint8(this.at++);
  }
  private u16(): number {
    this.at += 2;
    return this.view.getUint16(this.at - 2, true);
  }
  private u32(): number {
    this.at += 4;
    return this.view.getUint32(this.at - 4, true);
  }
  private u64(): number {
    this.at += 8;
    return Number(this.view.getBigUint64(this.at - 8, true));
  }

  /// `length` bytes, or fewer when the preview ends within them.
  private take(length: number): { bytes: Uint8Array; cut: boolean } {
    const bytes = this.bytes.slice(this.at, Math.min(this.at + length, this.bytes.length));
    this.at += length;
    return { bytes, cut: bytes.length < length };
  }

  private text(length: number): true {
    const { bytes, cut } = this.take(length);
    const decoded = new TextDecoder().decode(bytes).replace(/\uFFFD+$/u, '');
    this.stack.push(text(`${quoted(decoded, cut)}`));
    return true;
  }

  private blob(length: number, prefix: string): true {
    const { bytes, cut } = this.take(length);
    this.stack.push({ kind: 'text', text: prefix === 'bytearray' ? `${length} bytes` : `b${quoted(String.fromCharCode(...bytes), cut)}` });
    return true;
  }

  private push(value: string): true {
    this.stack.push(text(value));
    return true;
  }

  private items(open: string, close: string, items: readonly Value[] = [], pairs = false): true {
    const value: Value = { kind: 'items', open, close, items: [], pairs };
    collect(value, items);
    this.stack.push(value);
    return true;
  }

  private toMark(): Value[] {
    const at = this.stack.findLastIndex((value) => value.kind === 'mark');
    return at < 0 ? [] : this.stack.splice(at).slice(1);
  }

  private append(items: readonly Value[]): boolean {
    const target = this.stack.at(-1);
    if (target?.kind === 'items') collect(target, items);
    return target !== undefined;
  }

  private pop(count: number): Value[] {
    return this.stack.splice(Math.max(0, this.stack.length - count));
  }

  private memoGet(index: number): true {
    this.stack.push(this.memo[index] ?? text('…'));
    return true;
  }

  private name(module: string, name: string): true {
    this.stack.push({ kind: 'name', name: friendly(module, name) });
    return true;
  }

  private reduce(): boolean {
    const [callable, args] = this.pop(2);
    if (callable === undefined || args === undefined) return false;
    this.stack.push(text(`${show(callable)}${args.kind === 'items' ? show({ ...args, open: '(', close: ')' }) : ''}`));
    return true;
  }

  private apply(opcode: number): boolean {
    switch (opcode) {
      case 0x80: this.at += 1; return true; // PROTO
      case 0x95: this.at += 8; return true; // FRAME
      case 0x4e: return this.push('None');
      case 0x88: return this.push('True');
      case 0x89: return this.push('False');
      case 0x4b: return this.push(String(this.byte()));
      case 0x4d: return this.push(String(this.u16()));
      case 0x4a: return this.push(String(this.u32() | 0));
      case 0x8a: return this.push(longText(this.take(this.byte()).bytes));
      case 0x8b: return this.push(longText(this.take(this.u32()).bytes));
      case 0x47: this.at += 8; return this.push(floatText(this.view.getFloat64(this.at - 8, false)));
      case 0x8c: return this.text(this.byte());
      case 0x58: return this.text(this.u32());
      case 0x8d: return this.text(this.u64());
      case 0x43: return this.blob(this.byte(), 'b');
      case 0x42: return this.blob(this.u32(), 'b');
      case 0x8e: return this.blob(this.u64(), 'b');
      case 0x96: return this.blob(this.u64(), 'bytearray');
      case 0x28: this.stack.push({ kind: 'mark' }); return true;
      case 0x30: this.stack.pop(); return true;
      case 0x31: this.toMark(); return true;
      case 0x32: this.stack.push(this.stack.at(-1) ?? text('…')); return true;
      case 0x29: return this.items('(', ')');
      case 0x85: return this.items('(', ')', this.pop(1));
      case 0x86: return this.items('(', ')', this.pop(2));
      case 0x87: return this.items('(', ')', this.pop(3));
      case 0x74: return this.items('(', ')', this.toMark());
      case 0x5d: return this.items('[', ']');
      case 0x6c: return this.items('[', ']', this.toMark());
      case 0x7d: return this.items('{', '}', [], true);
      case 0x64: return this.items('{', '}', this.toMark(), true);
      case 0x8f: return this.items('{', '}');
      case 0x91: return this.items('frozenset({', '})', this.toMark());
      case 0x61: return this.append(this.pop(1));
      case 0x65: case 0x75: case 0x90: return this.append(this.toMark());
      case 0x73: return this.append(this.pop(2));
      case 0x71: this.memo[this.byte()] = this.stack.at(-1) ?? text('…'); return true;
      case 0x72: this.at += 4; return true; // LONG_BINPUT: a memo that large is not met in a preview
      case 0x94: this.memo.push(this.stack.at(-1) ?? text('…')); return true;
      case 0x68: return this.memoGet(this.byte());
      case 0x6a: return this.memoGet(this.u32());
      case 0x93: {
        const [module, name] = this.pop(2);
        return this.name(module === undefined ? '' : bare(module), name === undefined ? '' : bare(name));
      }
      case 0x63: return this.name(this.lineText(), this.lineText());
      case 0x52: case 0x81: return this.reduce();
      case 0x62: this.pop(1); return true; // BUILD: the state is not shown
      default: return false;
    }
  }

  private lineText(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) throw new RangeError('the bytes end within a line');
    const line = new TextDecoder().decode(this.bytes.slice(this.at, end));
    this.at = end + 1;
    return line;
  }
}

function text(value: string): Value {
  return { kind: 'text', text: value };
}

function collect(target: Value & { kind: 'items' }, values: readonly Value[]): void {
  if (!target.pairs) {
    for (const value of values) target.items.push(show(value));
    return;
  }
  for (let i = 0; i < values.length; i += 2) {
    const [key, value] = [values[i], values[i + 1]];
    if (key !== undefined) target.items.push(`${show(key)}: ${value === undefined ? '…' : show(value)}`);
  }
}

function show(value: Value): string {
  switch (value.kind) {
    case 'text': return value.text;
    case 'name': return value.name;
    case 'mark': return '…';
    case 'items': {
      const inside = value.items.join(', ');
      return value.open === '(' && value.items.length === 1 ? `(${inside},)` : `${value.open}${inside}${value.close}`;
    }
  }
}

function bare(value: Value): string {
  return value.kind === 'text' ? value.text.replace(/^'|'$/gu, '') : show(value);
}

function friendly(module: string, name: string): string {
  if (module.startsWith('numpy') && (name === '_frombuffer' || name === '_reconstruct')) return 'numpy.array';
  if (module.startsWith('numpy') && name === 'scalar') return 'numpy scalar';
  return module === 'builtins' || module === '__main__' ? name : `${module}.${name}`;
}

/// A text as Python's repr has it.
export function quoted(value: string, cut: boolean): string {
  const escaped = value.replace(/[\\']/gu, (mark) => `\\${mark}`).replace(/\n/gu, '\\n').replace(/[\u0000-\u001f\u007f]/gu, (mark) => `\\x${mark.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `'${escaped}${cut ? '…' : ''}'`;
}

function longText(bytes: Uint8Array): string {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return String(BigInt.asIntN(Math.max(8, bytes.length * 8), value));
}

/// A float as Python's repr has it.
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return Object.is(value, -0) ? '-0.0' : value.toFixed(1);
  const size = Math.abs(value);
  if (size >= 1e16 || size < 1e-4) return value.toExponential().replace(/e([+-])(\d)$/u, 'e$10$2');
  return String(value);
}
