/// Requests: from the call that starts one (Isend, Irecv) to what completes it, by (rank, running number).

import { grown } from './growable';

export class RequestTable {
  length = 0;
  rank = new Uint8Array(0);
  number = new Uint32Array(0);
  /// Event rows: the starting call; the Receive record of an Irecv; the Wait or Test that returned it. -1 while not seen.
  start = new Int32Array(0);
  receive = new Int32Array(0);
  returned = new Int32Array(0);
  private readonly byName: Int32Array<ArrayBuffer>[] = [];

  find(rank: number, number: number): number {
    return (this.byName[rank]?.[number] ?? 0) - 1;
  }

  /// Row of the request, made when new.
  named(rank: number, number: number): number {
    const known = this.find(rank, number);
    if (known >= 0) return known;
    const row = this.length;
    this.rank = grown(this.rank, row + 1);
    this.number = grown(this.number, row + 1);
    this.start = grown(this.start, row + 1);
    this.receive = grown(this.receive, row + 1);
    this.returned = grown(this.returned, row + 1);
    this.rank[row] = rank;
    this.number[row] = number;
    this.start[row] = -1;
    this.receive[row] = -1;
    this.returned[row] = -1;
    this.length = row + 1;
    const names = grown(this.byName[rank] ?? new Int32Array(0), number + 1);
    names[number] = row + 1;
    this.byName[rank] = names;
    return row;
  }

  begun(request: number, event: number): void {
    if (this.start[request] === -1) this.start[request] = event;
  }
}
