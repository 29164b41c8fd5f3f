'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const mostRows = 1000;
const signs = { same: '=', different: '~', moved: '>', manual: '-', automatic: '+' };
const words = {
  same: 'both alike', different: 'different', moved: 'below another span', manual: 'only by hand', automatic: 'only automatic',
};

/** Makes an element; what others wrote only ever becomes text. */
function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function classOf(span) {
  if (span.presence !== 'both') return span.presence;
  return span.isMoved ? 'moved' : span.differences.length > 0 ? 'different' : 'same';
}

function nameOf(span) {
  return span.manual && span.automatic && span.manual.name !== span.automatic.name
    ? `${span.manual.name} → ${span.automatic.name}` : span.name;
}

function duration(nanoseconds) {
  for (const [unit, size] of [['s', 1e9], ['ms', 1e6], ['µs', 1e3]])
    if (nanoseconds >= size) return `${(nanoseconds / size).toPrecision(3)} ${unit}`;
  return `${nanoseconds} ns`;
}

function depths(spans) {
  const depth = [];
  spans.forEach((span, i) => depth[i] = span.parent < 0 ? 0 : depth[span.parent] + 1);
  return depth;
}

/** Rows in portions: a trace may have more than a page should. */
function portions(parent, rows, make) {
  let shown = 0;
  const button = element('button', { type: 'button', onclick: more });
  function more() {
    button.remove();
    parent.append(...rows.slice(shown, shown + mostRows).map((row, i) => make(row, shown + i)));
    shown = Math.min(shown + mostRows, rows.length);
    button.textContent = `${rows.length - shown} more spans`;
    if (shown < rows.length) parent.append(button);
  }
  more();
}

/** One edition's spans on an axis that both share. */
function waterfall(target, trace, side, depth, axis) {
  target.replaceChildren();
  const rows = trace.spans.map((span, i) => ({ span: span[side], service: span.service, depth: depth[i] }))
    .filter(row => row.span);
  if (rows.length === 0) {
    target.append(element('p', { className: 'none', textContent: 'This edition has no such trace.' }));
    return;
  }
  portions(target, rows, ({ span, service, depth }) => {
    const title = `${service}: ${span.name}`;
    const name = element('span', { className: 'bar-name', title, textContent: title });
    name.style.paddingLeft = `${Math.min(depth, 15) * .7}em`;
    const bar = element('span', { className: span.status === 'error' ? 'bar failed' : 'bar' });
    bar.style.left = `${100 * (span.startUnixNano - axis.start[side]) / axis.length}%`;
    bar.style.width = `${100 * span.durationNano / axis.length}%`;
    const mark = span.status === 'error' ? ' ✗' : '';
    const time = element('span', { className: 'bar-time', textContent: duration(span.durationNano) + mark });
    return element('div', { className: 'bar-row' }, name, element('span', { className: 'bar-track' }, bar), time);
  });
}

function axisOf(trace) {
  const start = {}, end = {};
  for (const side of ['manual', 'automatic']) {
    const spans = trace.spans.map(span => span[side]).filter(Boolean);
    start[side] = spans.reduce((least, span) => Math.min(least, span.startUnixNano), Infinity);
    end[side] = spans.reduce((most, span) => Math.max(most, span.startUnixNano + span.durationNano), -Infinity);
  }
  return { start, length: Math.max(1, end.manual - start.manual || 0, end.automatic - start.automatic || 0) };
}

function cell(value) {
  return value === undefined || value === null
    ? element('td', { className: 'none', textContent: 'none' }) : element('td', { textContent: value });
}

function comparison(caption, rows) {
  return element('table', {},
    element('thead', {}, element('tr', {},
      ...[caption, 'by hand', 'automatic'].map(text => element('th', { scope: 'col', textContent: text })))),
    element('tbody', {}, ...rows.map(([name, manual, automatic, isChanged]) =>
      element('tr', { className: isChanged ? 'changed' : '' }, element('td', { textContent: name }), cell(manual), cell(automatic)))));
}

function showDetails(span) {
  const changed = new Set(span.differences.filter(item => item.kind === 'attribute').map(item => item.what));
  const names = [...new Set([span.manual, span.automatic].flatMap(side => Object.keys(side?.attributes ?? {})))].sort();
  const other = span.differences.filter(item => item.kind !== 'attribute' && item.kind !== 'name');
  const differs = field => span.manual && span.automatic && span.manual[field] !== span.automatic[field];
  const events = side => side?.events.map(item => item.name).join(', ') || undefined;
  document.getElementById('details').replaceChildren(
    element('h3', {}, element('span', { className: `sign ${classOf(span)}`, textContent: signs[classOf(span)] }), ` ${nameOf(span)}`),
    element('p', { className: 'hint', textContent: `${span.service}, ${span.kind}, ${words[classOf(span)]}` }),
    comparison('span', [
      ['name', span.manual?.name, span.automatic?.name, differs('name')],
      ['status', span.manual?.status, span.automatic?.status, differs('status')],
      ['duration', span.manual && duration(span.manual.durationNano), span.automatic && duration(span.automatic.durationNano), false],
      ['events', events(span.manual), events(span.automatic), other.some(item => item.kind === 'event')],
    ]),
    comparison('attribute', names.map(name => [name, span.manual?.attributes[name], span.automatic?.attributes[name], changed.has(name)])),
    ...(other.length > 0 ? [comparison('other difference', other.map(item => [item.what, item.manual, item.automatic, true]))] : []));
}

