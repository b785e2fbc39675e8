import * as v from "valibot";
import { PromptError } from "../../core/error.ts";
import { toIssues, toPointer } from "./issues.ts";

/** Of what is in a body. An envelope around it comes on top. */
export const maxDepth = 32;

/**
 * Reads and checks a JSON body. Nothing is parsed before its size, encoding and depth are known to be sane.
 *
 * @throws {PromptError} `content_type_unsupported`, `body_too_large`, `body_malformed`, `body_too_deep`,
 * `text_not_unicode`, `field_unknown` or `request_invalid`, with JSON pointers.
 */
export const readBody = async <Schema extends v.GenericSchema>(
  request: Request,
  schema: Schema,
  maxBytes: number,
): Promise<v.InferOutput<Schema>> => {
  const { value, characters } = await readJson(request, maxBytes);
  requireUnicode(value);
  return checkBody(schema, value, characters);
};

/**
 * JSON of any form, whose texts may hold halves of surrogate pairs.
 *
 * @throws {PromptError} `content_type_unsupported`, `body_too_large`, `body_malformed` or `body_too_deep`.
 */
export const readJson = async (
  request: Request,
  maxBytes: number,
): Promise<{ readonly value: unknown; readonly characters: number }> => {
  requireJson(request);
  const text = decodeUtf8(await readBytes(request, maxBytes));
  return { value: parseJson(text), characters: text.length };
};

/**
 * Looks at the depth before it parses.
 *
 * @throws {PromptError} `body_too_deep` or `body_malformed`
 */
export const parseJson = (text: string, depth = maxDepth): unknown => {
  requireShallow(text, depth);
  return parse(text);
};

const requireJson = (request: Request): void => {
  const [type = "", ...parameters] = (request.headers.get("content-type") ?? "").toLowerCase().split(";");
  const charset = parameters.map((part) => part.trim()).find((part) => part.startsWith("charset="));
  const encoding = request.headers.get("content-encoding")?.toLowerCase() ?? "identity";
  const json = /^application\/(json|[a-z0-9!#$&^_.+-]+\+json)$/.test(type.trim());
  if (json && encoding === "identity" && (!charset || /^charset="?utf-8"?$/.test(charset))) return;
  throw new PromptError(
    "content_type_unsupported",
    "Send JSON in UTF-8 with Content-Type: application/json, not compressed.",
  );
};

/** @throws {PromptError} `body_too_large`, or `cancelled` where it breaks off. */
export const readBytes = async (request: Request, maxBytes: number): Promise<Uint8Array> => {
  const tooLarge = (): PromptError =>
    new PromptError("body_too_large", `The body is larger than ${maxBytes} bytes. Send less at once.`, {
      details: { max_bytes: maxBytes },
    });
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > maxBytes) throw tooLarge();
  if (!request.body) return new Uint8Array();

  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await readChunk(reader);
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      // The rest is not wanted; whether the other side hears of it does not matter.
      reader.cancel().catch(() => undefined);
      throw tooLarge();
    }
    chunks.push(value);
  }
  return join(chunks, size);
};

const readChunk = async (reader: ReadableStreamDefaultReader<Uint8Array>) => {
  try {
    return await reader.read();
  } catch (cause) {
    throw new PromptError("cancelled", "The body ended before it was complete.", { cause });
  }
};

const join = (chunks: readonly Uint8Array[], size: number): Uint8Array => {
  if (chunks.length === 1 && chunks[0]) return chunks[0];
  const all = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return all;
};

/**
 * @param options.ignoreBOM Whether a byte order mark at the beginning is a character like others.
 * @throws {PromptError} `body_malformed`
 */
export const decodeUtf8 = (bytes: Uint8Array, options: { readonly ignoreBOM?: boolean } = {}): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ...options }).decode(bytes);
  } catch {
    throw new PromptError("body_malformed", "The body is not UTF-8.");
  }
};

/** Looks before parsing: a body of brackets alone would overflow the stack of whatever walks it. */
const requireShallow = (text: string, maxDepth: number): void => {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (quoted) {
      if (code === backslash) index++;
      else if (code === quote) quoted = false;
    } else if (code === quote) quoted = true;
    else if (code === openBracket || code === openBrace) {
      if (++depth > maxDepth) {
        throw new PromptError("body_too_deep", `The body is nested deeper than ${maxDepth} levels.`);
      }
    } else if (code === closeBracket || code === closeBrace) depth--;
  }
};

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

const parse = (text: string): unknown => {
  if (text.trim() === "") throw new PromptError("body_malformed", "The body is empty. Send a JSON object.");
  try {
    return JSON.parse(text);
  } catch {
    // The engine's message quotes the text and differs between engines.
    throw new PromptError("body_malformed", "The body is not JSON.");
  }
};

/**
 * A half of a surrogate pair has no UTF-8 form, so it could be neither hashed nor sent.
 *
 * @throws {PromptError} `text_not_unicode`
 */
export const requireUnicode = (value: unknown, path: readonly (string | number)[] = []): void => {
  if (typeof value === "string") {
    if (value.isWellFormed()) return;
    throw new PromptError("text_not_unicode", "A text holds half of a surrogate pair, which is no Unicode character.", {
      issues: [{ pointer: toPointer(path), detail: "holds half of a surrogate pair." }],
    });
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) requireUnicode(item, [...path, index]);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      requireUnicode(key, path);
      requireUnicode(item, [...path, key]);
    }
  }
};

/** In a larger body only the first fault is looked for: a list of millions of wrong items has as many. */
const maxCharactersForAllIssues = 65_536;

/**
 * @param characters Of the text that the value was parsed from.
 * @throws {PromptError} `field_unknown` or `request_invalid`, with JSON pointers.
 */
export const checkBody = <Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  characters: number,
): v.InferOutput<Schema> => {
  const result = v.safeParse(schema, value, {
    abortEarly: characters > maxCharactersForAllIssues,
    // What is no time is not also a time that does not exist.
    abortPipeEarly: true,
  });
  if (result.success) return result.output;
  const { unknownFields, issues } = toIssues(result.issues);
  const [first] = issues;
  const more = result.issues.length - 1;
  const others = more === 0 ? "" : ` ${more} more${more < issues.length ? " in issues" : ""}.`;
  throw new PromptError(
    unknownFields ? "field_unknown" : "request_invalid",
    `${first?.pointer || "The body"} ${first?.detail ?? "is invalid."}${others}`,
    { issues },
  );
};
