/** HMAC-SHA256, in 64 lower-case hex digits. */
export const hmacSha256 = async (secret: string, content: string | Uint8Array): Promise<string> =>
  toHex(new Uint8Array(await crypto.subtle.sign("HMAC", await toKey(secret, "sign"), toBytes(content))));

/** Whether `given` is the content's HMAC-SHA256 in hex. Takes as long for a near miss as for a far one. */
export const isHmac = async (secret: string, content: string | Uint8Array, given: string): Promise<boolean> => {
  const key = await toKey(secret, "verify");
  if (!/^[0-9a-f]{64}$/i.test(given)) return false;
  return crypto.subtle.verify("HMAC", key, fromHex(given), toBytes(content));
};

const toKey = (secret: string, use: "sign" | "verify"): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", new TextEncoder().encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [use]);

// Memory that threads share is the one kind of bytes that WebCrypto refuses, and nothing here makes any.
const toBytes = (content: string | Uint8Array): BufferSource =>
  typeof content === "string" ? new TextEncoder().encode(content) : (content as Uint8Array<ArrayBuffer>);

const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

const fromHex = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
