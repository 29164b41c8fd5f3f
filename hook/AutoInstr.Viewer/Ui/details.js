/** Everything that a span says. */
import { element, duration } from './format.js';

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
    ...links(span),
    ...(span.scope ? [element('h3', { textContent: 'Scope' }), element('p', { textContent: span.scope })] : []),
    ...section('Resource', trace.resources[span.resource]),
    ...(span.dropped > 0
      ? [element('p', { className: 'note', textContent: `${span.dropped} attributes, events or links were dropped by limits` })]
      : []),
  ];
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
