/** The UTF-8 bytes of a text that holds no half of a surrogate pair. By hand: the core's types know no TextEncoder. */
export const utf8Of = (text: string): readonly number[] => {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i)!;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(code));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(code >> 6), tail(code));
    else {
      bytes.push(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code));
      i++;
    }
  }
  return bytes;
};

/** How many bytes a value takes as JSON in UTF-8. */
export const jsonBytes = (value: unknown): number => {
  const json = JSON.stringify(value);
  let bytes = json.length;
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i);
    // Each half of a surrogate pair stands for two of its four bytes.
    if (code >= 0x80) bytes += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2;
  }
  return bytes;
};

const tail = (code: number): number => 0x80 | (code & 0x3f);
