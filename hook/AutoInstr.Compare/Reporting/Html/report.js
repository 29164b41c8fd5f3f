// The viewer's format.js comes before this, in the same script. Everything from the recordings reaches the page as text, never as markup.
const report = JSON.parse(document.getElementById('data').textContent);
const marks = { same: '=', changed: '~', onlyManual: '-', onlyAutomatic: '+' };
const words = { same: 'same', changed: 'changed', onlyManual: 'only manual', onlyAutomatic: 'only automatic' };
const pageSize = 500;
const find = id => document.getElementById(id);

function table(head, rows) {
  const made = element('table', {},
    element('thead', {}, element('tr', {}, ...head.map(text => element('th', { scope: 'col', textContent: text })))),
    element('tbody', {}, ...rows.map(row => element('tr', {}, ...row.map(text => element('td', { textContent: text ?? '—' }))))));
  return element('div', { className: 'scroll', tabIndex: 0, role: 'region', ariaLabel: head.join(', ') }, made);
}

function aspect(difference) {
  const word = difference.aspect.replace(/[A-Z]/g, letter => ' ' + letter.toLowerCase());
  return difference.name ? `${word} ${difference.name}` : word;
}

const differenceTable = differences =>
  table(['what', 'manual', 'automatic'], differences.map(d => [aspect(d), d.manual, d.automatic]));

function summarize() {
  const { summary } = report;
  const add = (text, verdict) => find('summary').append(element('li', { textContent: text, className: verdict ?? '' }));
  for (const edition of ['manual', 'automatic'])
    add(`${edition}: ${summary[edition].traces} traces, ${summary[edition].spans} spans`);
  for (const verdict of Object.keys(marks))
    add(`${marks[verdict]} ${summary[verdict]} ${words[verdict]}`, verdict);
  add(`${summary.renamed} renamed, ${summary.moved} moved`);
  for (const signal of ['metrics', 'logs'])
    if (report[signal].length > 0)
      add(`${signal}: ${Object.keys(marks).map(verdict => `${marks[verdict]} ${summary[signal][verdict]}`).join('  ')}`);
}

// Both editions share one axis. It reaches as far as the spans do; clocks that disagree may put some before its beginning.
function axisOf(trace) {
  const sides = trace.spans.flatMap(span => [span.manual, span.automatic]).filter(Boolean);
  const begin = sides.reduce((least, side) => Math.min(least, side.offsetNanoseconds), 0);
  const end = sides.reduce((most, side) => Math.max(most, side.offsetNanoseconds + side.durationNanoseconds), 1);
  return { begin, length: end - begin };
}

function lane(edition, side, axis, verdict) {
  if (!side)
    return element('span', { className: 'lane' });
  const fill = element('span', { className: `fill ${verdict}` });
  fill.style.left = `${(side.offsetNanoseconds - axis.begin) / axis.length * 100}%`;
  fill.style.width = `${side.durationNanoseconds / axis.length * 100}%`;
  const text = `${edition} ${duration(side.durationNanoseconds)}`;
  return element('span', { className: 'lane', title: text, role: 'img', ariaLabel: text }, fill);
}

function detailsOf(span) {
  const details = element('div', { className: 'details' });
  const renamed = span.manual && span.automatic && span.manual.name !== span.automatic.name;
  details.append(element('p', { textContent: `${words[span.verdict]}${renamed ? `: ${span.manual.name} → ${span.automatic.name}` : ''}` }));
  for (const edition of ['manual', 'automatic'])
    if (span[edition])
      details.append(element('p', {
        textContent: `${edition}: ${duration(span[edition].durationNanoseconds)}, status ${span[edition].status}, `
          + `trace ${span[edition].traceId}, span ${span[edition].spanId}`,
      }));
  if (span.differences.length)
    details.append(differenceTable(span.differences));
  const { attributes, events } = span.manual ?? span.automatic;
  const rows = Object.entries(span.common ?? attributes)
    .concat((events ?? []).map(e => [`event ${e.name}`, Object.entries(e.attributes).map(([name, value]) => `${name}: ${value}`).join('\n')]));
  if (rows.length)
    details.append(table([span.common ? 'alike in both' : 'attribute', 'value'], rows));
  return details;
}

function row(span, axis) {
  const label = element('span', { className: 'label' },
    element('span', { className: `mark ${span.verdict}`, textContent: marks[span.verdict], title: words[span.verdict] }),
    element('span', {},
      element('span', { className: 'service', textContent: `${span.service} ${span.kind} ` }),
      element('span', {
        className: `${span.verdict}${[span.manual, span.automatic].some(side => side?.status === 'error') ? ' error' : ''}`,
        textContent: span.name,
      })));
  label.style.paddingLeft = `${Math.min(span.depth, 16) * .9}rem`;
  const button = element('button', { type: 'button', className: 'row', ariaExpanded: 'false' },
    label, lane('manual', span.manual, axis, span.verdict), lane('automatic', span.automatic, axis, span.verdict));
  button.addEventListener('click', () => {
    const isOpen = button.ariaExpanded === 'true';
    button.ariaExpanded = String(!isOpen);
    if (isOpen)
      button.nextElementSibling.remove();
    else
      button.after(detailsOf(span));
  });
  return button;
}

