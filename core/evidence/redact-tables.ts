import { isMarked, type Mark } from "./redact-mark.ts";
import { kindOfName } from "./redact-pairs.ts";
import { isSecret } from "./redact-secret.ts";

interface Table {
  readonly separator: string | RegExp;
  readonly kinds: readonly (string | undefined)[];
}

const MAX_HEADER = 400;
const MAX_ROW = 4000;
const COLUMN = /^[A-Za-z_#][\w.#-]{0,40}(?: [A-Za-z]{1,20}){0,2}$/;
const RULE = /^[\s|+:=-]{3,400}$/;
const SEPARATORS = [",", "\t", ";", "|", /[ \t]{2,}/] as const;

/**
 * Columns under a heading that names a secret: CSV, and tables as psql, MySQL and kubectl print them. The returned
 * function takes the lines in their order.
 */
export const createTableRedactor = (
  mark: Mark,
): { read: (line: string, mayOpen: boolean) => string; isOpen: () => boolean } => {
  let table: Table | undefined;
  return {
    isOpen: () => table !== undefined,
    read: (line, mayOpen) => {
      if (table !== undefined) {
        if (RULE.test(line)) return line;
        const row = redactRow(line, table, mark);
        if (row !== undefined) return row;
        table = undefined;
      }
      if (mayOpen && line.length <= MAX_HEADER) table = readHeader(line);
      return line;
    },
  };
};

const readHeader = (line: string): Table | undefined => {
  if (/[=:(){}[\]<>]/.test(line)) return undefined;
  for (const separator of SEPARATORS) {
    const columns = line.split(separator).map(bare);
    const named = columns.filter((name) => name !== "");
    if (named.length < 2 || !named.every((name) => COLUMN.test(name))) continue;
    // A list of words in a sentence has spaces.
    if (separator === "," && named.some((name) => name.includes(" "))) continue;
    if (typeof separator !== "string" && !named.every((name) => name === name.toUpperCase())) continue;
    const kinds = columns.map((name) => kindOfName(name));
    if (kinds.some((kind) => kind !== undefined)) return { separator, kinds };
  }
  return undefined;
};

const bare = (field: string): string => field.trim().replace(/^["'`]|["'`]$/g, "");

/** undefined: this is no row of the table. */
const redactRow = (line: string, { separator, kinds }: Table, mark: Mark): string | undefined => {
  if (line.length > MAX_ROW || line.trim() === "") return undefined;
  const cells = typeof separator === "string" ? splitQuoted(line, separator) : line.split(/([ \t]{2,})/);
  const step = typeof separator === "string" ? 1 : 2;
  if (Math.ceil(cells.length / step) !== kinds.length) return undefined;
  return cells
    .map((cell, i) => {
      const kind = i % step === 0 ? kinds[i / step] : undefined;
      const value = bare(cell);
      if (kind === undefined || value === "" || isMarked(value)) return cell;
      if (!isSecret({ start: 0, end: 0, text: value, prose: true, quoted: false }, kind)) return cell;
      const at = cell.indexOf(value);
      return cell.slice(0, at) + mark(kind) + cell.slice(at + value.length);
    })
    .join(typeof separator === "string" ? separator : "");
};

/** A separator in double quotes separates nothing. */
const splitQuoted = (line: string, separator: string): string[] => {
  if (!line.includes('"')) return line.split(separator);
  const cells: string[] = [];
  let start = 0;
  let inQuotes = false;
  for (let i = 0; i < line.length; i++) {
    if (line[i] === '"') inQuotes = !inQuotes;
    else if (line[i] === separator && !inQuotes) {
      cells.push(line.slice(start, i));
      start = i + 1;
    }
  }
  cells.push(line.slice(start));
  return cells;
};
