const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];

/** `HumanSize` of go-units: four significant digits, decimal units. */
export function humanSize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${significant(size, 4)}${UNITS[unit]}`;
}

/** Go's `%.4g` for numbers below 1000. */
function significant(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)));
}