function showTrace() {
  const place = find('waterfall');
  place.replaceChildren();
  const trace = report.traces[find('trace').value];
  if (!trace)
    return;
  const axis = axisOf(trace);
  const column = title =>
    element('span', {}, element('span', { textContent: title }), element('span', { textContent: duration(axis.length) }));
  place.append(element('div', { className: 'head' }, element('span', { textContent: 'span' }), column('manual'), column('automatic')));
  const spans = find('hide-same').checked ? trace.spans.filter(span => span.verdict !== 'same') : trace.spans;
  let shown = 0;
  const more = element('button', { type: 'button', className: 'more' });
  const showMore = () => {
    more.before(...spans.slice(shown, shown += pageSize).map(span => row(span, axis)));
    more.textContent = `Show more (${spans.length - shown} left)`;
    more.hidden = shown >= spans.length;
  };
  place.append(more);
  more.addEventListener('click', showMore);
  showMore();
}

function offerTraces() {
  report.traces.forEach((trace, index) => {
    const differing = trace.spans.filter(span => span.verdict !== 'same').length;
    const where = !trace.automatic ? ', only manual' : !trace.manual ? ', only automatic' : '';
    const [top] = trace.spans;
    find('trace').append(element('option', {
      value: index,
      textContent: `${index + 1}. ${top.service} ${top.name} (${trace.spans.length} spans, ${differing} differ${where})`,
    }));
  });
  // The one with most to see first.
  const weights = report.traces.map(trace => trace.manual && trace.automatic ? trace.spans.length : 0);
  find('trace').selectedIndex = weights.indexOf(Math.max(...weights));
  find('trace').addEventListener('change', showTrace);
  find('hide-same').addEventListener('change', showTrace);
}

function fill(id, content) {
  find(id).hidden = content.length === 0;
  find(id).append(...content);
}

const titled = (title, ...content) => [element('h3', { textContent: title }), ...content];

function showCost() {
  if (!report.cost)
    return;
  const { lines, manualVariables, automaticVariables, services } = report.cost;
  const rows = [['environment variables', manualVariables.length, automaticVariables.length]];
  if (lines !== null)
    rows.unshift(['lines of code', lines, 0]);
  for (const { service, manual, automatic } of services)
    rows.push(
      [`${service}: start-up`, `${manual.startMilliseconds.toFixed()} ms`, `${automatic.startMilliseconds.toFixed()} ms`],
      [`${service}: CPU`, `${manual.cpuMilliseconds.toFixed()} ms`, `${automatic.cpuMilliseconds.toFixed()} ms`],
      [`${service}: memory`, `${(manual.memoryBytes / 1e6).toFixed()} MB`, `${(automatic.memoryBytes / 1e6).toFixed()} MB`]);
  fill('cost', [table([report.cost.runs === 1 ? 'one run' : `medians of ${report.cost.runs} runs`, 'manual', 'automatic'], rows)]);
}

/** What differs first, and then what is the same, which is folded up. */
function showShapes(id, items, head, cells) {
  const rows = which => items.filter(which).flatMap(item => {
    const [mark, said] = [marks[item.verdict], cells(item)];
    return item.differences.length === 0 ? [[mark, ...said, words[item.verdict], '', '']]
      : item.differences.map(d => [mark, ...said, aspect(d), d.manual, d.automatic]);
  });
  const [differing, same] = [rows(item => item.verdict !== 'same'), rows(item => item.verdict === 'same')];
  const columns = ['', ...head, 'what', 'manual', 'automatic'];
  fill(id, items.length === 0 ? [] : [
    ...(differing.length > 0 ? [table(columns, differing)] : []),
    ...(same.length > 0 ? [element('details', {},
      element('summary', { textContent: `${same.length.toLocaleString('en')} the same in both` }),
      table(columns.slice(0, -3), same.map(row => row.slice(0, -3))))] : []),
  ]);
}

summarize();
offerTraces();
showTrace();
showCost();
showShapes('metrics', report.metrics, ['service', 'instrument', 'kind', 'unit'], item => {
  const { kind, unit } = item.manual ?? item.automatic;
  return [item.service, item.name, kind, unit];
});
showShapes('logs', report.logs, ['service', 'logger', 'template', 'severity'], item =>
  [item.service, item.category, item.template, (item.manual ?? item.automatic).severity]);
fill('expectations', report.expectations.length === 0 ? [] : [table(['expected in both', 'count', 'found', ''],
  report.expectations.map(e => [e.text, e.count, e.found, e.met ? 'met' : 'not met']))]);
fill('resources', report.resources.filter(resource => resource.differences.length > 0)
  .flatMap(resource => titled(resource.service, differenceTable(resource.differences))));
fill('violations', ['manual', 'automatic'].flatMap(edition => titled(`${edition}: ${report.violations[edition].length}`,
  ...report.violations[edition].length === 0 ? [] : [table(['service', 'of', 'what', 'times'],
    report.violations[edition].map(v => [v.service, `${v.kind} ${v.name}`, v.message, v.count]))])));
