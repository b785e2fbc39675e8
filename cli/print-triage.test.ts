import { beforeAll, describe, expect, test } from "vitest";
import type { AnalyzeReply } from "../core/triage/reply.ts";
import { formatTriage } from "./print-triage.ts";
import { kprompt, PROJECT } from "./testing.ts";

const paint = (_: string, text: string): string => text;
let reply: AnalyzeReply;
let several: AnalyzeReply;
beforeAll(() => {
  const args = ["analyze", "cli/incident.json", "--intents", "workload_triage,general", "--json"];
  several = JSON.parse(kprompt(PROJECT, args).stdout);
  reply = JSON.parse(kprompt(PROJECT, ["analyze", "cli/incident.json", "--json"]).stdout);
});

describe("a triage", () => {
  test.each([40, 80, 120])("in %i columns: no row is wider, but for the hashes", (columns) => {
    const rows = formatTriage(reply, { paint, columns }).split("\n");
    const wide = rows.filter((row) => row.length > columns && !/^ {2}\w+_sha256 +[0-9a-f]{64}$/.test(row));
    expect(wide).toEqual([]);
  });

  test.each([40, 80, 120])("of several intents in %i columns: no row is wider, but for the hashes", (columns) => {
    const rows = formatTriage(several, { paint, columns }).split("\n");
    const wide = rows.filter((row) => row.length > columns && !/^ {2}\w+_sha256 +[0-9a-f]{64}$/.test(row));
    expect(wide).toEqual([]);
  });

  test("of several intents: each claim with its evidence and sources, and each part", () => {
    const text = formatTriage(several, { paint, columns: undefined });
    const [claim] = several.synthesis?.claims ?? [];
    expect(text).toContain(
      `\nClaims\n  - ${claim?.claim}\n    ${claim?.evidence.join(", ")}; found by workload_triage, general\n`,
    );
    for (const { intent, triage, prompt } of several.parts) {
      expect(text).toContain(
        `${triage.severity.toUpperCase()} (action required, confidence ${triage.confidence} of 100)`,
      );
      expect(text).toMatch(new RegExp(`part +${intent}: ${prompt.id}@${prompt.version}, by rules`));
    }
    expect(text).toMatch(/merged +by rules \(model_not_configured\)$/m);
  });

  test("what was made safe is said, one or many", () => {
    const safety = { steps_dropped: 1, destructive_steps_dropped: 2, links_neutralised: 1 };
    expect(formatTriage({ ...reply, safety }, { paint, columns: undefined })).toContain(
      "1 unsafe step dropped; 2 destructive steps dropped; 1 link or mention taken apart",
    );
    expect(formatTriage(reply, { paint, columns: undefined })).not.toContain("made safe");
  });

  test("a long line of evidence is cut to three rows, with a mark", () => {
    const text = formatTriage(reply, { paint, columns: 80 });
    const evidence = text.slice(text.indexOf("\nEvidence\n"), text.indexOf("\n\nNot known"));
    const lines = evidence.split(/\n(?= {2}E\d)/).slice(1);
    expect(Math.max(...lines.map((line) => line.split("\n").length))).toBe(3);
    expect(lines.some((line) => line.split("\n").length === 3 && line.endsWith("…"))).toBe(true);
  });

  test("without a terminal every line is whole", () => {
    const text = formatTriage(reply, { paint, columns: undefined });
    for (const { text: line } of reply.evidence) expect(text).toContain(`  ${line}\n`);
    expect(text).toContain(`\n${reply.triage.summary}\n`);
  });

  test.each([
    { verdict: "no_action", says: "(no action, confidence" },
    { verdict: "required", says: "(action required, confidence" },
  ] as const)("the verdict $verdict in words", ({ verdict, says }) => {
    const text = formatTriage({ ...reply, triage: { ...reply.triage, verdict } }, { paint, columns: undefined });
    expect(text).toContain(says);
  });

  test("a default says its reason once", () => {
    const route = { ...reply.route, by: "default", reason: "default: no rule matched" } as const;
    const text = formatTriage({ ...reply, route }, { paint, columns: undefined });
    expect(text).toContain("workload_triage, by default: no rule matched (version by label)");
  });
});
