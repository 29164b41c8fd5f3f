/** A trace as a forest: rows, colours and the critical path. Knows nothing of the page. */

const palette = 10;

/** Spans in the order of the tree, each with its depth, its children and what is odd about its place. */
export function arrange(spans) {
  const nodes = spans.map(span => ({ span, children: [], parent: null, depth: 0, note: '', isOpen: true, logs: [] }));
  nodes.sort((a, b) => a.span.start - b.span.start);
  const byId = new Map();
  for (const node of nodes) if (!byId.has(node.span.id)) byId.set(node.span.id, node);
  const roots = [];
  for (const node of nodes) {
    const parent = byId.get(node.span.parent);
    if (parent && parent !== node && !isBelow(parent, node)) {
      node.parent = parent;
      parent.children.push(node);
      if (node.span.start < parent.span.start) node.note = 'begins before its parent: the clocks differ';
    } else {
      if (node.span.parent) node.note = parent ? 'its own ancestor' : `its parent ${node.span.parent} was not received`;
      roots.push(node);
    }
  }
  const rows = [];
  const pending = [...roots].reverse();
  while (pending.length > 0) {
    const node = pending.pop();
    node.depth = node.parent ? node.parent.depth + 1 : 0;
    rows.push(node);
    for (let i = node.children.length - 1; i >= 0; i--) pending.push(node.children[i]);
  }
  return { roots, rows };
}

function isBelow(node, other) {
  if (other.children.length === 0) return false;
  for (let above = node; above; above = above.parent) if (above === other) return true;
  return false;
}

/** The rows that are not within something closed. */
export function visible(rows) {
  const shown = [];
  let closed = Infinity;
  for (const row of rows) {
    if (row.depth > closed) continue;
    closed = row.isOpen ? Infinity : row.depth;
    shown.push(row);
  }
  return shown;
}

/** Colours of services, in the order in which they are first seen. */
export function coloursOf(spans) {
  const colours = new Map();
  for (const span of spans) if (!colours.has(span.service)) colours.set(span.service, `service-${colours.size % palette}`);
  return colours;
}

/**
 * The stretches of each span that the end of the trace had to wait for: from the end back, the child that finished last, then what
 * finished before that began.
 */
export function criticalPath(roots) {
  const stretches = new Map();
  if (roots.length === 0) return stretches;
  const pending = [[roots[0], roots[0].span.start + roots[0].span.duration]];
  while (pending.length > 0) {
    const [node, until] = pending.pop();
    let end = Math.min(until, node.span.start + node.span.duration);
    const children = [...node.children].sort((a, b) => endOf(b) - endOf(a));
    for (const child of children) {
      const childEnd = Math.min(endOf(child), end);
      if (child.span.start >= end || childEnd <= node.span.start) continue;
      if (childEnd < end) add(node, childEnd, end);
      pending.push([child, childEnd]);
      end = Math.max(child.span.start, node.span.start);
      if (end <= node.span.start) break;
    }
    if (end > node.span.start) add(node, node.span.start, end);
  }
  return stretches;

  function add(node, from, to) {
    if (!stretches.has(node)) stretches.set(node, []);
    stretches.get(node).push([from, to]);
  }
}

function endOf(node) {
  return node.span.start + node.span.duration;
}

/** Where a text is found: name, service, attributes, events and log records. */
export function find(rows, text) {
  const wanted = text.toLowerCase();
  return wanted === '' ? [] : rows.filter(({ span, logs }) =>
    [span.name, span.service, span.id].some(value => value.toLowerCase().includes(wanted)) ||
    span.attributes.some(([name, value]) => `${name}=${value}`.toLowerCase().includes(wanted)) ||
    span.events.some(event => event.name.toLowerCase().includes(wanted)) || logs.some(log => log.message.toLowerCase().includes(wanted)));
}

/** Gives each span's row its log records; those of no span that is there are returned. */
export function attachLogs(rows, logs) {
  const byId = new Map();
  for (const row of rows) {
    row.logs = [];
    if (!byId.has(row.span.id)) byId.set(row.span.id, row);
  }
  return logs.filter(log => {
    const row = byId.get(log.span);
    row?.logs.push(log);
    return !row;
  });
}

/** Round places on an axis. */
export function ticks(from, to, most = 6) {
  const rough = (to - from) / most;
  const size = 10 ** Math.floor(Math.log10(rough || 1));
  const step = [1, 2, 5, 10].map(factor => factor * size).find(candidate => candidate >= rough) ?? rough;
  const places = [];
  // Counted, not added up: beside a number large enough, a step is nothing.
  const first = Math.ceil(from / step);
  for (let i = 0; i <= most + 1 && (first + i) * step <= to; i++) places.push((first + i) * step);
  return places;
}
