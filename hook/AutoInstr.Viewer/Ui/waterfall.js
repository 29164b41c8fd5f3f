/** The waterfall of a trace: tree, bars, log records, ticks, minimap, keyboard. */
import { element, duration, count, clock } from './format.js';
import { arrange, attachLogs, visible, coloursOf, criticalPath, find, ticks } from './trace.js';
import { Rows } from './rows.js';
import { details } from './details.js';

const rowHeight = 26;
const widestTick = 90;
const mostMarks = 100;
const marks = { server: '◀', client: '▶', producer: '↗', consumer: '↘' };

/** Shows a trace; with the details of one of its spans when its id is given. */
export function showTrace(view, trace, spanId) {
  const { roots, rows } = arrange(trace.spans);
  const loose = attachLogs(rows, trace.logs);
  const colours = coloursOf(rows.map(row => row.span));
  const path = criticalPath(roots);
  const state = { from: 0, to: Math.max(1, trace.duration), selected: rows[0], shown: [], hits: [], hit: -1 };
  const search = element('input', { type: 'search', placeholder: 'find in trace ( / )', ariaLabel: 'Find in trace' });
  const hits = element('span', { className: 'dim' });
  const minimap = element('canvas', { className: 'minimap', height: 48 });
  minimap.setAttribute('aria-hidden', 'true');
  const axis = element('div', { className: 'axis' });
  const body = element('div', { className: 'waterfall', tabIndex: -1 });
  body.setAttribute('role', 'tree');
  body.setAttribute('aria-label', 'Spans');
  const panel = element('aside', { className: 'details', hidden: true, ariaLabel: 'Details' });
  const errors = trace.spans.filter(span => span.status === 'error').length;

  view.replaceChildren(
    element('div', { className: 'trace-head' },
      element('h1', {}, rows[0].span.service, ' ', element('span', { className: 'name', textContent: rows[0].span.name })),
      element('p', { className: 'dim' },
        element('code', { textContent: trace.id }), ` · ${clock(trace.startMs)} · ${duration(trace.duration)} · ` +
        `${count(colours.size, 'service')} · ${count(trace.spans.length, 'span')}`,
        ...(errors > 0 ? [' · ', element('span', { className: 'error', textContent: count(errors, 'error') })] : []),
        ...(trace.logCount > 0 ? [' · ',
          element('a', { href: `#/logs?trace=${trace.id}`, textContent: count(trace.logCount, 'log record') }),
          loose.length > 0 ? `, ${loose.length.toLocaleString('en')} of no span that is here` : ''] : [])),
      element('p', { className: 'tools' }, search, hits,
        button('Open all', () => openAll(true)), button('Close all', () => openAll(false)),
        element('a', { className: 'button', href: `api/export?id=${trace.id}`, download: '', textContent: 'Export' }),
        button('Keys ( ? )', () => document.getElementById('help').showModal())),
      element('ul', { className: 'legend', ariaLabel: 'Services' }, ...[...colours].map(([service, colour]) =>
        element('li', {}, element('span', { className: `dot ${colour}` }), service || '(no service)')))),
    element('div', { className: 'mini' }, minimap, element('div', { className: 'brush' })),
    element('div', { className: 'split' },
      element('div', { className: 'left' },
        element('div', { className: 'axis-row' }, element('div', { className: 'axis-name', textContent: 'Service and operation' }), axis),
        body),
      panel));

  const list = new Rows(body, rowHeight, draw);
  refresh();
  drawMinimap();
  new ResizeObserver(drawMinimap).observe(minimap);
  new ResizeObserver(drawAxis).observe(axis);
  brushing();
  search.oninput = () => {
    state.hits = find(rows, search.value);
    state.hit = -1;
    hits.textContent = search.value === '' ? '' : count(state.hits.length, 'hit');
    list.show(true);
  };
  search.onkeydown = event => {
    if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
    if (event.key === 'Escape') { search.value = ''; search.oninput(); body.focus(); }
    event.stopPropagation();
  };
  view.onkeydown = onKey;
  body.focus({ preventScroll: true });
  const asked = rows.findIndex(row => row.span.id === spanId);
  if (asked >= 0) select(asked, true);

  function button(text, onclick) {
    return element('button', { type: 'button', textContent: text, onclick });
  }

  function refresh() {
    state.shown = visible(rows);
    list.set(state.shown);
    drawAxis();
    const brush = view.querySelector('.brush');
    brush.style.left = `${100 * state.from / trace.duration}%`;
    brush.style.width = `${100 * (state.to - state.from) / Math.max(1, trace.duration)}%`;
    brush.hidden = state.from === 0 && state.to >= trace.duration;
  }

  function drawAxis() {
    const most = Math.max(2, Math.floor(axis.clientWidth / widestTick));
    axis.replaceChildren(...ticks(state.from, state.to, most).map(place => {
      const tick = element('span', { className: 'tick', textContent: duration(place) });
      tick.style.left = `${position(place)}%`;
      return tick;
    }));
  }

  function position(time) {
    return 100 * (time - state.from) / (state.to - state.from);
  }

  function draw(row, index) {
    const { span } = row;
    const name = element('div', { className: 'row-name' });
    name.style.paddingLeft = `${.3 + Math.min(row.depth, 30) * .8}rem`;
    const opener = element('span', {
      className: 'opener', ariaHidden: 'true', textContent: row.children.length === 0 ? '' : row.isOpen ? '▾' : '▸',
      onclick: event => { event.stopPropagation(); toggle(row, !row.isOpen); },
    });
    name.append(opener, element('span', { className: `dot ${colours.get(span.service)}` }),
      element('span', { className: 'service', textContent: span.service }), ' ',
      element('span', { className: 'operation', textContent: span.name }));
    if (span.status === 'error') name.append(' ', element('span', { className: 'badge', textContent: 'error' }));
    if (row.note) name.append(' ', element('span', { className: 'note', textContent: '⚠', title: row.note }),
      element('span', { className: 'hidden', textContent: row.note }));
    const track = element('div', { className: 'track' });
    const bar = element('div', { className: `bar ${colours.get(span.service)}${span.status === 'error' ? ' failed' : ''}` });
    bar.style.left = `${position(span.start)}%`;
    bar.style.width = `${100 * span.duration / (state.to - state.from)}%`;
    track.append(bar);
    for (const [from, to] of path.get(row) ?? []) {
      const stretch = element('div', { className: 'critical' });
      stretch.style.left = `${position(from)}%`;
      stretch.style.width = `${100 * (to - from) / (state.to - state.from)}%`;
      track.append(stretch);
    }
    for (const event of span.events) {
      const mark = element('div', { className: 'event', title: event.name });
      mark.style.left = `${position(event.time)}%`;
      track.append(mark);
    }
    for (const log of row.logs.filter(({ time }) => time >= state.from && time <= state.to).slice(0, mostMarks)) {
      const mark = element('div', { className: `log-mark ${log.severity || 'none'}`, title: `${log.severity} ${log.message}` });
      mark.style.left = `clamp(4px, ${position(log.time)}%, calc(100% - 4px))`;
      track.append(mark);
    }
    const label = element('div', { className: 'label' }, element('span', { ariaHidden: 'true', textContent: marks[span.kind] ?? '' }), ' ',
      duration(span.duration), element('span', { className: 'hidden', textContent: `, ${span.kind}` }),
      ...(row.logs.length > 0 ? [element('span', { className: 'hidden', textContent: `, ${count(row.logs.length, 'log record')}` })] : []));
    const end = position(span.start + span.duration);
    if (end < 80) label.style.left = `${Math.max(0, end)}%`; else label.style.right = `${Math.max(0, 100 - position(span.start))}%`;
    if (end >= 80 && position(span.start) < 20) { label.style.right = '0'; label.classList.add('within'); }
    track.append(label);
    const isSelected = row === state.selected;
    const made = element('div', {
      className: `row${isSelected ? ' selected' : ''}${state.hits.includes(row) ? ' hit' : ''}`,
      tabIndex: isSelected ? 0 : -1, onclick: () => select(index, true),
    }, name, track);
    made.setAttribute('role', 'treeitem');
    made.setAttribute('aria-level', row.depth + 1);
    made.setAttribute('aria-selected', isSelected);
    if (row.children.length > 0) made.setAttribute('aria-expanded', row.isOpen);
    return made;
  }

  function select(index, isOpened) {
    state.selected = state.shown[index];
    list.reveal(index);
    list.focus(index);
    if (isOpened || !panel.hidden) open();
  }

  function open() {
    panel.hidden = false;
    panel.replaceChildren(button('Close', () => { panel.hidden = true; }), ...details(state.selected, trace));
  }

  function toggle(row, isOpen) {
    row.isOpen = isOpen;
    refresh();
  }

  function openAll(isOpen) {
    for (const row of rows) row.isOpen = isOpen || row.depth === 0;
    state.selected = rows[0];
    refresh();
  }

  function step(by) {
    if (state.hits.length === 0) return;
    state.hit = (state.hit + by + state.hits.length) % state.hits.length;
    const row = state.hits[state.hit];
    for (let above = row.parent; above; above = above.parent) above.isOpen = true;
    refresh();
    hits.textContent = `${state.hit + 1} of ${count(state.hits.length, 'hit')}`;
    state.selected = row;
    list.reveal(state.shown.indexOf(row));
    if (!panel.hidden) open();
  }

  function zoom(factor) {
    const { start, duration: length } = state.selected.span;
    const centre = Math.min(Math.max(start + length / 2, state.from), state.to);
    const width = Math.min(trace.duration, Math.max(1, (state.to - state.from) * factor));
    state.from = Math.min(Math.max(0, centre - width / 2), Math.max(0, trace.duration - width));
    state.to = state.from + Math.max(1, width);
    refresh();
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input, textarea, select')) return;
    const index = state.shown.indexOf(state.selected);
    const row = state.selected;
    const actions = {
      ArrowDown: () => select(Math.min(index + 1, state.shown.length - 1)),
      ArrowUp: () => select(Math.max(index - 1, 0)),
      Home: () => select(0),
      End: () => select(state.shown.length - 1),
      ArrowRight: () => row.children.length > 0 && (row.isOpen ? select(index + 1) : toggle(row, true)),
      ArrowLeft: () => row.children.length > 0 && row.isOpen ? toggle(row, false) : row.parent && select(state.shown.indexOf(row.parent)),
      Enter: () => event.target.closest('.waterfall') && open(),
      '/': () => search.focus(),
      n: () => step(1),
      p: () => step(-1),
      '+': () => zoom(1 / 2),
      '=': () => zoom(1 / 2),
      '-': () => zoom(2),
      0: () => { [state.from, state.to] = [0, Math.max(1, trace.duration)]; refresh(); },
      '?': () => document.getElementById('help').showModal(),
      Escape: () => panel.hidden ? location.hash = '#/' : (panel.hidden = true),
    };
    if (!actions[event.key] || (event.key === 'Enter' && !event.target.closest('.waterfall'))) return;
    event.preventDefault();
    actions[event.key]();
  }

  function drawMinimap() {
    const width = minimap.width = minimap.clientWidth || 600;
    const context = minimap.getContext('2d');
    const style = getComputedStyle(minimap);
    const hues = new Map([...new Set(colours.values())].map(colour => [colour, style.getPropertyValue(`--${colour}`)]));
    const height = Math.max(1, minimap.height / rows.length);
    rows.forEach((row, i) => {
      context.fillStyle = row.span.status === 'error' ? style.getPropertyValue('--error') : hues.get(colours.get(row.span.service));
      const left = width * row.span.start / trace.duration;
      context.fillRect(left, i * minimap.height / rows.length, Math.max(1, width * row.span.duration / trace.duration), height);
    });
  }

  function brushing() {
    let began = null;
    const at = event => {
      const { left, width } = minimap.getBoundingClientRect();
      return Math.min(1, Math.max(0, (event.clientX - left) / width)) * trace.duration;
    };
    minimap.onpointerdown = event => { began = at(event); minimap.setPointerCapture(event.pointerId); };
    minimap.onpointerup = event => {
      if (began === null) return;
      const ended = at(event);
      const isClick = Math.abs(ended - began) < trace.duration / 200;
      [state.from, state.to] = isClick ? [0, Math.max(1, trace.duration)] : [Math.min(began, ended), Math.max(began, ended)];
      began = null;
      refresh();
    };
  }
}
