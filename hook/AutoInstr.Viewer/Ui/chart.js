/** The frame of a chart over time: axes, a cursor for pointer and keyboard, exemplars, and what is drawn within. */
import { element, svg, clock } from './format.js';
import { ticks } from './trace.js';
import { greatest, least, rowOf } from './series.js';

const height = 280;
const edge = { left: 76, right: 14, top: 12, bottom: 26 };
const seconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400];
const largest = 1e300;

/**
 * Makes a chart that fills its width.
 * label: what it shows. times: where the cursor stops, in order. begin: where the axis begins, unless with the first of them.
 * rows: the vertical axis as ordered bounds, or null for numbers from low to high. format: makes text of a number.
 * draw(plot, drawing): draws within. tell(time): what the cursor says, a list of elements. exemplars: [{ time, value, trace, span }].
 */
export function timeChart({ label, times, begin = times[0], rows = null, low = 0, high = 1, format, draw, tell, exemplars = [] }) {
  const tip = element('div', { className: 'tip', hidden: true, role: 'status' });
  const frame = element('div', { className: 'chart', tabIndex: 0, role: 'group', ariaLabel: `${label}. Left and right move in time.` },
    tip);
  const drawing = svg('svg', { height });
  frame.prepend(drawing);
  let plot, cursor = null, at = -1;
  new ResizeObserver(redraw).observe(frame);
  frame.onpointermove = event => show(nearest(event.clientX - drawing.getBoundingClientRect().left));
  frame.onpointerleave = () => { if (document.activeElement !== frame) hide(); };
  frame.onblur = hide;
  frame.onkeydown = event => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -times.length, End: times.length };
    if (event.target !== frame || !steps[event.key] || times.length === 0) return;
    event.preventDefault();
    show(Math.min(times.length - 1, Math.max(0, at === -1 && steps[event.key] === -1 ? times.length - 1 : at + steps[event.key])));
  };
  return frame;

  function redraw() {
    const width = Math.max(160, frame.clientWidth);
    plot = scales(width, begin, times, rows, low, high);
    drawing.setAttribute('width', width);
    drawing.setAttribute('viewBox', `0 0 ${width} ${height}`);
    drawing.replaceChildren(...axes(plot, format));
    draw(plot, drawing);
    drawing.append(...exemplars.map(exemplar => dot(plot, exemplar, format)).filter(Boolean));
    cursor = svg('line', { class: 'cursor', y1: edge.top, y2: height - edge.bottom, visibility: 'hidden' });
    drawing.append(cursor);
    if (at >= 0) show(at);
  }

  function nearest(x) {
    let best = -1;
    times.forEach((time, i) => { if (best < 0 || Math.abs(plot.x(time) - x) < Math.abs(plot.x(times[best]) - x)) best = i; });
    return best;
  }

  function show(index) {
    at = index;
    if (index < 0 || !plot) return;
    const x = plot.x(times[index]);
    for (const name of ['x1', 'x2']) cursor.setAttribute(name, x);
    cursor.setAttribute('visibility', 'visible');
    tip.hidden = false;
    tip.replaceChildren(element('strong', { textContent: clock(times[index]) }), ...tell(times[index]));
    tip.style.left = x < plot.width / 2 ? `${x + 10}px` : 'auto';
    tip.style.right = x < plot.width / 2 ? 'auto' : `${plot.width - x + 10}px`;
  }

  function hide() {
    at = -1;
    tip.hidden = true;
    cursor?.setAttribute('visibility', 'hidden');
  }
}

/** Lines over time: series of { name, colour, points: [[time, value or null]] }. */
export function lineChart({ label, series, format, exemplars, fromZero = true }) {
  const times = [...new Set(series.flatMap(one => one.points.map(([time]) => time)))].sort((a, b) => a - b);
  const all = series.flatMap(one => one.points.map(([, value]) => value).filter(value => value !== null)).map(clamp);
  const [low, high] = range(all.concat(exemplars?.map(exemplar => clamp(exemplar.value)) ?? []), fromZero);
  const byTime = series.map(one => new Map(one.points));
  return timeChart({
    label, times, low, high, format, exemplars,
    draw: (plot, drawing) => drawing.append(...series.flatMap(one => line(plot, one))),
    tell: time => series.map((one, i) => [one, byTime[i].get(time)]).filter(([, value]) => value !== undefined).map(([one, value]) =>
      element('div', {}, element('span', { className: `dot service-${one.colour}` }),
        `${one.name}: ${value === null ? '–' : format(value)}`)),
  });
}

