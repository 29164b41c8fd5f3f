/** The instruments by service and scope, and the charts of one of them. */
import { element, count } from './format.js';
import { formatter } from './units.js';
import { finite, inOrder, intervals, rates, together, values } from './series.js';
import { lineChart } from './chart.js';
import { distribution, heatMap, percentileSeries } from './heatmap.js';

const mostDrawn = 10;
const mostExemplars = 100;
const mostRows = 30;
const kinds = { gauge: 'gauge', sum: 'sum', histogram: 'histogram', exponentialHistogram: 'exponential histogram', summary: 'summary' };
const windows = [['', 'all the time'], ['300', 'last 5 minutes'], ['900', 'last 15 minutes'], ['3600', 'last hour']];

export function showMetrics(view, id) {
  const search = element('input', { type: 'search', placeholder: 'find an instrument', ariaLabel: 'Find an instrument' });
  const groups = element('div', { className: 'groups' });
  const summary = element('summary');
  const list = element('details', { className: 'instruments', open: !id || innerWidth > 700 }, summary,
    element('nav', { ariaLabel: 'Instruments' }, search, groups,
      element('a', { className: 'button', href: 'api/export?signal=metrics', download: '', textContent: 'Export' })));
  const pane = element('section', { className: 'instrument', ariaLabel: 'Instrument' });
  view.replaceChildren(element('h1', { className: 'hidden', textContent: 'Metrics' }),
    element('div', { className: 'metrics' }, list, pane));
  // A series keeps its colour and its place, whatever the values become.
  const colours = new Map();
  let instruments = [], listed = '', shown = '', chosen = null, mode = '', span = '';
  search.oninput = () => drawList();
  return { load };

  async function load() {
    const answer = await (await fetch('api/metrics')).json();
    instruments = answer.instruments;
    drawList();
    if (!id) {
      pane.replaceChildren(element('p', { className: 'dim', id: 'found', textContent: instruments.length === 0
        ? 'Nothing has come yet. Senders export metrics once a minute unless told otherwise (OTEL_METRIC_EXPORT_INTERVAL).'
        : `${count(instruments.length, 'instrument')}. Choose one.` }));
      return;
    }
    const response = await fetch(`api/metrics/${id}`);
    const text = await response.text();
    if (text === shown) return;
    shown = text;
    if (response.ok) drawInstrument(JSON.parse(text));
    else pane.replaceChildren(element('p', { id: 'found', textContent: text }));
  }

  /** Anew only when it has changed: who moves through it with the keyboard stays where they are. */
  function drawList() {
    const wanted = search.value.toLowerCase();
    const found = instruments.filter(one => `${one.service} ${one.scope} ${one.name} ${one.description}`.toLowerCase().includes(wanted));
    const now = found.map(one => `${one.id} ${one.series}`).join();
    if (now === listed) return;
    listed = now;
    summary.textContent = count(found.length, 'instrument');
    groups.replaceChildren(...grouped(found, one => one.service).flatMap(([service, ofService]) => [
      element('h2', { textContent: service || '(no service)' }),
      ...grouped(ofService, one => one.scope).flatMap(([scope, ofScope]) => [
        element('h3', { textContent: scope || '(no scope)' }),
        element('ul', {}, ...ofScope.map(entry)),
      ]),
    ]));
    groups.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }

  function entry(one) {
    const sort = `${kinds[one.kind]}${one.series > 1 ? `, ${seriesCount(one.series)}` : ''}`;
    const link = element('a', { href: `#/metrics/${one.id}`, title: one.description },
      one.name, ' ', element('span', { className: 'dim', textContent: sort }));
    link.toggleAttribute('aria-current', one.id === id);
    return element('li', {}, link);
  }

  function drawInstrument(instrument) {
    for (const one of instrument.all) if (!colours.has(nameOf(one))) colours.set(nameOf(one), colours.size);
    const series = instrument.all.map(one => ({ ...one, name: nameOf(one), place: colours.get(nameOf(one)) }))
      .map(one => ({ ...one, colour: one.place % mostDrawn })).sort((a, b) => a.place - b.place);
    chosen ??= new Set(series.slice(0, mostDrawn).map(one => one.name));
    const modes = modesOf(instrument);
    mode ||= modes[0]?.[0] ?? '';
    const drawn = series.filter(one => chosen.has(one.name)).slice(0, mostDrawn);
    const charts = element('div', { className: 'charts' });
    const focused = pane.contains(document.activeElement) ? document.activeElement.dataset.key ?? document.activeElement.className : null;
    const isTableOpen = pane.querySelector('.values')?.open ?? false;
    pane.replaceChildren(
      element('h2', { className: 'instrument-name', textContent: instrument.name }),
      element('p', { textContent: instrument.description }),
      element('p', { className: 'dim', textContent: [instrument.service, instrument.scope, describe(instrument), instrument.unit,
        seriesCount(instrument.series), count(instrument.points, 'point')].filter(Boolean).join(' · ') }),
      element('p', { className: 'tools' },
        ...(modes.length > 1 ? [choice('Show', 'mode', modes, mode, value => { mode = value; drawInstrument(instrument); })] : []),
        choice('Time', 'span', windows, span, value => { span = value; drawInstrument(instrument); })),
      charts,
      legend(instrument, series, drawn));
    charts.append(...chartsOf(instrument, drawn, mode, span));
    if (isTableOpen) pane.querySelector('.values')?.setAttribute('open', '');
    if (focused) pane.querySelector(`[data-key="${CSS.escape(focused)}"], .${CSS.escape(focused)}`)?.focus({ preventScroll: true });
  }

  function legend(instrument, series, drawn) {
    const items = series.map(one => {
      const box = element('input', { type: 'checkbox', checked: drawn.includes(one), onchange: () => {
        if (box.checked) chosen.add(one.name); else chosen.delete(one.name);
        drawInstrument(instrument);
      } });
      box.dataset.key = one.name;
      box.disabled = !box.checked && drawn.length >= mostDrawn;
      return element('li', {}, element('label', {}, box, element('span', { className: `dot service-${one.colour}` }), one.name));
    });
    const notDrawn = instrument.series - drawn.length;
    return element('div', {},
      element('ul', { className: 'legend', ariaLabel: 'Series' }, ...items),
      element('p', { className: 'dim', id: 'drawn', textContent: notDrawn === 0 ? ''
        : `${drawn.length} of ${seriesCount(instrument.series)} are drawn, ${notDrawn} are not. ` +
          (instrument.series > series.length ? `To choose from are the ${series.length} of the greatest last values.` : '') }));
  }
}

