import { constants, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decompress } from '../../../src/simulator/common/compression/index.ts';
import { gzip } from '../../../src/simulator/common/gzip.ts';

const text = Array.from(
  { length: 220 },
  (_, i) => `${i}: ${((i * i * 2654435761) % 4294967296).toString(16)} ${'ab'.repeat(i % 7)}\n`,
).join('');
const bytes = new TextEncoder().encode(text);

/** What bzip2 1.0.8 makes of the text. */
const BZIP2 =
  'QlpoOTFBWSZTWTw8+QcAAZFZAAAQQAB/8D8AYAheeA7q+TB8sqBKmF3wBecpBoJkZGmkgaqfgCaGkoIp+jCSjUwmGp+KlQBoASeq' +
  'pQZMTAGaoaNTKeJDvtw2NixsbFjYoixsbGxYxRsWIsbGxsWNg5wNwOcDYMG4Henp8w6hrDMVDU3jm5zbLdGhtDQ6YqGt3inekNDW' +
  'GqiWhtDqGhtDVWhodRmhoYlEaw0ZoWBoamIaM1hoSioa1UNKXduc273vfMYOkkINgKZAWySTKo0Q5Fkwrn18P0b++95XmI/ERc1O' +
  'uR88KyBWnYIL8aqKUKu5NKDqqwn9ZM3y/vYbyc8GTM3qIhmcVxzjzhZfYyeMxPq1WNqu+LVp0W4mdkb1GF3V3rWs53E3d2zw8GjP' +
  'nV85Eau45VbfZ+6R7MugyB0n0fX8shwQyejJQPIq2oIgcryi2ZIHfGK7pR3G4iVXg9D0Lwvim555ZQLvtqtzEYtCH0dR3vRLSFJR' +
  'kMM+XpE78mhQOzIUZgxvft1rrT96HlO5c4iYnOPVabfBPFI/w0D9xbAgyLudzxGKAZSZCPkkMzbWUVHmN811kIrHBH67IiuSRL0Q' +
  '2ytgQiSx95XbcS5q1JD/Zfwk6+bPgVLeigHZj3NC07uZR6nbN457vinmLuSd48yIrImjFizz9BupH8FHRxUJsSXyQsPBjQW/yqbT' +
  '8f7m4hVZqTzv36us8mmn1JVsVwQ7TMK4o9eWZz6x86hu+/Pn0vs8XdyGVQSV5LtU07u1GIA2LwCgy04lKtlOARXcq336+B8v5Xx9' +
  '/Vq8V79UVlGlbg3l+7QohymDorslb3R57HtTOOHAVbeXCszfWWRhvHux9HBx6GF1qNxpGFOXSQJ9AXMsFazbC10U1nyjYNgzvaKk' +
  'WzMdCgixskWijQfQV1bSKha8ULDufVy+5pCqoc52J4F1YOdIsJ71uTy3zZ+fHQmL6H7773hPsxI6phFqrZmKpNc3nIU+XOcEja26' +
  'JoGfMl9Aug3iglKr4vfkhnj7GpfehNTlTPno9RQjgPf2oCD5B4DqK/VhfKCUV63CZhvUI/7oJExLYBWjXui3ThQj+Ggi3ywq/WEd' +
  '/xMmSiLauUAvJ2ZkbAp8sntpiwXmcTS9BBj3vFRVgMET2TntFUBmLeKN1kH+NdCITCNMIbU15d1ft9d/ru8/Oi6dXPhoyJwWfLLr' +
  'usyy8NBwny8Cuep6l94GpbViIqNJJ83rtBTbgsKEPfEJw3LwfNJVZ7zdd91cD0KpCOaiBOa537e+4s1VNUPG0bk13OcnUzd1vt6T' +
  'LD0PVDH06HZk039sZ1pBJGvQxmvjxhmfERzNtKaKPpUIsDQiRtx13hUKPalOc0sGn0E8+sp0LyejGAvFG5dUBYulB6KAegn7jB+b' +
  'Gjvt7CvdP30Xq4dLaGXnQe8LDNAUNErMucINmic2G95c3bzgww4jM3OcqauGnGCnG44+sGtVKRheUbdZHxGyyVcvOMSwY6SzBibW' +
  'mI8YvHAXmquBZvL6QmiqihzRZOusNhFfvjgcGo+dmyiGDY5zS8zl41vIt/FR+87PJr3NFXNl8WlhexcaBMEwcWLGixo0mixY0WLG' +
  'g0mixY0WLGixo0++fE8XHJflBjRRo0aKKKKDGijRo0UUGNFGjRooooxjJRiijGMYxkoxRRjGMlGKKMYxERJGMRERESRjERESRjER' +
  'AAhAAAhAAAAIBAADbeIxNpxzi07Pq1jXUmREKE4fbGTjkUwrOJgce46NXXcDLqwfBQD1L+NBtgQBAizvbVK6NLyjULuD88Ax5p72' +
  'uiMIMt9yMX9U7SFodyMGzYuTruix+lBWCGiHqtgqlYj9jk55yXY3mlHqDd/b2HmL3rsCujtY7mS8dbwvSPVV1wyXN6sbV+02Hp5C' +
  '1RJxQm2vOQ9TxzCxfMUg36EUh4q9Ldj340/JbQJ8WdQCFptvam7PG+dViA6SeMSCGUPRSPuBTVH5MeuNjHgbKvLHpLVY5sRR3TGX' +
  'PcStToZ1g0l+qJeX6PPu1JvYt2lKM6H8XckU4UJA8PPkHA==';
