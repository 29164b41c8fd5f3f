/** What charts draw of data points. Knows nothing of the page. A place without a value is a gap: null. */

/** Points by time; of those of one time, which a sender that tries again makes, the last one. */
export function inOrder(points) {
  const byTime = new Map(points.map(point => [point.time, point]));
  return [...byTime.values()].sort((a, b) => a.time - b.time);
}

/** The values as they are. */
export function values(points) {
  return inOrder(points).map(point => [point.time, point.isEmpty ? null : finite(point.value)]);
}

/** How much came in a second: of sums, or of what histograms count. */
export function rates(points, isCumulative, valueOf = point => point.value) {
  let before = null;
  return inOrder(points).map(point => {
    const value = point.isEmpty ? null : finite(valueOf(point));
    const now = { time: point.time, start: point.start, value };
    const [from, grown] = value === null ? [0, null] : change(before, now, isCumulative);
    if (value !== null) before = now;
    return [point.time, grown === null || from <= 0 || point.time <= from ? null : grown * 1000 / (point.time - from)];
  });
}

/** Since when, and by how much. A cumulative value that has begun anew, or the first one, counts from its start. */
function change(before, now, isCumulative) {
  const goesOn = isCumulative && before !== null && before.start === now.start && now.value >= before.value;
  return goesOn ? [before.time, now.value - before.value]
    : [now.start > 0 ? now.start : before?.time ?? 0, now.value];
}

/** What each point of a histogram adds: how many values in which buckets, since the one before. */
export function intervals(points, isCumulative) {
  const made = [];
  let before = null;
  for (const point of inOrder(points)) {
    if (point.isEmpty) continue;
    const goesOn = isCumulative && before && before.start === point.start && point.count >= before.count;
    // Buckets of another scale cannot be compared: what came in between is not known.
    if (!goesOn || before.scale === point.scale)
      made.push({
        time: point.time,
        count: goesOn ? point.count - before.count : point.count,
        sum: finite(point.sum) === null ? null : goesOn ? point.sum - (finite(before.sum) ?? 0) : point.sum,
        buckets: goesOn ? subtract(point.buckets, before.buckets) : point.buckets,
        // Those of a cumulative histogram are of all time.
        min: goesOn ? null : finite(point.min),
        max: goesOn ? null : finite(point.max),
      });
    before = point;
  }
  return made;
}

function subtract(buckets, earlier) {
  const counts = new Map(earlier.map(([from, to, count]) => [`${from} ${to}`, count]));
  return buckets.map(([from, to, count]) => [from, to, count - (counts.get(`${from} ${to}`) ?? 0)]).filter(([, , count]) => count > 0);
}

/** The intervals of several series as those of one, at most so many of them. */
export function together(seriesIntervals, most = 120) {
  const all = seriesIntervals.flat();
  if (all.length === 0) return [];
  const times = new Set(all.map(interval => interval.time));
  const first = least(all.map(interval => interval.time));
  const width = times.size <= most ? 0 : (greatest(all.map(interval => interval.time)) - first) / most;
  const byTime = new Map();
  for (const interval of all) {
    const time = width === 0 ? interval.time : first + (Math.min(most - 1, Math.floor((interval.time - first) / width)) + 1) * width;
    if (!byTime.has(time)) byTime.set(time, []);
    byTime.get(time).push(interval);
  }
  return [...byTime].sort(([a], [b]) => a - b).map(([time, merged]) => ({
    time,
    count: merged.reduce((sum, interval) => sum + interval.count, 0),
    buckets: mergeBuckets(merged.map(interval => interval.buckets)),
    min: merged.some(interval => interval.min === null) ? null : least(merged.map(interval => interval.min)),
    max: merged.some(interval => interval.max === null) ? null : greatest(merged.map(interval => interval.max)),
  }));
}

function mergeBuckets(lists) {
  const merged = new Map();
  for (const [from, to, count] of lists.flat()) {
    const key = `${from} ${to}`;
    merged.set(key, [from, to, count + (merged.get(key)?.[2] ?? 0)]);
  }
  return [...merged.values()].sort(byBounds);
}

function byBounds([fromA, toA], [fromB, toB]) {
  return (fromA ?? -Infinity) - (fromB ?? -Infinity) || (toA ?? Infinity) - (toB ?? Infinity) || 0;
}

/** The value that a share of all is below, as far as buckets tell: evenly spread within each. */
export function percentile({ buckets, min, max }, share) {
  const total = buckets.reduce((sum, [, , count]) => sum + count, 0);
  if (total === 0) return null;
  let wanted = share * total;
  for (const [from, to, count] of buckets) {
    if (wanted > count) {
      wanted -= count;
      continue;
    }
    const low = from ?? Math.min(min ?? 0, to ?? 0);
    const high = to ?? Math.max(max ?? low, low);
    const place = low + (high - low) * wanted / count;
    return Math.min(Math.max(place, min ?? place), max ?? place);
  }
  return null;
}

/** Rows that all buckets go into, [from, to] without a gap in between, at most so many. */
export function rowsOf(buckets, most = 40) {
  const bounds = [];
  for (const [from, to] of mergeBuckets([buckets])) {
    // Nothing is told of buckets that are empty.
    const end = bounds.at(-1)?.[1];
    if (bounds.length > 0 && end !== null && from > end) bounds.push([end, from]);
    bounds.push([from, to]);
  }
  const each = Math.ceil(bounds.length / most);
  const rows = [];
  for (let i = 0; i < bounds.length; i += each) rows.push([bounds[i][0], bounds[Math.min(i + each, bounds.length) - 1][1]]);
  return rows;
}

/** In which row a value is; -1 when in none. */
export function rowOf(rows, value) {
  return rows.findIndex(([from, to]) => value >= (from ?? -Infinity) && value <= (to ?? Infinity));
}

export function finite(value) {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Unlike Math.min, of any number of them. */
export function least(numbers) {
  return numbers.reduce((a, b) => Math.min(a, b), Infinity);
}

export function greatest(numbers) {
  return numbers.reduce((a, b) => Math.max(a, b), -Infinity);
}