function showMerged(trace, depth) {
  const tree = document.getElementById('merged');
  tree.replaceChildren();
  portions(tree, trace.spans, (span, i) => {
    const kind = classOf(span);
    const node = element('div', { className: 'node', onclick: () => select(node, span) },
      element('span', { className: `sign ${kind}`, textContent: signs[kind], title: words[kind] }),
      element('span', { className: 'service', textContent: span.service }),
      element('span', { className: `name ${kind}`, textContent: nameOf(span) }));
    node.style.paddingLeft = `${Math.min(depth[i], 20) * 1.1 + .3}em`;
    node.setAttribute('role', 'treeitem');
    node.setAttribute('aria-level', depth[i] + 1);
    node.setAttribute('aria-selected', 'false');
    node.tabIndex = i === 0 ? 0 : -1;
    node.onkeydown = event => {
      const next = {
        ArrowDown: node.nextElementSibling, ArrowUp: node.previousElementSibling,
        Home: tree.firstElementChild, End: tree.lastElementChild,
      }[event.key];
      if (event.key === 'Enter' || event.key === ' ') select(node, span);
      else if (next?.classList.contains('node')) next.click();
      else return;
      event.preventDefault();
    };
    return node;
  });
  function select(node, span) {
    for (const other of tree.querySelectorAll('[aria-selected="true"]')) {
      other.setAttribute('aria-selected', 'false');
      other.tabIndex = -1;
    }
    node.setAttribute('aria-selected', 'true');
    node.tabIndex = 0;
    node.focus();
    showDetails(span);
  }
}

function showTrace(trace) {
  const depth = depths(trace.spans);
  const axis = axisOf(trace);
  for (const side of ['manual', 'automatic']) waterfall(document.getElementById(side), trace, side, depth, axis);
  showMerged(trace, depth);
  showDetails(trace.spans.find(span => span.presence === 'both' && span.differences.length > 0) ?? trace.spans[0]);
}

function showList(id, items, none) {
  document.getElementById(id).replaceChildren(
    ...(items.length > 0 ? items : [none]).map(text => element('li', { textContent: text })));
}

document.getElementById('totals').textContent = `By hand: ${data.manual.traces} traces, ${data.manual.spans} spans. ` +
  `Automatic: ${data.automatic.traces} traces, ${data.automatic.spans} spans.`;
document.getElementById('services').append(
  element('thead', {}, element('tr', {}, ...['service', '= same', '~ differ', '- by hand', '+ automatic']
    .map(text => element('th', { scope: 'col', textContent: text })))),
  element('tbody', {}, ...data.services.map(row => element('tr', {},
    ...[row.service, row.same, row.different, row.onlyManual, row.onlyAutomatic].map(value => element('td', { textContent: value }))))));
for (const side of ['manual', 'automatic'])
  showList(`violations-${side}`, data.violations[side].map(item => `${item.service}, ${item.subject}: ${item.problem} (${item.count})`),
    'Nothing departs from them.');
document.getElementById('resources').append(...data.resources.filter(item => item.differences.length > 0).map(item =>
  element('details', {},
    element('summary', { textContent: `${item.service}: ${item.differences.length} attributes differ` }),
    comparison('attribute', item.differences.map(row => [row.what, row.manual, row.automatic, false])))));
if (data.expectations.length > 0) {
  document.getElementById('expected').hidden = false;
  showList('expectations', data.expectations.map(item => `${item.isMet ? '✓' : '✗ missing:'} ${item.span} (${item.found} found)`), '');
}
const picker = document.getElementById('trace');
picker.append(...data.traces.map((trace, i) => element('option', {
  value: i,
  textContent: `${i + 1}. ${trace.spans[0].name}` +
    (trace.manual === null ? ' (only automatic)' : trace.automatic === null ? ' (only by hand)' : ''),
})));
picker.onchange = () => showTrace(data.traces[picker.value]);
if (data.traces.length > 0) {
  // Where there is most to see.
  const both = data.traces.map((trace, i) => [trace.manual !== null && trace.automatic !== null ? trace.spans.length : 0, i]);
  picker.value = both.reduce((most, next) => next[0] > most[0] ? next : most)[1];
  showTrace(data.traces[picker.value]);
}
