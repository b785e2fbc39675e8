export const toBase64 = (bytes: Uint8Array): string => {
  let binary = "";
  for (let start = 0; start < bytes.length; start += maxArguments) {
    binary += String.fromCharCode(...bytes.subarray(start, start + maxArguments));
  }
  return btoa(binary);
};

/** Strictly: padded, in the alphabet of RFC 4648, 4, without white space. Undefined: it is none. */
export const fromBase64 = (text: string): Uint8Array | undefined => {
  try {
    const binary = atob(text);
    // `atob` also takes what `btoa` would never write.
    return btoa(binary) === text ? Uint8Array.from(binary, (byte) => byte.charCodeAt(0)) : undefined;
  } catch {
    return undefined;
  }
};

/** All engines take as many arguments. */
const maxArguments = 8192;
