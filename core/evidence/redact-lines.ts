import { createBlockRedactor } from "./redact-blocks.ts";
import type { Mark } from "./redact-mark.ts";
import { createTableRedactor } from "./redact-tables.ts";

/** A key of 16384 bits, wrapped at 64 characters, has 200 lines. */
const MAX_KEY_LINES = 250;
const BEGIN = /-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY/;
const END = /-----END (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY/;
const KEY_BODY = /(^|[\s"'|>])[A-Za-z0-9+/]{4,100000}={0,2}(?=["'\\,]{0,4}\s{0,4}$)/;
const KEY_BEFORE_END = /(^|[\s"'|>])[A-Za-z0-9+/]{4,100000}={0,2}(-----END )/;
/** `Password:` in base64, asked by a mail server. */
const ASKED = /\b334 UGFzc3dvcmQ6/;
const ANSWER = /((?:^|[\s>:<"])(?!334 ))([A-Za-z0-9+/]{4,200}={0,2})(?=["']?\s{0,4}$)/;

/** Remembers, for one stream of lines, what a line before says of those after it. */
export interface Context {
  /** @param opens The line holds a word that could begin something. */
  readonly read: (line: string, raw: string, opens: boolean) => string;
  /** Whether something is open: the next line has to be read whatever it holds. */
  readonly isOpen: () => boolean;
}

/** Secrets that stand on another line than what tells of them: keys, YAML blocks, tables, dialogues. */
export const createContext = (mark: Mark): Context => {
  const blocks = createBlockRedactor(mark);
  const tables = createTableRedactor(mark);
  let keyLines = 0;
  let asked = false;

  const readKey = (line: string, raw: string): string => {
    if (BEGIN.test(raw) && !END.test(raw)) {
      keyLines = MAX_KEY_LINES;
      return line;
    }
    if (keyLines === 0) return line;
    const ends = END.test(raw);
    keyLines = ends ? 0 : keyLines - 1;
    return line.replace(ends ? KEY_BEFORE_END : KEY_BODY, (_, before: string, end: string) =>
      ends ? `${before}${mark("private_key")}${end}` : before + mark("private_key"),
    );
  };

  const readAnswer = (line: string): string => {
    const answers = asked;
    asked = ASKED.test(line);
    return answers ? line.replace(ANSWER, (_, before: string) => before + mark("password")) : line;
  };

  return {
    isOpen: () => keyLines > 0 || asked || blocks.isOpen() || tables.isOpen(),
    read: (line, raw, opens) => {
      let safe = line;
      if (opens || keyLines > 0) safe = readKey(safe, raw);
      if (asked || line.includes("334 UGFz")) safe = readAnswer(safe);
      if (opens || blocks.isOpen()) safe = blocks.read(safe);
      if (opens || tables.isOpen()) safe = tables.read(safe, opens);
      return safe;
    },
  };
};
