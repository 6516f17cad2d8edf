const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** CRC-32 (RFC 1952, 8) of bytes that follow those of `crc`; 0 for none. */
export function crcOfBytes(crc: number, bytes: Uint8Array): number {
  let c = ~crc;
  for (let i = 0; i < bytes.length; i++) c = CRC_TABLE[(c ^ bytes[i]!) & 0xff]! ^ (c >>> 8);
  return ~c >>> 0;
}

/** The same of `count` zeros. Feeding zeros is a linear map on the register over GF(2): squared, it feeds twice as many. */
export function crcOfZeros(crc: number, count: number): number {
  let c = ~crc >>> 0;
  let step = Uint32Array.from({ length: 32 }, (_, bit) => {
    const v = 2 ** bit;
    return CRC_TABLE[v & 0xff]! ^ (v >>> 8);
  });
  for (let left = count; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) c = apply(step, c);
    step = step.map((column) => apply(step, column));
  }
  return ~c >>> 0;
}

function apply(matrix: Uint32Array, vector: number): number {
  let sum = 0;
  for (let bit = 0, v = vector; v !== 0; bit++, v >>>= 1) if (v & 1) sum ^= matrix[bit]!;
  return sum >>> 0;
}
