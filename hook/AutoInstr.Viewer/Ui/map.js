/** The service map: who calls whom, in columns from the callers to the called. */
import { count, svg } from './format.js';

const [width, height, gapX, gapY] = [170, 52, 90, 26];

export async function showMap(view) {
  const map = await (await fetch('api/map')).json();
  const heading = Object.assign(document.createElement('h1'), { className: 'hidden', textContent: 'Service map' });
  if (map.nodes.length === 0) {
    view.replaceChildren(heading, Object.assign(document.createElement('p'), { textContent: 'Nothing has come yet.' }));
    return;
  }
  const columns = layout(map);
  const places = new Map();
  columns.forEach((column, x) => column.forEach((node, y) =>
    places.set(node.name, { node, x: 10 + x * (width + gapX), y: 10 + y * (height + gapY) })));
  const tallest = Math.max(...columns.map(column => column.length));
  const size = { width: 20 + columns.length * (width + gapX) - gapX, height: 20 + tallest * (height + gapY) - gapY };
  const drawing = svg('svg', { viewBox: `0 0 ${size.width} ${size.height}`, width: size.width, height: size.height, role: 'img',
    'aria-label': `${count(map.nodes.length, 'service')}: ` +
      map.edges.map(edge => `${edge.from} calls ${edge.to} ${edge.calls} times`).join(', ') });
  for (const edge of map.edges) {
    const [from, to] = [places.get(edge.from), places.get(edge.to)];
    const [x1, y1, x2, y2] = [from.x + width, from.y + height / 2, to.x, to.y + height / 2];
    const curve = `M${x1} ${y1}C${x1 + gapX / 2} ${y1} ${x2 - gapX / 2} ${y2} ${x2} ${y2}`;
    const calls = `${edge.calls}${edge.errors > 0 ? `, ${edge.errors} failed` : ''}`;
    drawing.append(svg('path', { d: curve, class: edge.errors > 0 ? 'edge failed' : 'edge' }),
      svg('text', { x: (x1 + x2) / 2, y: (y1 + y2) / 2 - 5, class: 'calls' }, calls));
  }
  for (const { node, x, y } of places.values())
    drawing.append(svg('g', {},
      svg('rect', { x, y, width, height, rx: node.isRemote ? 24 : 6, class: node.isRemote ? 'node remote' : 'node' }),
      svg('text', { x: x + width / 2, y: y + 22, class: 'node-name' }, node.name.length > 22 ? node.name.slice(0, 21) + '…' : node.name),
      svg('text', { x: x + width / 2, y: y + 40, class: 'node-count' },
        `${count(node.spans, node.isRemote ? 'call' : 'span')}${node.errors > 0 ? `, ${count(node.errors, 'error')}` : ''}`)));
  const frame = Object.assign(document.createElement('div'), { className: 'map', tabIndex: 0 });
  frame.setAttribute('role', 'region');
  frame.setAttribute('aria-label', 'Service map');
  frame.append(drawing);
  view.replaceChildren(heading, frame);
}

/** Each node right of all that call it; a circle of calls is cut where it is met again. */
function layout(map) {
  const depth = new Map(map.nodes.map(node => [node.name, 0]));
  for (let round = 0; round < map.nodes.length; round++) {
    let isChanged = false;
    for (const { from, to } of map.edges) {
      if (depth.get(to) >= depth.get(from) + 1 || depth.get(from) + 1 >= map.nodes.length) continue;
      depth.set(to, depth.get(from) + 1);
      isChanged = true;
    }
    if (!isChanged) break;
  }
  const used = [...new Set(depth.values())].sort((a, b) => a - b);
  return used.map(level => map.nodes.filter(node => depth.get(node.name) === level));
}
