import { isMarked, type Mark } from "./redact-mark.ts";
import { kindOfName } from "./redact-pairs.ts";

/** A longer line is no YAML key that stands alone. */
const MAX_LENGTH = 200;
/** Of a block; a key of 4096 bits has 52. */
const MAX_LINES = 100;

const KEY = /^([ ]{0,80}(?:- )?)["']?([\w.-]{1,100})["']?:[ ]{0,4}([|>][-+\d]{0,2})?[ ]{0,4}$/;
const ITEM = /^[ ]{0,80}(?:- )?["']?name["']?:[ ]{0,4}["']?([\w.-]{1,100})["']?[ ]{0,4}$/;
const VALUE = /^([ ]{0,80}["']?value["']?:[ ]{0,4}["']?)([^"'\s][^"']*)/;
const STRUCTURE = /^[ ]*(?:- |["']?[\w.-]{1,100}["']?:(?:[ ]|$))/;

/**
 * YAML whose secret stands on another line than its name. The returned function takes the lines of one stream in their
 * order: below `password:` and `password: |` what is indented goes, and after `name: DB_PASSWORD` the `value:`.
 */
export const createBlockRedactor = (mark: Mark): { read: (line: string) => string; isOpen: () => boolean } => {
  let open: { kind: string; indent: number; block: boolean; left: number } | undefined;
  let named: string | undefined;

  const read = (line: string): string => {
    const item = named;
    named = undefined;
    if (open !== undefined) {
      const { kind, indent, block } = open;
      const text = line.trim();
      const inside = text !== "" && indentOf(line) > indent && (block || !STRUCTURE.test(line));
      if (inside) {
        open = block && open.left > 0 ? { ...open, left: open.left - 1 } : undefined;
        return isMarked(text) ? line : line.slice(0, indentOf(line)) + mark(kind);
      }
      if (text !== "" || !block) open = undefined;
    }
    if (item !== undefined) {
      return line.replace(VALUE, (all, before: string, value: string) =>
        isMarked(value.trim()) || value.startsWith("$(") ? all : before + mark(item),
      );
    }
    if (line.length > MAX_LENGTH || !line.includes(":")) return line;
    const [, before, key, block] = KEY.exec(line) ?? [];
    const kind = key === undefined ? undefined : kindOfName(key);
    if (kind !== undefined) open = { kind, indent: before!.length, block: block !== undefined, left: MAX_LINES };
    const name = ITEM.exec(line)?.[1];
    if (name !== undefined) named = kindOfName(name);
    return line;
  };
  return { read, isOpen: () => open !== undefined || named !== undefined };
};

const indentOf = (line: string): number => /^[ \t]*/.exec(line)![0].length;
