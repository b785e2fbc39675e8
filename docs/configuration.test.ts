import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SETTING_DESCRIPTIONS } from "../functions/setting-descriptions.ts";
import { SETTINGS } from "../functions/settings.ts";
import { settingsTable, splitPage } from "./settings-table.ts";

const page = readFileSync(new URL("configuration.md", import.meta.url), "utf8");

/** Cells without the blanks and dashes that a formatter adds. */
const rowsOf = (table: string): string[] =>
  table
    .replace(/^\|(?: ?-+ ?\|)+$/gm, "---")
    .replace(/ *(?<!\\)\| */g, "|")
    .split("\n");

// When this fails after a change of settings: npx node docs/settings-table.ts
test("the table of configuration.md is what functions/settings.ts says", () => {
  expect(rowsOf(splitPage(page).table)).toEqual(rowsOf(settingsTable()));
});

test("the table has one row for each setting", () => {
  const rows = settingsTable().split("\n").slice(2);
  expect(rows.map((row) => /^\| `(\w+)`/.exec(row)?.[1])).toEqual(SETTINGS.map(({ name }) => name));
});

test("a bar in a description stays inside its cell", () => {
  const table = settingsTable({ ...SETTING_DESCRIPTIONS, [SETTINGS[0].name]: "a | b" });
  expect(table.split("\n")[2]).toContain("| a \\| b ");
});