/** What xz 5.4 makes of it. */
const XZ =
  '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4BF7Bm1dABgOgCJ+N1/jNWyqznXFjfwQKj/x/cuw8IpA4pXAyBT3aDb18Np3BvBK4tBg' +
  'LSVQPH7wRGMtTfTWIpTRSjcJV7Z3jSQ+54XGg3IT9sh7/rNDxWLiMv7KNhqF4fIUjiQe/qMxu4x54exbwNNMhDvTstxqZHa0DBmI' +
  '/9wIAbyZl4gmp1mJOboYpoceeL5l8UvCsfOeELriZCPLE1TQcTHySo9U3OGoOwxM0nu0zOFr0y4knerNCdQHFjjftwIAP3hLRoja' +
  'Ku0FCcSRDvXXkCuGJxX1k96ZOQnCtIq87JI+AE4g1slr8MBaCM3Qsu4GTesRuiOXl2o2uThiWwLkC6Dzreit8PZr+DzIEB1HZH/2' +
  'T27fMN5T5e+UxjEooPm2sdB/acJUtFjNlL/B94WSYBJaLslxGdGkl5Hpe+R3tgwmCeROhbVFNDuzXehSs7wj87Dyv4+nZ6/Ckqv2' +
  'V1CL59LZDGCfEoiIdSVDA4U7+Ounbqy4wTEsuFBiDjC9e83ALiA4qpJqtucBS0QdHRyR3emAX4MM//LfVlM1QJ/QZwXFdoBtMFUZ' +
  'YR01SyQgyRwlTC0mrGE4sdUck6B1t/C6whbUjrdKEAl987YqJ9Ltrcjp1JXto+HHXCby/lUa8g/uyt/YOv1eC5Qof2xvPFRMOG8m' +
  'zskotzYqw/FTWKc5w6G8oiABX6poQt94hAU0QG+R3YiqcvzxXihefzghDfWnx6BxQ+q251cMQZ1V0dzqGqaYsULiLhcQtKsMA6xq' +
  'FVGnhKAOyIVidIrIo8vr4OGGgztirTEntx3PgXCsWjTLwD8KwM7PIO5XE+m00AAlpdL8Pp49KOVSNnz32cqf6KmLtggq82k4KHB5' +
  'loh7ot+fUhzlLqgZDndhWt0YJ1rrrN3LbJSizn9n1O3YNGJQB1Bw1RRRe3hl5KAqbWg09xcECw6AtVIOh8UOJl8RswNAkQkYfZ+6' +
  '54Erl5TQhLoZ3IAi24kUEFiEL+2dc56FDJy02UESIeRtYa2C/kcMZpINNuVwlbjFiohjrQldsJdjawRIUwu3eKSv/c2UylwiydM9' +
  'YOj3J405OHP/Lgodjnjmf2mfMYJZ+tWokozCGozcjaNECsMp8+uHiWtTaDSzumI9HTv9Xn6nE0a1Dc7oQTMiicvHjD6Ys+DrBmIR' +
  'umViHkhvXFSEUzSmd60UwWYV5pFrguRJrHvl3fnShlrP5fcd823sfRhmRJOVNQz26yTeTaZFWDWi2LfTErOGcp1Az37VGnXxhLP/' +
  's53vdwrMUuTtCrbjTTJlXSh5tYGegzk+ZVogXO2He8TRgutEWUcATat0UIdbCoIVVacJXB9tg032koYNbbXMHnIdVLHlfn5NYF0l' +
  'hcXG3rYJtZrGJHduJ3gihG5hnY+/tZfktVrE9Whhjz3sQr9+n3M6V9qFj1Px+dyRfXzPY+38kHif0ydPS2qM8k4ZlZdy5pRPOx3T' +
  'r/IChwsjeuJ6aOpfmTJ9O9qhfJC7CnT2C+NQL9jo0l4WF89A2kb2yfCnilVVZqRx1PbP0Mb4ddZ/8vFjGolr7uejTVSeeZhAhSv7' +
  'vSGzrU2O3OCL2mdT6oepsWarkynviJakwGyRVzDslbDWk39sS41LwMkW5mtyvxFCxLWtfrB9YTdSXIvpOLHcSuJIMuHaHl3T1amt' +
  '+NdL62W3fn+Kf/YWBzIi/TAktn11BDIuSLRj4WGaM1zFDZ7N6ZW5eBtZjjro7fvL9PRRr6b7KEftIN1P5sAF8b1Lo+oy/NdYT1YO' +
  '15ZcnmqyHtlrhgBHIfXahE2IGg2BWj7LKYHQ1qdq8ix7poAXjZegg0oMjFY26r/ct8XRLLEtPUXe6xgHizagEALt2ZdjPF39Nt76' +
  'CIQ87sg3zzOGf2DEmac6gbIZ2DxtXDggg6IlhPl2Fr5Spt2wR+ZvxgHsZMGIEXTclz9bSgOEZARQut5yvKdiFgaNJtxN2EY0ssE9' +
  'Bxm5i5VG6qmP0QXc/49e2V07sHxcBoDLdxZkigeNkYiHS+gO1y4AgrNbGgYO7BW8LkSp3p3uuUx3IIA5SbwpcHf5Tk3IAphvopmk' +
  'XjM/6utNiwdwiZjtSFdiI3aD9oFwVcR4QabyNjPteiupFQfTc3ZMgkiARkrblIz1C77YmHKdYmEtLJayCfZOEhu5YPCNLc9LnsfA' +
  'X8Co/IbIWm5Mtb6lgJRxOFVKljZtZLQ1CwAAAAAA66BQL6q3EesAAYkN/CIAAO1uA/WxxGf7AgAAAAAEWVo=';

