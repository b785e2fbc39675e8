import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadTree } from "../cli/tree.ts";
import { renderPrompt } from "../core/prompt/render.ts";
import { sha256 } from "../functions/adapters/sha256.ts";

const { bundle } = loadTree(fileURLToPath(new URL("..", import.meta.url)));
const logs = "E1 12:00:01 error boom";
const wordsOf = (text: string): number => text.split(/\s+/).length;

/** What production serves of one id. */
const served = (id: string) => bundle.prompts[id]?.[bundle.labels.production?.[id] ?? ""];

describe("the library", () => {
  const specialists = Object.keys(bundle.labels.production ?? {}).filter(
    (id) => id === "recommend_actions" || (id.startsWith("log_triage.") && id !== "log_triage.general"),
  );
  const systemOf = (id: string): string => {
    const prompt = served(id);
    return prompt ? (renderPrompt(prompt, { logs, examples: [] }, sha256).messages[0]?.content ?? "") : "";
  };

  test("at least twelve triage prompts, a summary and actions", () => {
    expect(specialists.length).toBeGreaterThanOrEqual(12);
    expect(Object.keys(bundle.labels.production ?? {})).toEqual(
      expect.arrayContaining(["summarize", "log_triage.general"]),
    );
  });

  test.each(specialists)("%s begins as the general prompt does, so that a server's prefix cache serves both", (id) => {
    expect(systemOf(id).startsWith(systemOf("log_triage.general").trimEnd())).toBe(true);
  });

  test.each(specialists)("%s says what is usually harmless in its field, or what must never be advised", (id) => {
    expect(systemOf(id)).toMatch(/Usually harmless|Never advise/);
  });

  test.each(specialists)("%s falls back to the general prompt, and only that", (id) => {
    expect(served(id)?.fallback).toBe("log_triage.general@production");
  });

  test("no example stands in two prompts of different fields", () => {
    const lines = specialists.flatMap((id) =>
      (served(id)?.inputs.lists.examples?.default ?? []).map((item) => item.lines),
    );
    expect(lines.filter((text, index) => lines.indexOf(text) !== index)).toEqual([]);
  });

  test("no example repeats a line of a case", () => {
    const cases = Object.keys(bundle.prompts)
      .map((id) => new URL(`../prompts/${id}/cases.yaml`, import.meta.url))
      .map((path) => readFileSync(path, "utf8"))
      .join("\n");
    const messages = specialists
      .flatMap((id) => served(id)?.inputs.lists.examples?.default ?? [])
      .flatMap(({ lines = "" }) => lines.split("\n"))
      .map((line) => line.split(" ").slice(3).join(" "))
      .filter((message) => wordsOf(message) > 5);
    expect(messages.filter((message) => cases.includes(message))).toEqual([]);
  });
});
