// Rows of figures from samples.

/** Three significant digits: the machine is not better than that. */
export const round = (value) => Number(value.toPrecision(3));

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A plain figure: the median of its samples, with their range. */
export function figure(id, unit, samples, how) {
  return { id, value: round(median(samples)), unit, spread: [round(Math.min(...samples)), round(Math.max(...samples))], runs: samples.length, how };
}

/** Ours / theirs: the ratio of the medians, with the range of the ratios pair by pair. */
export function ratio(id, ours, theirs, how) {
  const pairs = ours.map((value, index) => value / theirs[index]);
  return { id, value: round(median(ours) / median(theirs)), unit: 'ratio', spread: [round(Math.min(...pairs)), round(Math.max(...pairs))], runs: ours.length, how: `${how}; medians ${round(median(ours))} and ${round(median(theirs))}` };
}
