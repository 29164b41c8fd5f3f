/** Numbers with the unit that an instrument has, in the notation of UCUM. */
import { duration } from './format.js';

const nanoseconds = { ns: 1, us: 1e3, ms: 1e6, s: 1e9, min: 60e9, h: 3600e9, d: 86400e9 };
const bytes = { By: 1, kBy: 1e3, MBy: 1e6, GBy: 1e9, KiBy: 1024, MiBy: 1024 ** 2, GiBy: 1024 ** 3, bytes: 1 };

/** What turns a value of an instrument into text; as a rate, in a second. */
export function formatter({ unit, name = '' }, isRate = false) {
  const per = isRate ? '/s' : '';
  if (nanoseconds[unit]) return value => signed(value, size => duration(size * nanoseconds[unit]) + per);
  if (bytes[unit]) return value => signed(value, size => scaled(size * bytes[unit], ['B', 'kB', 'MB', 'GB', 'TB', 'PB']) + per);
  if (unit === '%') return value => `${number(value)} %${per}`;
  if (unit === '1' && /utili[sz]ation|ratio/.test(name)) return value => `${number(value * 100)} %${per}`;
  const word = /^\{(.*)\}$/.exec(unit)?.[1] ?? (unit === '1' ? '' : unit);
  return value => `${number(value)}${word || per ? ' ' : ''}${word}${per}`;
}

/** A number in few characters, whatever its size. */
export function number(value) {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e15)) return value.toExponential(2);
  return new Intl.NumberFormat('en', size < 1e4 ? { maximumSignificantDigits: 4 } : { notation: 'compact', maximumSignificantDigits: 4 })
    .format(value);
}

function scaled(value, units) {
  let index = 0;
  while (value >= 1000 && index < units.length - 1) {
    value /= 1000;
    index++;
  }
  return `${number(value)} ${units[index]}`;
}

function signed(value, text) {
  if (!Number.isFinite(value)) return String(value);
  return value < 0 ? `-${text(-value)}` : value === 0 ? text(0).replace('0 ns', '0 s') : text(value);
}
