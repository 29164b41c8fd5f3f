/** The list of log records, the newest first, with its filters. */
import { element, count, clock } from './format.js';
import { logDetails, severity } from './details.js';
import { PagedRows } from './paged.js';

const rowHeight = 30;
const page = 200;
const severities = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

export function showLogs(view, query) {
  const form = element('form', { className: 'filters', ariaLabel: 'Filters', onsubmit: event => event.preventDefault() });
  const service = element('select', { name: 'service' });
  const least = element('select', { name: 'severity' }, element('option', { value: '', textContent: 'any severity' }),
    ...severities.map(value => element('option', { value, textContent: `${value} and above` })));
  const text = element('input', { name: 'q', type: 'search', placeholder: 'message, logger, attribute=value' });
  const trace = element('input', { name: 'trace', type: 'search', placeholder: 'id of a trace', pattern: '[0-9a-fA-F]{32}' });
  const exported = element('a', { className: 'button', download: '', textContent: 'Export' });
  const found = element('p', { className: 'dim', id: 'found' });
  const body = element('div', { className: 'logs', tabIndex: 0, ariaLabel: 'Log records' });
  body.setAttribute('role', 'list');
  const panel = element('aside', { className: 'details', hidden: true, ariaLabel: 'Details' });
  for (const [label, control] of [['Service', service], ['Severity', least], ['Text', text], ['Trace', trace]])
    form.append(element('label', {}, element('span', { textContent: label }), control));
  form.append(element('span', { className: 'buttons' }, exported));
  view.replaceChildren(element('h1', { className: 'hidden', textContent: 'Logs' }), form, found,
    element('div', { className: 'split' }, element('div', { className: 'left' }, body), panel));

  const controls = [service, least, text, trace];
  for (const control of controls.slice(1)) control.value = query.get(control.name) ?? '';
  const list = new PagedRows(body, { rowHeight, page, draw, fetchPage, onFirst });
  let opened = null;
  form.oninput = () => {
    const chosen = new URLSearchParams();
    for (const control of controls) if (control.value !== '') chosen.set(control.name, control.value);
    query = chosen;
    history.replaceState(null, '', `#/logs?${query}`);
    list.load();
  };
  view.onkeydown = event => {
    if (event.key !== 'Escape' || panel.hidden || event.target.matches('input, select')) return;
    close();
  };
  return { load: () => list.load() };

  async function fetchPage(offset) {
    const response = await fetch(`api/logs?${query}${query.size > 0 ? '&' : ''}offset=${offset}&limit=${page}`);
    if (!response.ok) {
      found.textContent = await response.text();
      return null;
    }
    const answer = await response.json();
    // A page's rows mean its own resources.
    for (const row of answer.rows) row.resources = answer.resources;
    return answer;
  }

  function onFirst(answer) {
    const chosen = query.get('service') ?? '';
    service.replaceChildren(element('option', { value: '', textContent: 'all services' }),
      ...answer.services.map(name => element('option', { value: name, textContent: name || '(no service)' })));
    service.value = chosen;
    found.textContent = answer.records === 0 ? 'Nothing has come yet. Send OTLP to this collector, or import a recording.'
      : `${count(answer.matching, 'log record')} of ${answer.records.toLocaleString('en')}`;
    exported.href = `api/export?signal=logs&${query}`;
  }

  function draw(log) {
    const isOpened = opened !== null && same(log, opened);
    const button = element('button', { type: 'button', className: `log-row${isOpened ? ' selected' : ''}`, onclick: () => open(log) },
      element('span', { className: 'time', textContent: clock(log.timeMs) }),
      severity(log),
      element('span', { className: 'service', textContent: log.service || '(no service)' }),
      element('span', { className: 'message', textContent: log.message || '(no message)' }),
      element('span', { className: 'dim trace-mark', textContent: log.trace ? `trace ${log.trace.slice(0, 8)}…` : '' }));
    const item = element('div', { className: 'item' }, button);
    item.setAttribute('role', 'listitem');
    return item;
  }

  function open(log) {
    opened = log;
    panel.hidden = false;
    panel.replaceChildren(element('button', { type: 'button', textContent: 'Close', onclick: close }), ...logDetails(log, log.resources));
    list.redraw();
  }

  function close() {
    panel.hidden = true;
    opened = null;
    list.redraw();
  }
}

function same(a, b) {
  return a.timeMs === b.timeMs && a.span === b.span && a.service === b.service && a.message === b.message;
}
