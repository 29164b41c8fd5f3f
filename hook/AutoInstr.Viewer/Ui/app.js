/** The address decides what is shown: #/ with filters, #/trace/ID, #/map. */
import { count, element } from './format.js';
import { showList } from './list.js';
import { showTrace } from './waterfall.js';
import { showMap } from './map.js';

const view = document.getElementById('view');
const live = document.getElementById('live');
let refresh = () => {};

async function route() {
  const [path, query] = location.hash.replace(/^#/, '').split('?');
  view.onkeydown = view.ondrop = view.ondragover = null;
  const id = /^\/trace\/([0-9a-f]{32})$/.exec(path)?.[1];
  for (const link of document.querySelectorAll('nav a'))
    link.toggleAttribute('aria-current', link.dataset.view === (path === '/map' ? 'map' : id ? '' : 'list'));
  if (id) {
    refresh = () => {};
    const response = await fetch(`api/traces/${id}`);
    if (response.ok) showTrace(view, await response.json());
    else view.replaceChildren(element('h1', { textContent: 'Trace' }), element('p', { textContent: `${id}: ${await response.text()}` }));
  } else if (path === '/map') {
    refresh = () => showMap(view);
    await showMap(view);
  } else {
    const list = showList(view, new URLSearchParams(query ?? ''), notice);
    refresh = list.load;
    await list.load();
  }
}

function notice(counts) {
  document.getElementById('notice').textContent = counts.evictedTraces > 0
    ? `The oldest ${count(counts.evictedTraces, 'trace')} (${count(counts.evictedSpans, 'span')}) have left the memory (--max-spans).`
    : counts.evictedSpans > 0 ? `${count(counts.evictedSpans, 'span')} of traces larger than the memory were not kept (--max-spans).` : '';
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