function choice(label, key, options, value, onChoose) {
  const select = element('select', { onchange: () => onChoose(select.value) },
    ...options.map(([option, textContent]) => element('option', { value: option, textContent })));
  select.value = value;
  select.dataset.key = key;
  return element('label', {}, `${label} `, select);
}

/** What can be shown of an instrument; the first is shown. */
function modesOf({ kind, monotonic, temporality }) {
  if (kind === 'sum')
    return !monotonic ? [['value', 'value']]
      : [['rate', 'per second'], ['value', temporality === 'delta' ? 'each interval' : 'since the start']];
  if (kind === 'histogram' || kind === 'exponentialHistogram')
    return [['heat', 'heat map'], ['percentiles', 'percentiles'], ['rate', 'values per second'], ['mean', 'mean']];
  return kind === 'summary' ? [['quantiles', 'quantiles'], ['rate', 'values per second']] : [['value', 'value']];
}

function describe({ kind, monotonic, temporality }) {
  return [kind === 'sum' && !monotonic ? 'sum that goes up and down' : kinds[kind], temporality === 'unspecified' ? '' : temporality]
    .filter(Boolean).join(', ');
}

function nameOf({ attributes, instance }) {
  const own = attributes.map(([name, value]) => `${name}=${value}`).join(', ');
  return [instance && `instance ${instance}`, own].filter(Boolean).join(', ') || '(no attributes)';
}