function line(plot, { colour, name, points }) {
  let path = '', isDrawing = false;
  const alone = [];
  points.forEach(([time, value], i) => {
    if (value === null) {
      isDrawing = false;
      return;
    }
    const [x, y] = [plot.x(time).toFixed(1), plot.y(clamp(value)).toFixed(1)];
    if (!isDrawing && (points[i + 1]?.[1] ?? null) === null) alone.push(svg('circle', { cx: x, cy: y, r: 3, class: `fill-${colour}` }));
    path += `${isDrawing ? 'L' : 'M'}${x} ${y}`;
    isDrawing = true;
  });
  return [svg('path', { d: path, class: `line stroke-${colour}`, 'data-name': name }), ...alone];
}

function scales(width, begin, times, rows, low, high) {
  const first = begin ?? 0, last = times.at(-1) ?? 1;
  // One time alone is in the middle of a minute.
  const [from, to] = last > first ? [first, last] : [first - 30_000, first + 30_000];
  const inner = { width: width - edge.left - edge.right, height: height - edge.top - edge.bottom };
  return {
    width, from, to, rows, low, high, inner, top: edge.top, left: edge.left,
    x: time => edge.left + inner.width * (time - from) / (to - from),
    y: value => edge.top + inner.height * (1 - (value - low) / (high - low)),
    // Rows are as high as each other, whatever their bounds; the first is at the bottom.
    rowTop: index => edge.top + inner.height * (1 - (index + 1) / rows.length),
    rowHeight: rows ? inner.height / rows.length : 0,
  };
}

function axes(plot, format) {
  const bottom = edge.top + plot.inner.height;
  const made = [svg('line', { class: 'axis-line', x1: edge.left, x2: plot.width - edge.right, y1: bottom, y2: bottom })];
  const grid = (y, text) => made.push(
    svg('line', { class: 'grid', x1: edge.left, x2: plot.width - edge.right, y1: y, y2: y }),
    svg('text', { class: 'tick-y', x: edge.left - 6, y: y + 4 }, text));
  if (plot.rows) {
    const each = Math.ceil(plot.rows.length / 9);
    if (plot.rows[0]?.[0] !== null) grid(bottom, format(plot.rows[0][0]));
    plot.rows.forEach(([, to], i) => { if (i % each === 0) grid(plot.rowTop(i), to === null ? '∞' : format(to)); });
  } else {
    for (const value of ticks(plot.low, plot.high, 5)) grid(plot.y(value), format(value));
  }
  for (const time of timeTicks(plot.from, plot.to, Math.max(2, Math.floor(plot.inner.width / 90))))
    made.push(svg('text', { class: 'tick-x', x: plot.x(time), y: bottom + 18 }, new Date(time).toLocaleTimeString('en-GB')));
  return made;
}

function timeTicks(from, to, most) {
  const length = (to - from) / 1000;
  const step = 1000 * (seconds.find(candidate => length / candidate <= most) ?? Math.ceil(length / seconds.at(-1) / most) * seconds.at(-1));
  const places = [];
  const first = Math.ceil(from / step);
  for (let i = 0; i <= most && (first + i) * step <= to; i++) places.push((first + i) * step);
  return places;
}

function dot(plot, exemplar, format) {
  const row = plot.rows ? rowOf(plot.rows, exemplar.value) : -1;
  if (exemplar.time < plot.from || exemplar.time > plot.to || (plot.rows && row < 0)) return null;
  const y = plot.rows ? plot.rowTop(row) + plot.rowHeight / 2 : plot.y(clamp(exemplar.value));
  const text = `exemplar ${format(exemplar.value)}, opens trace ${exemplar.trace}`;
  return svg('a', { href: `#/trace/${exemplar.trace}?span=${exemplar.span}`, 'aria-label': text },
    svg('circle', { class: 'exemplar', cx: plot.x(exemplar.time), cy: y, r: 4 }), svg('title', {}, text));
}

/** From where to where the values are, with some air; beginning with zero, unless that would hide how they move. */
function range(all, fromZero) {
  if (all.length === 0) return [0, 1];
  let [low, high] = [least(all), greatest(all)];
  if (fromZero || low < 0 || high - low > high * .3) [low, high] = [Math.min(0, low), Math.max(0, high)];
  if (low === 0 && high === 0) return [0, 1];
  const air = high > low ? (high - low) * .06 : Math.abs(high) * .1 || 1;
  return [low === 0 ? 0 : low - air, high === 0 ? 0 : high + air];
}

function clamp(value) {
  return Math.min(largest, Math.max(-largest, value));
}
