/** The list of traces, with its filters. */
import { element, duration, count, clock } from './format.js';
import { coloursOf } from './trace.js';
import { PagedRows } from './paged.js';

const rowHeight = 52;
const page = 500;

export function showList(view, query, notice) {
  const form = element('form', { className: 'filters', ariaLabel: 'Filters', onsubmit: event => event.preventDefault() });
  const service = element('select', { name: 'service' });
  const status = element('select', { name: 'status' },
    ...[['', 'any status'], ['error', 'with errors'], ['ok', 'without errors']]
      .map(([value, textContent]) => element('option', { value, textContent })));
  const min = element('input', { name: 'min', type: 'number', min: 0, step: 'any', placeholder: 'from ms' });
  const max = element('input', { name: 'max', type: 'number', min: 0, step: 'any', placeholder: 'to ms' });
  const text = element('input', { name: 'q', type: 'search', placeholder: 'name, attribute or attribute=value' });
  const file = element('input', { type: 'file', accept: '.json,.jsonl', multiple: true, hidden: true, ariaLabel: 'Recording' });
  const found = element('p', { className: 'dim', id: 'found' });
  const body = element('div', { className: 'traces', tabIndex: 0, ariaLabel: 'Traces' });
  body.setAttribute('role', 'list');
  for (const [label, control] of [['Service', service], ['Status', status], ['Duration from', min], ['to', max], ['Span', text]])
    form.append(element('label', {}, element('span', { textContent: label }), control));
  const exported = element('a', { className: 'button', download: '', textContent: 'Export' });
  const choose = element('button', { type: 'button', textContent: 'Import', onclick: () => file.click() });
  form.append(element('span', { className: 'buttons' }, choose, exported, file));
  view.replaceChildren(element('h1', { className: 'hidden', textContent: 'Traces' }), form, found, body);
  const list = new PagedRows(body, { rowHeight, page, draw, fetchPage, onFirst });
  let longest = 1;

  for (const control of [status, min, max, text]) control.value = query.get(control.name) ?? '';
  form.oninput = () => {
    const chosen = new URLSearchParams();
    for (const control of [service, status, min, max, text]) if (control.value !== '') chosen.set(control.name, control.value);
    query = chosen;
    history.replaceState(null, '', `#/?${query}`);
    load();
  };
  file.onchange = () => importFiles(file.files);
  view.ondragover = event => event.preventDefault();
  view.ondrop = event => { event.preventDefault(); importFiles(event.dataTransfer.files); };
  return { load };

  function load() {
    return list.load();
  }

  async function fetchPage(offset) {
    const response = await fetch(`api/traces?${query}${query.size > 0 ? '&' : ''}offset=${offset}&limit=${page}`);
    if (response.ok) return response.json();
    found.textContent = await response.text();
    return null;
  }

  function onFirst(answer) {
    longest = Math.max(1, answer.longest);
    const chosen = query.get('service') ?? '';
    service.replaceChildren(element('option', { value: '', textContent: 'all services' }),
      ...answer.services.map(name => element('option', { value: name, textContent: name || '(no service)' })));
    service.value = chosen;
    found.textContent = answer.traces === 0 ? 'Nothing has come yet. Send OTLP to this collector, or import a recording.'
      : `${count(answer.matching, 'trace')} of ${answer.traces.toLocaleString('en')}`;
    exported.href = `api/export?${query}`;
    notice(answer);
  }

  function draw(row) {
    const colours = coloursOf(Object.keys(row.services).map(name => ({ service: name })));
    const bar = element('div', { className: 'length' });
    bar.style.width = `${100 * row.duration / longest}%`;
    const made = element('a', { className: `trace${row.errors > 0 ? ' failed' : ''}`, href: `#/trace/${row.id}` },
      element('span', { className: 'title' }, element('strong', { textContent: row.service || '(no service)' }), ' ', row.name),
      element('span', { className: 'time', textContent: clock(row.startMs) }),
      element('span', { className: 'services' }, ...[...colours].map(([name, colour]) =>
        element('span', { className: 'chip' }, element('span', { className: `dot ${colour}` }), `${name} ${row.services[name]}`))),
      element('span', { className: 'counts' }, element('strong', { textContent: duration(row.duration) }), ` · ${count(row.spans, 'span')}`,
        ...(row.errors > 0 ? [' · ', element('span', { className: 'error', textContent: count(row.errors, 'error') })] : [])), bar);
    const item = element('div', { className: 'item' }, made);
    item.setAttribute('role', 'listitem');
    return item;
  }

  async function importFiles(files) {
    for (const each of files) {
      const response = await fetch('api/import', { method: 'POST', body: each, headers: { 'X-AutoInstr-Import': '1' } });
      found.textContent = `${each.name}: ${response.ok ? imported(await response.json()) : await response.text()}`;
    }
    await load();
  }
}

function imported({ spans, logRecords, dataPoints }) {
  return `${count(spans, 'span')}, ${count(logRecords, 'log record')}, ${count(dataPoints, 'data point')}`;
}
