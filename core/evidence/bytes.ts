/** In every runtime, but in the types of none that `core` may use. */
declare const TextEncoder: new () => {
  encode(text: string): Uint8Array;
  encodeInto(text: string, into: Uint8Array): { readonly read: number; readonly written: number };
};

/**
 * The UTF-16 code units of a text as bytes, 255 for each that is not ASCII: read several times, they cost a fraction of what
 * `charCodeAt` does. Mostly the same array each time, with zeros behind the text: read it before the next call.
 */
export const bytesOf = (text: string): Uint8Array => {
  const { length } = text;
  const bytes = length <= MAX_SHARED ? shared : new Uint8Array(length + MARGIN);
  const { read, written } = encoder.encodeInto(text, bytes);
  if (read !== length || written !== length) {
    for (let i = 0; i < length; i++) bytes[i] = Math.min(text.charCodeAt(i), 255);
  }
  for (let i = length; i < length + MARGIN; i++) bytes[i] = 0;
  return bytes;
};

/** A half of a surrogate pair counts as U+FFFD. */
export const utf8Of = (text: string): Uint8Array => encoder.encode(text);

const MAX_SHARED = 4096;
const MARGIN = 4;
const shared = new Uint8Array(MAX_SHARED + MARGIN);
const encoder = new TextEncoder();
