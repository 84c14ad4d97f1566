/// Requests: from the call that starts one (Isend, Irecv) to what completes it, by (rank, running number).

import { type ColumnChange, grown, NameTable, trimmed } from './growable';

export class RequestTable {
  length = 0;
  rank = new Uint8Array(0);
  number = new Uint32Array(0);
  /// Event rows: the starting call; the Receive record of an Irecv; the Wait or Test that returned it. -1 while not seen.
  start = new Int32Array(0);
  receive = new Int32Array(0);
  returned = new Int32Array(0);
  private readonly names = new NameTable();

  find(rank: number, number: number): number {
    return this.names.find(rank, number);
  }

  /// Row of the request, made when new.
  named(rank: number, number: number): number {
    const known = this.names.find(rank, number);
    if (known >= 0) return known;
    const row = this.length;
    if (row >= this.rank.length) this.each((column) => grown(column, row + 1));
    this.rank[row] = rank;
    this.number[row] = number;
    this.start[row] = -1;
    this.receive[row] = -1;
    this.returned[row] = -1;
    this.length = row + 1;
    this.names.put(rank, number, row);
    return row;
  }

  begun(request: number, event: number): void {
    if (this.start[request] === -1) this.start[request] = event;
  }

  /// Gives back the memory beyond the last row.
  trim(): void {
    this.each((column) => trimmed(column, this.length));
    this.names.trim();
  }

  private each(change: ColumnChange): void {
    this.rank = change(this.rank);
    this.number = change(this.number);
    this.start = change(this.start);
    this.receive = change(this.receive);
    this.returned = change(this.returned);
  }
}
