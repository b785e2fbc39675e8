import { ERROR_CLASSES } from "../core/evidence/error-class.ts";
import { TRIAGE_SCHEMA } from "../core/triage/testing.ts";

const version = (number: string, sentence: string): string => `# Reviewed by the night shift.
id: triage.web
version: ${number}
description: First look at the logs of a web service.
model_defaults: { temperature: 0.2, top_p: 0.9, max_tokens: 700, stop: [] }
inputs:
  required: [logs]
  optional:
    namespace: unknown
    coverage: ""
output: triage.1
system: |
  ${sentence}
  Use only what the lines show.
user: |
  Namespace: {{namespace}}
  {{coverage}}
  {{> evidence.1}}
`;

const card = (name: string): string => `${name}:
  title: What ${name} means
  severity: ${name === "benign" ? "info" : "error"}
  verdict: ${name === "benign" ? "no_action" : "required"}
  causes: [A cause of ${name}]
  look_at: [The logs before it]
  steps: [Look at the workload]
`;

const cases = `- name: out of memory
  namespace: web
  logs: |
    2026-01-01T12:00:00Z info listening on :8080
    2026-01-01T12:03:10Z error Memory cgroup out of memory: Killed process 4211 (node)
  expect:
    intent: web
    error_class: oom_killed
    severity: [error, critical]
    cites: [out of memory]
- name: a quiet hour
  namespace: web
  logs: |
    2026-01-01T12:00:00Z info listening on :8080
    2026-01-01T12:03:10Z info GET / 200
  expect:
    intent: web
    verdict: [no_action, inconclusive]
- name: a refused connection
  namespace: web
  logs:
    - "2026-01-01T12:00:00Z error dial tcp 10.0.0.7:5432: connect: connection refused"
  expect:
    cites: [connection refused]
`;

/** A small, valid tree: one prompt, two versions of which the older one is no longer labelled. Not yet locked. */
export const TREE: Readonly<Record<string, string>> = {
  "prompts/triage.web/1.9.0.yaml": version("1.9.0", "You are on call."),
  "prompts/triage.web/1.10.0.yaml": version("1.10.0", "You are on call for a web service."),
  "prompts/triage.web/cases.yaml": cases,
  "prompts/partials/evidence.1.txt": "--- {{fence}} begin ---\n{{logs}}\n--- {{fence}} end ---\n",
  "prompts/schemas/triage.1.json": `${JSON.stringify(TRIAGE_SCHEMA, null, 2)}\n`,
  "prompts/labels.yaml": "dev:\n  triage.web: 1.10.0\nproduction:\n  triage.web: 1.10.0\n",
  "prompts/routes.yaml": `default: web
intents:
  web:
    description: Trouble of a web service.
    prompt: triage.web
    examples: [What is wrong with the shop?, The login page answers with 502]
rules: []
`,
  "prompts/knowledge.yaml": ERROR_CLASSES.map(card).join(""),
};