const fromBase64 = (data: string): Uint8Array => Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
const zstd = (data: Uint8Array): Uint8Array =>
  new Uint8Array(zstdCompressSync(data, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }));
const packed: Record<string, Uint8Array> = {
  gzip: gzip([bytes]),
  bzip2: fromBase64(BZIP2),
  xz: fromBase64(XZ),
  zstd: zstd(bytes),
};

describe('decompress', () => {
  test.each(Object.keys(packed))('unpacks %s', async (kind) => {
    expect(new TextDecoder().decode(await decompress(packed[kind]!))).toBe(text);
  });

  test('gives what is not compressed as it is', async () => {
    expect(await decompress(bytes)).toBe(bytes);
    expect(await decompress(new Uint8Array())).toHaveLength(0);
  });

  test('unpacks zstd of many shapes', async () => {
    const shapes = [
      new Uint8Array(),
      Uint8Array.of(7),
      new Uint8Array(300_000),
      Uint8Array.from({ length: 70_000 }, (_, i) => (i * i * 31) >> 7),
      Uint8Array.from({ length: 200_000 }, (_, i) => (i % 251) ^ (i >> 9)),
    ];
    for (const shape of shapes) expect(await decompress(zstd(shape))).toEqual(shape);
  });

  test.each(Object.keys(packed))('refuses damaged and truncated %s', async (kind) => {
    const whole = packed[kind]!;
    const damaged = whole.slice();
    damaged[whole.length >> 1]! ^= 0x55;
    await expect(decompress(damaged)).rejects.toThrow();
    await expect(decompress(whole.subarray(0, whole.length >> 1))).rejects.toThrow();
  });
});
