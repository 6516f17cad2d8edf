/** `1.5K`, `27M`: sizes as GNU programs show them under `-h`, rounded up. */
export function humanSize(bytes: number): string {
  if (bytes < 1024) return String(bytes);
  let value = bytes;
  let unit = -1;
  while (value >= 1024 && unit < 5) {
    value /= 1024;
    unit++;
  }
  const rounded = value < 10 ? Math.ceil(value * 10) / 10 : Math.ceil(value);
  return `${value < 10 && rounded < 10 ? rounded.toFixed(1) : Math.ceil(value)}${'KMGTPE'[unit]}`;
}

/** The same as BusyBox shows them: always with a tenth, rounded to the nearest. */
export function busyboxSize(bytes: number): string {
  if (bytes < 1024) return String(bytes);
  let value = bytes;
  let tenths = 0;
  let unit = -1;
  while (value >= 1024 && unit < 5) {
    tenths = Math.floor(((value % 1024) * 10 + 512) / 1024);
    value = Math.floor(value / 1024);
    unit++;
  }
  return tenths === 10 ? `${value + 1}.0${'KMGTPE'[unit]}` : `${value}.${tenths}${'KMGTPE'[unit]}`;
}
