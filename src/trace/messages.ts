/// Messages: the departure and the receipt of each, paired by (sender's world rank, running number).

import { grown, RowList } from './growable';

export class MessageTable {
  length = 0;
  sender = new Uint8Array(0);
  receiver = new Int16Array(0);
  number = new Uint32Array(0);
  /// Event rows: the Send (or the call that carries it) and the Receive; -1 while not seen.
  send = new Int32Array(0);
  receive = new Int32Array(0);
  /// 1 when a collective's algorithm sent it.
  internal = new Uint8Array(0);
  /// Row in `CollectiveTable`, -1 for none.
  collective = new Int32Array(0);
  /// By sender: message number → message row + 1.
  private readonly byName: Int32Array<ArrayBuffer>[] = [];

  /// The row of a message by name, -1 when it is not known.
  find(sender: number, number: number): number {
    return (this.byName[sender]?.[number] ?? 0) - 1;
  }

  /// Notes a departure. Returns the message's row, or -1 when this message departed before (a faulty record).
  departed(sender: number, number: number, receiver: number, event: number, internal: boolean): number {
    const row = this.named(sender, number, receiver, internal);
    if (this.send[row] !== -1) return -1;
    this.send[row] = event;
    return row;
  }

  /// Notes a receipt, as `departed`.
  received(sender: number, number: number, receiver: number, event: number, internal: boolean): number {
    const row = this.named(sender, number, receiver, internal);
    if (this.receive[row] !== -1) return -1;
    this.receive[row] = event;
    return row;
  }

  private named(sender: number, number: number, receiver: number, internal: boolean): number {
    const known = this.find(sender, number);
    if (known >= 0) return known;
    const row = this.length;
    if (row >= this.sender.length) this.reserve(row + 1);
    this.sender[row] = sender;
    this.receiver[row] = receiver;
    this.number[row] = number;
    this.send[row] = -1;
    this.receive[row] = -1;
    this.internal[row] = internal ? 1 : 0;
    this.collective[row] = -1;
    this.length = row + 1;
    let names = this.byName[sender];
    if (names === undefined || number >= names.length) this.byName[sender] = names = grown(names ?? new Int32Array(0), number + 1);
    names[number] = row + 1;
    return row;
  }

  private reserve(needed: number): void {
    this.sender = grown(this.sender, needed);
    this.receiver = grown(this.receiver, needed);
    this.number = grown(this.number, needed);
    this.send = grown(this.send, needed);
    this.receive = grown(this.receive, needed);
    this.internal = grown(this.internal, needed);
    this.collective = grown(this.collective, needed);
  }
}

/// Collectives: calls of several ranks that belong together, by (context, running number on the communicator).
export class CollectiveTable {
  length = 0;
  call = new Uint8Array(0);
  context = new Int32Array(0);
  number = new Uint32Array(0);
  /// World rank of the root, or NO_RANK.
  root = new Int16Array(0);
  algorithm = new Uint8Array(0);
  /// Number of member calls seen.
  count = new Int32Array(0);
  /// Rows of member calls by collective.
  readonly members: RowList[] = [];
  /// Rows of its algorithm's Receive records, by collective.
  readonly receives: RowList[] = [];
  private readonly byName = new Map<number, number>();

  find(context: number, number: number): number {
    return this.byName.get(context * NAME_STRIDE + number) ?? -1;
  }

  /// Row of the collective, made when new.
  named(context: number, number: number, call: number, root: number): number {
    const key = context * NAME_STRIDE + number;
    const known = this.byName.get(key);
    if (known !== undefined) {
      if (call !== 0) {
        this.call[known] = call;
        this.root[known] = root;
      }
      return known;
    }
    const row = this.length;
    this.call = grown(this.call, row + 1);
    this.context = grown(this.context, row + 1);
    this.number = grown(this.number, row + 1);
    this.root = grown(this.root, row + 1);
    this.algorithm = grown(this.algorithm, row + 1);
    this.count = grown(this.count, row + 1);
    this.call[row] = call;
    this.context[row] = context;
    this.number[row] = number;
    this.root[row] = root;
    this.members.push(new RowList());
    this.receives.push(new RowList());
    this.byName.set(key, row);
    this.length = row + 1;
    return row;
  }

  joined(row: number, event: number): void {
    this.members[row]!.push(event);
    this.count[row]!++;
  }
}

const NAME_STRIDE = 2 ** 32;
