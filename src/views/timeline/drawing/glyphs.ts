/// A sign for each collective, drawn before its name: what goes where, told without words or colour.

import { blockingOf, MpiCall } from '../../../protocol';
import type { Paper } from './paper';

export type Glyph = 'barrier' | 'bcast' | 'scatter' | 'gather' | 'reduce' | 'allreduce' | 'allgather' | 'alltoall' | 'scan' | 'reduceScatter' | 'neighbours' | 'communicator' | 'window' | 'none';

/// The sign of a collective call of any form (blocking, nonblocking, persistent).
export function glyphOf(call: number): Glyph {
  const blocking = blockingOf(call);
  switch (blocking) {
    case MpiCall.Barrier: return 'barrier';
    case MpiCall.Bcast: return 'bcast';
    case MpiCall.Scatter: case MpiCall.Scatterv: return 'scatter';
    case MpiCall.Gather: case MpiCall.Gatherv: return 'gather';
    case MpiCall.Reduce: return 'reduce';
    case MpiCall.Allreduce: return 'allreduce';
    case MpiCall.Allgather: case MpiCall.Allgatherv: return 'allgather';
    case MpiCall.Alltoall: case MpiCall.Alltoallv: case MpiCall.Alltoallw: return 'alltoall';
    case MpiCall.Scan: case MpiCall.Exscan: return 'scan';
    case MpiCall.ReduceScatter: case MpiCall.ReduceScatterBlock: return 'reduceScatter';
    case MpiCall.Init: case MpiCall.Finalize: return 'none';
    default:
      if (blocking >= MpiCall.NeighborAllgather && blocking <= MpiCall.NeighborAlltoallw) return 'neighbours';
      return blocking >= MpiCall.WinCreate && blocking <= MpiCall.WinFence ? 'window' : 'communicator';
  }
}

const ROWS: readonly number[] = [-1, 0, 1];

/// Draws a sign around (x, y), `size` high and about as wide, in the paper's stroke and fill styles.
export function drawGlyph(paper: Paper, glyph: Glyph, x: number, y: number, size: number): void {
  const half = size / 2;
  const [left, right] = [x - half, x + half];
  const dot = Math.max(1.2, size * 0.13);
  paper.lineWidth = Math.max(1, size * 0.08);
  const fan = (from: number, fromRows: readonly number[], to: number, toRows: readonly number[]): void => {
    paper.beginPath();
    for (const a of fromRows) {
      for (const b of toRows) {
        paper.moveTo(from, y + a * half * 0.8);
        paper.lineTo(to, y + b * half * 0.8);
      }
    }
    paper.stroke();
  };
  const dots = (at: number, rows: readonly number[]): void => {
    for (const row of rows) {
      paper.beginPath();
      paper.arc(at, y + row * half * 0.8, dot, 0, Math.PI * 2);
      paper.fill();
    }
  };
  const boxes = (at: number, rows: readonly number[]): void => {
    for (const row of rows) paper.fillRect(at - dot, y + row * half * 0.8 - dot, dot * 2, dot * 2);
  };
  // A box cut in three: one value for each rank.
  const parts = (at: number): void => {
    paper.beginPath();
    paper.rect(at - dot, y - half, dot * 2, size);
    for (const row of [-1, 1]) {
      paper.moveTo(at - dot, y + (row * half) / 3);
      paper.lineTo(at + dot, y + (row * half) / 3);
    }
    paper.stroke();
  };
  const plus = (at: number): void => {
    const radius = size * 0.26;
    paper.beginPath();
    paper.arc(at, y, radius, 0, Math.PI * 2);
    paper.moveTo(at - radius * 0.7, y);
    paper.lineTo(at + radius * 0.7, y);
    paper.moveTo(at, y - radius * 0.7);
    paper.lineTo(at, y + radius * 0.7);
    paper.stroke();
  };
  switch (glyph) {
    case 'barrier':
      for (const row of ROWS) {
        paper.beginPath();
        paper.moveTo(left, y + row * half * 0.8);
        paper.lineTo(x, y + row * half * 0.8);
        paper.stroke();
      }
      paper.fillRect(x, y - half, Math.max(2, size * 0.18), size);
      return;
    case 'bcast': fan(left, [0], right, ROWS); dots(left, [0]); return dots(right, ROWS);
    case 'scatter': parts(left); fan(left + dot, [0], right - dot, ROWS); return boxes(right, ROWS);
    case 'gather': boxes(left, ROWS); fan(left + dot, ROWS, right - dot, [0]); return parts(right);
    case 'reduce': fan(left, ROWS, x, [0]); dots(left, ROWS); return plus(x + size * 0.3);
    case 'allreduce': fan(left, ROWS, x - size * 0.26, [0]); fan(x + size * 0.26, [0], right, ROWS); return plus(x);
    case 'allgather': boxes(left, ROWS); fan(left + dot, ROWS, right - dot, [-1, 1]); return parts(right);
    case 'alltoall': parts(left); fan(left + dot, [-1, 1], right - dot, [-1, 1]); return parts(right);
    case 'scan':
      for (const row of ROWS) paper.fillRect(x + row * size * 0.33 - dot, y + half - ((row + 2) / 3) * size, dot * 2, ((row + 2) / 3) * size);
      return;
    case 'reduceScatter': fan(left, ROWS, x - size * 0.26, [0]); fan(x + size * 0.26, [0], right - dot, ROWS); plus(x); return boxes(right, ROWS);
    case 'neighbours':
      paper.beginPath();
      paper.moveTo(left, y);
      paper.lineTo(right, y);
      paper.stroke();
      for (const at of [left, x, right]) {
        paper.beginPath();
        paper.arc(at, y, dot, 0, Math.PI * 2);
        paper.fill();
      }
      return;
    case 'communicator':
      for (const at of [-0.18, 0.18]) {
        paper.beginPath();
        paper.arc(x + at * size, y, size * 0.3, 0, Math.PI * 2);
        paper.stroke();
      }
      return;
    case 'window':
      paper.beginPath();
      paper.rect(left, y - half * 0.8, size, size * 0.8);
      paper.moveTo(x, y - half * 0.8);
      paper.lineTo(x, y + half * 0.8);
      paper.moveTo(left, y);
      paper.lineTo(right, y);
      return paper.stroke();
    case 'none':
  }
}
