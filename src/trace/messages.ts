/// Messages: the departure and the receipt of each, paired by (sender's world rank, running number).

import { type ColumnChange, grown, NameTable, RowList, RowPool, type SignedArray, trimmed, widerSigned } from './growable';

export class MessageTable {
  length = 0;
  sender = new Uint8Array(0);
  /// World ranks, of which there are at most 128.
  receiver = new Int8Array(0);
  number = new Uint32Array(0);
  /// Event rows: the Send (or the call that carries it) and the Receive; -1 while not seen.
  send = new Int32Array(0);
  receive = new Int32Array(0);
  /// Milliseconds since the world's start: when it arrived at the receiver's inbox, as that rank's clock told; 0 while not known. Of one whose
  /// data waited for the receive (rendezvous), when the receiver saw that it was announced.
  arrived = new Float64Array(0);
  /// 1 when a collective's algorithm sent it.
  internal = new Uint8Array(0);
  /// Row in `CollectiveTable`, -1 for none.
  collective: SignedArray = new Int8Array(0);
  private readonly names = new NameTable();

  /// The row of a message by name, -1 when it is not known.
  find(sender: number, number: number): number {
    return this.names.find(sender, number);
  }

  /// Notes a departure. Returns the message's row, or -1 when this message departed before (a faulty record).
  departed(sender: number, number: number, receiver: number, event: number, internal: boolean): number {
    const row = this.named(sender, number, receiver, internal);
    if (this.send[row] !== -1) return -1;
    this.send[row] = event;
    return row;
  }

  /// Notes a receipt, as `departed`.
  received(sender: number, number: number, receiver: number, event: number, internal: boolean, arrived: number): number {
    const row = this.named(sender, number, receiver, internal);
    if (this.receive[row] !== -1) return -1;
    this.receive[row] = event;
    this.arrived[row] = arrived;
    return row;
  }

  setCollective(row: number, collective: number): void {
    this.collective[row] = collective;
    if (this.collective[row] !== collective) (this.collective = widerSigned(this.collective, collective))[row] = collective;
  }

  /// Gives back the memory beyond the last row.
  trim(): void {
    this.each((column) => trimmed(column, this.length));
    this.names.trim();
  }

  private named(sender: number, number: number, receiver: number, internal: boolean): number {
    const known = this.names.find(sender, number);
    if (known >= 0) return known;
    const row = this.length;
    if (row >= this.sender.length) this.each((column) => grown(column, row + 1));
    this.sender[row] = sender;
    this.receiver[row] = receiver;
    this.number[row] = number;
    this.send[row] = -1;
    this.receive[row] = -1;
    this.arrived[row] = 0;
    this.internal[row] = internal ? 1 : 0;
    this.collective[row] = -1;
    this.length = row + 1;
    this.names.put(sender, number, row);
    return row;
  }

  private each(change: ColumnChange): void {
    this.sender = change(this.sender);
    this.receiver = change(this.receiver);
    this.number = change(this.number);
    this.send = change(this.send);
    this.receive = change(this.receive);
    this.arrived = change(this.arrived);
    this.internal = change(this.internal);
    this.collective = change(this.collective);
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
  private readonly pool = new RowPool();
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
    if (row >= this.call.length) this.each((column) => grown(column, row + 1));
    this.call[row] = call;
    this.context[row] = context;
    this.number[row] = number;
    this.root[row] = root;
    this.members.push(new RowList(this.pool));
    this.receives.push(new RowList(this.pool));
    this.byName.set(key, row);
    this.length = row + 1;
    return row;
  }

  joined(row: number, event: number): void {
    this.members[row]!.push(event);
    this.count[row]!++;
  }

  /// Gives back the memory that is left over.
  trim(): void {
    this.each((column) => trimmed(column, this.length));
    this.pool.compact([...this.members, ...this.receives]);
  }

  private each(change: ColumnChange): void {
    this.call = change(this.call);
    this.context = change(this.context);
    this.number = change(this.number);
    this.root = change(this.root);
    this.algorithm = change(this.algorithm);
    this.count = change(this.count);
  }
}

const NAME_STRIDE = 2 ** 32;
