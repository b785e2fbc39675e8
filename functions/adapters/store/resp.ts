import { StoreFault } from "./fault.ts";

/** A reply to one of our commands, none of which is answered by a list. */
export type Reply =
  | { readonly type: "status"; readonly text: string }
  | { readonly type: "error"; readonly text: string }
  | { readonly type: "integer"; readonly value: number }
  /** null: there is none. */
  | { readonly type: "text"; readonly value: string | null }
  /** A value that is no UTF-8. */
  | { readonly type: "binary" };

export interface ReplyParser {
  /**
   * The replies that these bytes complete, in order.
   *
   * @throws {StoreFault} `not_a_store`, or `value_invalid` for a value above MAX_VALUE_BYTES. The parser is of no use then.
   */
  push(chunk: Uint8Array): readonly Reply[];
}

/** Longest value that is sent or read. */
export const MAX_VALUE_BYTES = 4 * 1024 * 1024;

/** A command of RESP 2 (https://valkey.io/topics/protocol/): a list of strings with their lengths in bytes. */
export const encodeCommand = (words: readonly string[]): Uint8Array =>
  encoder.encode(
    `*${words.length}\r\n${words.map((word) => `$${encoder.encode(word).byteLength}\r\n${word}\r\n`).join("")}`,
  );

export const createReplyParser = (): ReplyParser => {
  let bytes = new Uint8Array(4096);
  /** What is not yet parsed. */
  let start = 0;
  let end = 0;

  const append = (chunk: Uint8Array): void => {
    if (end + chunk.byteLength > bytes.byteLength) {
      const held = end - start;
      const larger = new Uint8Array(Math.max(4096, 2 * (held + chunk.byteLength)));
      larger.set(bytes.subarray(start, end));
      bytes = larger;
      start = 0;
      end = held;
    }
    bytes.set(chunk, end);
    end += chunk.byteLength;
  };

  /** The next reply, once it is whole. */
  const take = (): Reply | undefined => {
    if (start === end) return undefined;
    const sign = String.fromCharCode(bytes[start] ?? 0);
    if (!SIGNS.has(sign)) throw new StoreFault("not_a_store");
    const lineEnd = bytes.subarray(start, end).indexOf(LF) + start;
    if (lineEnd < start) {
      if (end - start > MAX_LINE_BYTES) throw new StoreFault("not_a_store");
      return undefined;
    }
    if (bytes[lineEnd - 1] !== CR) throw new StoreFault("not_a_store");
    const line = lenient.decode(bytes.subarray(start + 1, lineEnd - 1));
    const next = lineEnd + 1;
    if (sign !== "$") {
      start = next;
      return toReply(sign, line);
    }
    const length = lengthOf(line);
    if (length < 0) {
      start = next;
      return { type: "text", value: null };
    }
    if (end < next + length + 2) return undefined;
    if (bytes[next + length] !== CR || bytes[next + length + 1] !== LF) throw new StoreFault("not_a_store");
    start = next + length + 2;
    return toText(bytes.subarray(next, next + length));
  };

  return {
    push(chunk) {
      append(chunk);
      const replies: Reply[] = [];
      for (let reply = take(); reply; reply = take()) replies.push(reply);
      if (start === end) {
        start = 0;
        end = 0;
        // One large value must not be held for good.
        if (bytes.byteLength > KEPT_BYTES) bytes = new Uint8Array(4096);
      }
      return replies;
    },
  };
};

const CR = 13;
const LF = 10;
const SIGNS: ReadonlySet<string> = new Set(["+", "-", ":", "$"]);
/** No status or error is longer. */
const MAX_LINE_BYTES = 64 * 1024;
const KEPT_BYTES = 256 * 1024;

const encoder = new TextEncoder();
const lenient = new TextDecoder();
// A byte order mark is part of the value.
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const toReply = (sign: string, line: string): Reply => {
  if (sign === "+") return { type: "status", text: line };
  if (sign === "-") return { type: "error", text: line };
  if (!/^[+-]?\d{1,19}$/.test(line)) throw new StoreFault("not_a_store");
  return { type: "integer", value: Number(line) };
};

const lengthOf = (line: string): number => {
  if (line === "-1") return -1;
  if (!/^\d{1,9}$/.test(line)) throw new StoreFault("not_a_store");
  if (Number(line) > MAX_VALUE_BYTES) throw new StoreFault("value_invalid");
  return Number(line);
};

const toText = (bytes: Uint8Array): Reply => {
  try {
    return { type: "text", value: strict.decode(bytes) };
  } catch {
    return { type: "binary" };
  }
};
