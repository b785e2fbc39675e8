import { neutralise } from "../evidence/neutralise.ts";
import { type Redactor, redact as redactAlways } from "../evidence/redact.ts";
import { cutEnd } from "../evidence/shorten.ts";

type Annotations = Readonly<Record<string, string>>;

/** What people wrote beside an alert, as data for a prompt: safe, a line each, within a budget. */
export const annotationText = (annotations: Annotations, redact: Redactor["redact"] = redactAlways): string => {
  const lines: string[] = [];
  let room = MAX_TEXT;
  for (const line of annotationLines(annotations)) {
    // First made safe: half of a secret would not be known for one.
    const safe = cutEnd(neutralise(redact(line).text), Math.min(MAX_LINE, room));
    if (safe.length < MIN_LINE) continue;
    lines.push(safe);
    room -= safe.length + 1;
  }
  return lines.join("\n");
};

/** `name: value`, those that tell most first; not safe yet. */
export const annotationLines = (annotations: Annotations): readonly string[] => {
  // Grafana's `__dashboardUid__` and the like speak to programs.
  const names = Object.keys(annotations).filter((name) => !name.startsWith("__") && annotations[name]?.trim());
  const rest = names.filter((name) => !FIRST.includes(name)).sort();
  return [...FIRST.filter((name) => names.includes(name)), ...rest].map((name) => `${name}: ${annotations[name]}`);
};

const FIRST: readonly string[] = ["summary", "description", "message", "runbook_url"];

/** About 300 tokens of a small context. */
const MAX_TEXT = 1200;
const MAX_LINE = 400;
/** Less than this tells nothing. */
const MIN_LINE = 8;
