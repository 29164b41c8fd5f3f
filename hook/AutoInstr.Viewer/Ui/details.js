/** Everything that a span or a log record says. */
import { element, duration, clock, count } from './format.js';

const mostLogs = 200;

export function details(row, trace) {
  const { span } = row;
  return [
    element('h2', {}, span.name),
    element('p', { className: 'dim' }, `${span.service} · ${span.kind} · ${duration(span.duration)}, after ${duration(span.start)}`),
    ...(row.note ? [element('p', { className: 'note', textContent: row.note })] : []),
    ...(span.status === 'unset' ? [] : [element('p', { className: span.status === 'error' ? 'error' : '' },
      element('strong', { textContent: span.status }), span.message ? `: ${span.message}` : '')]),
    element('p', { className: 'dim' }, 'span ', element('code', { textContent: span.id }), ' ', copyButton(span.id)),
    ...section('Attributes', span.attributes),
    ...events(span),
    ...logs(row, trace),
    ...links(span),
    ...(span.scope ? [element('h3', { textContent: 'Scope' }), element('p', { textContent: span.scope })] : []),
    ...section('Resource', trace.resources[span.resource]),
    ...(span.dropped > 0
      ? [element('p', { className: 'note', textContent: `${span.dropped} attributes, events or links were dropped by limits` })]
      : []),
  ];
}

/** What a log record says, in the pane beside the list. */
export function logDetails(log, resources) {
  return [
    element('h2', { className: 'message', textContent: log.message || '(no message)' }),
    element('p', { className: 'dim' }, severity(log), ` · ${clock(log.timeMs)} · ${log.service || '(no service)'}`,
      log.severityText ? ` · ${log.severityText}` : ''),
    ...(log.trace ? [element('p', {}, element('a', { href: `#/trace/${log.trace}${log.span ? `?span=${log.span}` : ''}`,
      textContent: log.span ? 'its span in the trace' : 'its trace' }), ' · ',
    element('a', { href: `#/logs?trace=${log.trace}`, textContent: 'all records of the trace' }))] : []),
    ...logBody(log),
    ...(log.scope ? [element('h3', { textContent: 'Scope' }), element('p', { textContent: log.scope })] : []),
    ...section('Resource', resources[log.resource]),
  ];
}

/** The parts that a record has wherever it is shown: the exception on its own, then the other attributes. */
function logBody(log) {
  const isOfException = ([name]) => name.startsWith('exception.');
  const exception = log.attributes.filter(isOfException);
  const said = Object.fromEntries(exception);
  return [
    ...(log.event ? [element('p', { className: 'dim', textContent: `event ${log.event}` })] : []),
    ...(log.template && log.template !== log.message
      ? [element('p', { className: 'dim' }, 'template ', element('code', { textContent: log.template }))] : []),
    ...(exception.length === 0 ? [] : [element('details', { className: 'exception', open: true },
      element('summary', { className: 'error',
        textContent: [said['exception.type'], said['exception.message']].filter(Boolean).join(': ') || 'exception' }),
      ...(said['exception.stacktrace'] ? [element('pre', { textContent: said['exception.stacktrace'] })] : []))]),
    ...section('Attributes', log.attributes.filter(attribute => !isOfException(attribute))),
    ...(log.dropped > 0 ? [element('p', { className: 'note', textContent: `${log.dropped} attributes were dropped by limits` })] : []),
  ];
}

export function severity(log) {
  return element('span', { className: `severity ${log.severity || 'none'}`, textContent: log.severity || 'no severity' });
}

function logs(row, trace) {
  if (row.logs.length === 0) return [];
  return [
    element('h3', { textContent: count(row.logs.length, 'log record') }),
    ...row.logs.slice(0, mostLogs).map(log => element('details', { className: 'log' },
      element('summary', {}, severity(log), ` ${log.message || '(no message)'}`,
        element('span', { className: 'dim', textContent: `, ${since(log.time - row.span.start)}` })),
      ...logBody(log))),
    element('p', {}, element('a', { href: `#/logs?trace=${trace.id}&span=${row.span.id}`, textContent: 'in the list of log records' })),
  ];
}

/** How long after the span's beginning; clocks that differ may put it before. */
function since(nanoseconds) {
  return nanoseconds < 0 ? `${duration(-nanoseconds)} before it` : `after ${duration(nanoseconds)}`;
}

function section(title, attributes) {
  return attributes.length === 0 ? [] : [element('h3', { textContent: title }), table(attributes)];
}

function table(attributes) {
  return element('table', {}, element('tbody', {}, ...attributes.map(([name, value, type]) =>
    element('tr', {}, element('th', { scope: 'row', textContent: name }),
      element('td', { title: type }, ...(name.endsWith('.stacktrace') ? [element('pre', { textContent: value })] : [value]))))));
}

function events(span) {
  if (span.events.length === 0) return [];
  return [element('h3', { textContent: 'Events' }), ...span.events.map(event => element('details', { open: true },
    element('summary', { textContent: `${event.name}, after ${duration(Math.max(0, event.time - span.start))}` }),
    table(event.attributes)))];
}

function links(span) {
  if (span.links.length === 0) return [];
  return [element('h3', { textContent: 'Links' }), ...span.links.map(link => element('div', {},
    element('a', { href: `#/trace/${link.trace}`, textContent: `trace ${link.trace}` }), ` span ${link.span}`,
    table(link.attributes)))];
}

function copyButton(text) {
  return element('button', { type: 'button', textContent: 'copy', onclick: event => {
    navigator.clipboard?.writeText(text);
    event.target.textContent = 'copied';
  } });
}