function chartsOf(instrument, drawn, mode, span) {
  const newest = Math.max(...drawn.map(one => one.points.at(-1).time));
  const isSeen = span === '' ? () => true : time => time > newest - Number(span) * 1000;
  const isCumulative = instrument.temporality === 'cumulative';
  const format = formatter(instrument);
  const exemplars = exemplarsOf(drawn).filter(exemplar => isSeen(exemplar.time)).slice(-mostExemplars);
  if (drawn.length === 0) return [element('p', { className: 'dim', textContent: 'No series is chosen.' })];
  const lines = (valuesOf, options = {}) => {
    const series = drawn.flatMap(one => valuesOf(one)).map(one => ({ ...one, points: one.points.filter(([time]) => isSeen(time)) }));
    return [lineChart({ label: `${instrument.name}: ${count(series.length, 'line')}`, series, format, ...options }),
      table(series, options.format ?? format)];
  };
  const one = pointsOf => series => [{ ...series, points: pointsOf(series.points) }];
  switch (mode) {
    case 'rate':
      return instrument.kind === 'sum'
        ? lines(one(points => rates(points, isCumulative)), { format: formatter(instrument, true) })
        : lines(one(points => rates(points, isCumulative || instrument.kind === 'summary', point => point.count)),
          { format: formatter({ unit: '' }, true) });
    case 'quantiles':
      return lines(quantiles, { fromZero: false });
    case 'mean':
      return lines(one(points => intervals(points, isCumulative).map(({ time, count: number, sum }) =>
        [time, number > 0 && sum !== null ? sum / number : null])), { exemplars });
    case 'heat':
    case 'percentiles': {
      const merged = together(drawn.map(series => intervals(series.points, isCumulative).filter(interval => isSeen(interval.time))));
      const last = merged.findLast(interval => interval.count > 0);
      const series = percentileSeries(merged);
      const label = `${instrument.name}: ${count(merged.length, 'interval')}`;
      if (!last) return [element('p', { className: 'dim', textContent: 'It has counted nothing.' })];
      return [
        mode === 'heat' ? heatMap({ label, intervals: merged, format, exemplars }) : lineChart({ label, series, format, exemplars }),
        ...(mode === 'heat' ? [] : [element('ul', { className: 'legend' }, ...series.map(({ name, colour }) =>
          element('li', {}, element('span', { className: `dot service-${colour}` }), name)))]),
        element('h3', { textContent: 'The latest distribution' }), distribution(last, format), table(series, format),
      ];
    }
    default:
      return lines(one(values), { exemplars, fromZero: instrument.kind !== 'gauge' });
  }
}

/** Those that have a trace; each once, for a sender repeats one until there is a newer one. */
function exemplarsOf(drawn) {
  const all = drawn.flatMap(one => one.points.flatMap(point => point.exemplars ?? []));
  return [...new Map(all.filter(exemplar => exemplar.trace && finite(exemplar.value) !== null)
    .map(exemplar => [`${exemplar.span} ${exemplar.time} ${exemplar.value}`, exemplar])).values()].sort((a, b) => a.time - b.time);
}

/** A line for each quantile that a summary has. */
function quantiles(series) {
  const points = inOrder(series.points);
  const shares = [...new Set(points.flatMap(point => point.quantiles.map(([share]) => share)))].sort((a, b) => a - b).slice(0, mostDrawn);
  return shares.map((share, i) => ({
    name: `${series.name} ${share}`,
    colour: (series.colour + i) % mostDrawn,
    points: points.map(point => [point.time, finite(point.quantiles.find(([other]) => other === share)?.[1])]),
  }));
}

/** The same numbers for those who do not see the lines. */
function table(series, format) {
  const times = [...new Set(series.flatMap(one => one.points.map(([time]) => time)))].sort((a, b) => b - a).slice(0, mostRows);
  const byTime = series.map(one => new Map(one.points));
  const head = ['time', ...series.map(one => one.name)].map(textContent => element('th', { scope: 'col', textContent }));
  const rows = times.map(time => element('tr', {},
    element('th', { scope: 'row', textContent: new Date(time).toLocaleTimeString('en-GB') }),
    ...byTime.map(values => element('td', { textContent: (values.get(time) ?? null) === null ? '–' : format(values.get(time)) }))));
  const scroll = element('div', { className: 'scroll', tabIndex: 0, role: 'region', ariaLabel: 'Values' },
    element('table', {}, element('thead', {}, element('tr', {}, ...head)), element('tbody', {}, ...rows)));
  return element('details', { className: 'values' }, element('summary', { textContent: 'Values as a table' }), scroll);
}

function seriesCount(number) {
  return `${number.toLocaleString('en')} series`;
}

function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    if (!groups.has(keyOf(item))) groups.set(keyOf(item), []);
    groups.get(keyOf(item)).push(item);
  }
  return [...groups];
}
