/** A histogram over time: a column for each interval, a row for each bucket, the darker the more. And one interval alone. */
import { element, svg } from './format.js';
import { timeChart } from './chart.js';
import { greatest, percentile, rowOf, rowsOf } from './series.js';
import { number } from './units.js';

const narrowest = 3;
const minute = 60_000;
const shares = [.5, .9, .99];

export function heatMap({ label, intervals, format, exemplars }) {
  const rows = rowsOf(intervals.flatMap(interval => interval.buckets));
  const columns = intervals.map(interval => {
    const counts = new Array(rows.length).fill(0);
    for (const [from, to, count] of interval.buckets) counts[rowOf(rows, middle(from, to))] += count;
    return counts;
  });
  const most = Math.max(1, greatest(columns.flat()));
  const times = intervals.map(interval => interval.time);
  // The first column is as wide as the next one, whenever it was that counting began.
  const begin = times[0] - (times.length > 1 ? times[1] - times[0] : minute);
  return timeChart({ label, times, begin, rows, format, exemplars, draw, tell });

  function draw(plot, drawing) {
    columns.forEach((counts, i) => {
      const right = plot.x(times[i]);
      const left = Math.min(plot.x(i > 0 ? times[i - 1] : begin), right - narrowest);
      counts.forEach((count, row) => count > 0 && drawing.append(svg('rect', {
        class: 'cell', x: left, y: plot.rowTop(row), width: Math.max(1, right - left - 1), height: Math.max(1, plot.rowHeight - 1),
        'fill-opacity': .15 + .85 * Math.sqrt(count / most),
      })));
    });
  }

  function tell(time) {
    const interval = intervals[times.indexOf(time)];
    return [
      element('div', { textContent: `${number(interval.count)} values` }),
      ...shares.map(share => element('div', { textContent: `p${share * 100}: ${textOf(percentile(interval, share), format)}` })),
    ];
  }
}

/** The counts of one interval as bars. */
export function distribution(interval, format) {
  const most = greatest(interval.buckets.map(([, , count]) => count));
  const total = interval.buckets.reduce((sum, [, , count]) => sum + count, 0);
  return element('table', { className: 'distribution' },
    element('thead', {}, element('tr', {}, ...['from – to', 'values', 'share'].map(textContent =>
      element('th', { scope: 'col', textContent })))),
    element('tbody', {}, ...interval.buckets.map(([from, to, count]) => {
      const bar = element('span', { className: 'share' });
      bar.style.width = `${60 * count / most}%`;
      return element('tr', {},
        element('th', { scope: 'row', textContent: `${from === null ? '-∞' : format(from)} – ${to === null ? '∞' : format(to)}` }),
        element('td', { textContent: number(count) }),
        element('td', { className: 'share-cell' }, bar, element('span', { textContent: `${number(100 * count / total)} %` })));
    })));
}

export function percentileSeries(intervals) {
  return shares.map((share, colour) => ({
    name: `p${share * 100}`, colour, points: intervals.map(interval => [interval.time, percentile(interval, share)]),
  }));
}

function middle(from, to) {
  return from === null ? to : to === null ? Infinity : (from + to) / 2;
}

function textOf(value, format) {
  return value === null ? '–' : format(value);
}
