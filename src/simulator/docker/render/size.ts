const DECIMAL = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];

/** Go's `%.<precision>g`. */
export function formatG(value: number, precision: number): string {
  if (value === 0) return '0';
  const text = value.toPrecision(precision);
  if (!text.includes('e') && Math.abs(Number(text)) >= 1e-4) return trimZeros(text);
  const [digits = '', power = ''] = value.toExponential(precision - 1).split('e');
  return `${trimZeros(digits)}e${power[0]}${power.slice(1).padStart(2, '0')}`;
}

function trimZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}

/** go-units' `HumanSize`: decimal units, `2.034MB`; tables of images use three digits, `2.03MB`. */
export function humanSize(bytes: number, precision = 4): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < DECIMAL.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${formatG(size, precision)}${DECIMAL[unit]}`;
}

const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'];

/** go-units' `BytesSize`: binary units, `7.776GiB`. */
export function binarySize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < BINARY.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${formatG(size, 4)}${BINARY[unit]}`;
}
