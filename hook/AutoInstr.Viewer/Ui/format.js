/** Text for people, and elements: what others wrote only ever becomes text. */

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

export function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Nanoseconds with the unit that suits them. */
export function duration(nanoseconds) {
  for (const [unit, size] of [['s', 1e9], ['ms', 1e6], ['µs', 1e3]])
    if (nanoseconds >= size) return `${trim(nanoseconds / size)} ${unit}`;
  return `${Math.round(nanoseconds)} ns`;
}

function trim(value) {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export function count(number, singular) {
  return `${number.toLocaleString('en')} ${singular}${number === 1 ? '' : 's'}`;
}

export function clock(milliseconds) {
  const date = new Date(milliseconds);
  const today = new Date().toDateString() === date.toDateString();
  const time = date.toLocaleTimeString('en-GB') + '.' + String(date.getMilliseconds()).padStart(3, '0');
  return today ? time : `${date.toLocaleDateString('sv')} ${time}`;
}
