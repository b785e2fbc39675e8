import { utf8Of } from "../evidence/bytes.ts";

/**
 * Alertmanager's fingerprint of a label set, for senders that give none: FNV-1a, 64 bit, over the names in the order of
 * their bytes, each name and each value followed by a byte that UTF-8 never has. 16 hex digits.
 */
export const fingerprintOf = (labels: Readonly<Record<string, string>>): string => {
  const hash = createFnv1a64();
  const names = Object.keys(labels).map((name) => ({ name, bytes: utf8Of(name) }));
  for (const { name, bytes } of names.sort((a, b) => compareBytes(a.bytes, b.bytes))) {
    hash.add(bytes);
    hash.add(SEPARATOR);
    hash.add(utf8Of(labels[name]!));
    hash.add(SEPARATOR);
  }
  return hash.digits();
};

const SEPARATOR = Uint8Array.of(0xff);

// UTF-16 would put U+1F6A8 before U+FF01.
const compareBytes = (a: Uint8Array, b: Uint8Array): number => {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
};

/** In two halves of 32 bits, because BigInt takes some twenty times as long. The prime is 2^40 + 435. */
const createFnv1a64 = () => {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  return {
    add: (bytes: Uint8Array): void => {
      for (const byte of bytes) {
        const mixed = (low ^ byte) >>> 0;
        const product = mixed * 435;
        high = (high * 435 + Math.floor(product / 2 ** 32) + mixed * 2 ** 8) % 2 ** 32;
        low = product % 2 ** 32;
      }
    },
    digits: (): string => high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0"),
  };
};
