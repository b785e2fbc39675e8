import { PromptError } from "../error.ts";

/** What a text hash covers: LF line ends, no spaces or tabs at line ends, no empty lines at the end. */
export const canonicalText = (text: string): string => {
  const lines = text.replace(/\r\n?/g, "\n").split("\n").map(cutBlanks);
  while (lines.length > 0 && lines.at(-1) === "") lines.pop();
  return lines.join("\n");
};

/**
 * JSON by RFC 8785 (JCS): keys sorted by UTF-16 code units, numbers as ECMAScript writes them, no white space. Members that
 * are undefined are left out.
 *
 * @throws {PromptError} `text_not_unicode` with the pointer of a text that holds half a surrogate pair.
 */
export const canonicalJson = (value: unknown): string => write(value, "");

/** Whether the text can be encoded as UTF-8: it holds no half of a surrogate pair. */
export const isUnicode = (text: string): boolean => !/[\ud800-\udfff]/u.test(text);

/** A key as a segment of a JSON pointer (RFC 6901), with its slash. */
export const toPointer = (key: string | number): string =>
  `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;

const write = (value: unknown, pointer: string): string => {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return writeText(value, pointer);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item, index) => write(item, pointer + toPointer(index))).join(",")}]`;
  if (typeof value !== "object") throw new TypeError(`${String(value)} at "${pointer}" is not JSON`);

  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${writeText(key, pointer + toPointer(key))}:${write(member, pointer + toPointer(key))}`);
  return `{${members.join(",")}}`;
};

const writeText = (text: string, pointer: string): string => {
  if (isUnicode(text)) return JSON.stringify(text);
  const detail = `${JSON.stringify(text.slice(0, 60))} holds half a surrogate pair. Send valid Unicode.`;
  throw new PromptError("text_not_unicode", `Not Unicode at "${pointer}": ${detail}`, {
    issues: [{ pointer, detail }],
  });
};

// A loop, because `[ \t]+$` takes quadratic time on a long run of blanks inside a line.
const cutBlanks = (line: string): string => {
  let end = line.length;
  while (end > 0 && (line[end - 1] === " " || line[end - 1] === "\t")) end -= 1;
  return line.slice(0, end);
};
