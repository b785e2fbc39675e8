import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { SETTING_DESCRIPTIONS } from "../functions/setting-descriptions.ts";
import { SETTINGS } from "../functions/settings.ts";

const BEGIN = "<!-- settings:begin -->";
const END = "<!-- settings:end -->";

/** The table of `configuration.md`, one row a setting, in the order in which the code names them. */
export const settingsTable = (descriptions: typeof SETTING_DESCRIPTIONS = SETTING_DESCRIPTIONS): string =>
  [
    "| variable | default | unit | functions | |",
    "|---|---|---|---|---|",
    ...SETTINGS.map(({ name, default: value, unit, functions, type }) => {
      const byDefault = value === null ? "none" : value === "" ? "empty" : `\`${value}\``;
      const range = type.kind === "integer" ? ` ${type.min} to ${type.max}.` : "";
      return `| \`${name}\` | ${byDefault} | ${unit ?? ""} | ${functions.join(", ")} | ${toCell(descriptions[name])}${range} |`;
    }),
  ].join("\n");

/**
 * What stands between the markers, and what around them.
 *
 * @throws {Error} when a marker is missing.
 */
export const splitPage = (
  page: string,
): { readonly before: string; readonly table: string; readonly after: string } => {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`configuration.md needs ${BEGIN} and, below it, ${END}.`);
  const from = begin + BEGIN.length;
  return { before: page.slice(0, from), table: page.slice(from, end).trim(), after: page.slice(end) };
};

const toCell = (text: string): string => text.replaceAll("|", "\\|");

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = fileURLToPath(new URL("configuration.md", import.meta.url));
  const { before, after } = splitPage(readFileSync(path, "utf8"));
  // Blank lines, else Markdown takes the markers and the table for one block.
  writeFileSync(path, `${before}\n\n${settingsTable()}\n\n${after}`);
}
