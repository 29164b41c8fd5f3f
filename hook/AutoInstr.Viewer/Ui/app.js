/** The address decides what is shown: #/ with filters, #/trace/ID?span=ID, #/logs with filters, #/metrics/ID, #/map. */
import { count, element } from './format.js';
import { showList } from './list.js';
import { showTrace } from './waterfall.js';
import { showMap } from './map.js';
import { showLogs } from './logs.js';
import { showMetrics } from './metrics.js';

const view = document.getElementById('view');
const live = document.getElementById('live');
let refresh = () => {};

async function route() {
  const [path, text] = location.hash.replace(/^#/, '').split('?');
  const query = new URLSearchParams(text ?? '');
  const [, name, id] = /^\/(\w*)(?:\/([0-9a-f]+))?$/.exec(path) ?? ['', '', undefined];
  view.onkeydown = view.ondrop = view.ondragover = null;
  for (const link of document.querySelectorAll('nav a[data-view]'))
    link.toggleAttribute('aria-current', link.dataset.view === (name || 'list'));
  refresh = () => {};
  if (name === 'trace' && id) {
    const response = await fetch(`api/traces/${id}`);
    if (response.ok) showTrace(view, await response.json(), query.get('span'));
    else view.replaceChildren(element('h1', { textContent: 'Trace' }), element('p', { textContent: `${id}: ${await response.text()}` }),
      element('p', {}, element('a', { href: `#/logs?trace=${id}`, textContent: 'its log records' })));
  } else if (name === 'map') {
    refresh = () => showMap(view);
    await showMap(view);
  } else {
    const shown = name === 'logs' ? showLogs(view, query) : name === 'metrics' ? showMetrics(view, id) : showList(view, query, notice);
    refresh = shown.load;
    await shown.load();
  }
}

function notice(counts) {
  const left = [
    counts.evictedTraces > 0
      ? `The oldest ${count(counts.evictedTraces, 'trace')} (${count(counts.evictedSpans, 'span')}) have left the memory (--max-spans).`
      : counts.evictedSpans > 0
        ? `${count(counts.evictedSpans, 'span')} of traces larger than the memory were not kept (--max-spans).` : '',
    counts.evictedLogRecords > 0 ? `The oldest ${count(counts.evictedLogRecords, 'log record')} have left the memory (--max-logs).` : '',
    counts.evictedDataPoints > 0 ? `The oldest ${count(counts.evictedDataPoints, 'data point')} have left the memory (--max-points).` : '',
  ];
  document.getElementById('notice').textContent = left.filter(Boolean).join(' ');
}

const events = new EventSource('api/live');
events.onmessage = event => {
  notice(JSON.parse(event.data));
  if (live.checked) refresh();
};
live.onchange = () => live.checked && refresh();

const root = document.documentElement;
const stored = localStorage.getItem('theme');
if (stored) root.dataset.theme = stored;
document.getElementById('theme').onclick = () => {
  const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = isDark ? 'light' : 'dark';
  localStorage.setItem('theme', root.dataset.theme);
};
addEventListener('hashchange', route);
route();
