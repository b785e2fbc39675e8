import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { DIAGNOSTIC_CODES, type DiagnosticCode } from "./diagnostic-code.ts";
import { BASE_TREE, compileFiles, type Files, lockFiles } from "./testing.ts";

/**
 * One mistake a row, beside the nearest text that is right. `«` marks where the finding must be; it is not part of the text.
 * Each broken tree must give exactly that one finding, each right one none.
 */
interface Row {
  readonly name: string;
  readonly code: DiagnosticCode;
  readonly says: string;
  readonly file: string;
  /** Text of the base tree; absent: the whole file. */
  readonly find?: string;
  /** What replaces it; null: the file is deleted. */
  readonly broken: string | null;
  /** What replaces it in the right tree; absent: nothing is changed. */
  readonly valid?: string;
  /** Changes to both trees, after the lock was made: file, text, replacement. */
  readonly also?: readonly (readonly [file: string, find: string, replace: string])[];
  /** The finding is elsewhere: file and text with `«`, or with none for its first character. */
  readonly at?: readonly [file: string, marked: string];
}

const LOCKED = "prompts/log_triage.k8s/1.0.0.yaml";
const DRAFT = "prompts/log_triage.k8s/1.1.0.yaml";
const SUMMARY = "prompts/summarize/1.0.0.yaml";
const CASES = "prompts/log_triage.k8s/cases.yaml";
const SCHEMA = "prompts/schemas/triage.1.json";
const BLOCK = "prompts/partials/block.1.txt";
const LABELS = "prompts/labels.yaml";
const ROUTES = "prompts/routes.yaml";
const KNOWLEDGE = "prompts/knowledge.yaml";
const LOCK = "prompts/lock.json";

/** A version that answers no triage, though analyze could fill it in. */
const NO_TRIAGE = [
  "prompts/summarize/2.0.0.yaml",
  "",
  (BASE_TREE[SUMMARY] ?? "").replace("1.0.0", "2.0.0").replace("[logs, tone]", "[logs]").replace("{{tone}}", "dry"),
] as const;
/** A version that analyze cannot fill in, though it answers a triage. */
const NEEDS_HOST = [
  "prompts/log_triage.k8s/2.0.0.yaml",
  "",
  next("2.0.0").replace("[logs]", "[logs, host]").replace("Answer in", "{{host}}"),
] as const;

const FILES: readonly Row[] = [
  {
    name: "a file of no known kind",
    code: "file_unknown",
    says: "notes.md",
    file: "prompts/notes.md",
    broken: "«hello",
  },
  {
    name: "a version file that is no semver",
    code: "file_unknown",
    says: "1.2.yaml",
    file: "prompts/summarize/1.2.yaml",
    broken: "«id: summarize",
  },
  {
    name: "a version with build metadata",
    code: "file_unknown",
    says: "1.2.0+a.yaml",
    file: "prompts/summarize/1.2.0+a.yaml",
    broken: "«",
  },
  {
    name: "a folder that is no id",
    code: "file_unknown",
    says: "Summarize",
    file: "prompts/Summarize/1.0.0.yaml",
    broken: "«",
  },
  {
    name: "a partial without a number",
    code: "file_unknown",
    says: "tone.txt",
    file: "prompts/partials/tone.txt",
    broken: "«dry",
  },
  {
    name: "no labels.yaml",
    code: "file_missing",
    says: "prompts/labels.yaml",
    file: LABELS,
    broken: null,
    at: [LABELS, ""],
  },
  {
    name: "no routes.yaml",
    code: "file_missing",
    says: "prompts/routes.yaml",
    file: ROUTES,
    broken: null,
    at: [ROUTES, ""],
  },
  {
    name: "no knowledge.yaml",
    code: "file_missing",
    says: "prompts/knowledge.yaml",
    file: KNOWLEDGE,
    broken: null,
    at: [KNOWLEDGE, ""],
  },
  {
    name: "a triage prompt without cases",
    code: "file_missing",
    says: "cases.yaml",
    file: CASES,
    broken: null,
    at: [CASES, ""],
  },
  {
    name: "cases of no prompt",
    code: "prompt_unknown",
    says: "ghost",
    file: "prompts/ghost/cases.yaml",
    broken: `«${BASE_TREE[CASES]}`,
  },
  {
    name: "a NUL character",
    code: "character_forbidden",
    says: "U+0000",
    file: DRAFT,
    find: "First look",
    broken: "First «\u0000look",
  },
  {
    name: "bytes that are not UTF-8",
    code: "character_forbidden",
    says: "UTF-8",
    file: BLOCK,
    find: "{{logs}}",
    broken: "«\ufffd{{logs}}",
  },
  {
    name: "a byte order mark",
    code: "character_forbidden",
    says: "U+FEFF",
    file: ROUTES,
    find: "default:",
    broken: "«\ufeffdefault:",
  },
  {
    name: "half a surrogate pair",
    code: "character_forbidden",
    says: "U+D83D",
    file: DRAFT,
    find: "First look",
    broken: "First «\ud83d look",
    valid: "First \ud83d\ude00 look",
  },
];

const YAML: readonly Row[] = [
  { name: "an empty prompt", code: "type_mismatch", says: '""', file: DRAFT, broken: "«" },
  { name: "a text instead of a prompt", code: "type_mismatch", says: '"hello"', file: DRAFT, broken: "«hello" },
  { name: "a list instead of a prompt", code: "type_mismatch", says: "A list", file: DRAFT, broken: "«- id: x" },
  {
    name: "tabs as indentation",
    code: "yaml_invalid",
    says: "Tabs",
    file: LABELS,
    find: "  summarize",
    broken: "«\tsummarize",
  },
  {
    name: "a missing bracket",
    code: "yaml_invalid",
    says: "inputs: { required: [logs, tone }",
    file: SUMMARY,
    find: "[logs, tone] }",
    broken: "[logs, tone «}",
  },
  {
    name: "nesting without end",
    code: "yaml_invalid",
    says: "nested too deeply",
    file: LABELS,
    broken: `${"[".repeat(8000)}`,
    at: [LABELS, ""],
  },
  {
    name: "nesting beyond reason",
    code: "yaml_feature",
    says: "64 levels",
    file: LABELS,
    broken: `${"[".repeat(65)}«[${"]".repeat(66)}`,
  },
  {
    name: "two documents",
    code: "yaml_invalid",
    says: "---",
    file: KNOWLEDGE,
    find: "benign:",
    broken: "«---\nbenign:",
  },
  {
    name: "an anchor",
    code: "yaml_feature",
    says: "&limit",
    file: KNOWLEDGE,
    find: "error\n  verdict: required",
    broken: "«&limit error\n  verdict: required",
  },
  {
    name: "an alias",
    code: "yaml_feature",
    says: "*limit",
    file: KNOWLEDGE,
    find: "severity: error",
    broken: "severity: «*limit",
  },
  {
    name: "an unknown tag",
    code: "yaml_feature",
    says: "!env",
    file: SUMMARY,
    find: "summarize\nversion",
    broken: "«!env summarize\nversion",
  },
  {
    name: "a known tag",
    code: "yaml_feature",
    says: "tag:yaml.org,2002:str",
    file: SUMMARY,
    find: "version: 1.0.0",
    broken: "version: «!!str 1.0.0",
  },
  {
    name: "a merge key",
    code: "key_unknown",
    says: '"<<"',
    file: SUMMARY,
    find: "version: 1.0.0",
    broken: "«<<: {}\nversion: 1.0.0",
  },
  {
    name: "a %YAML directive",
    code: "yaml_feature",
    says: "%YAML",
    file: LABELS,
    find: "production:",
    broken: "«%YAML 1.1\n---\nproduction:",
  },
  {
    name: "an unknown directive, of which YAML only warns",
    code: "yaml_invalid",
    says: "%KPROMPT 1",
    file: LABELS,
    find: "production:",
    broken: "«%KPROMPT 1\n---\nproduction:",
  },
  {
    name: "a key that is a number",
    code: "yaml_feature",
    says: '"1"',
    file: LABELS,
    find: "  summarize",
    broken: "  «1: 1.0.0\n  summarize",
  },
  {
    name: "a duplicate key",
    code: "key_duplicate",
    says: '"description"',
    file: SUMMARY,
    find: "inputs: {",
    broken: "«description: again\ninputs: {",
  },
  {
    name: "the same label twice",
    code: "key_duplicate",
    says: '"production"',
    file: LABELS,
    find: "  summarize: 1.0.0\n",
    broken: "  summarize: 1.0.0\n«production:\n  summarize: 1.0.0\n",
    valid: "  summarize: 1.0.0\nstaging:\n  summarize: 1.0.0\n  log_triage.k8s: 1.0.0\n",
  },
  {
    name: "__proto__ as a key",
    code: "key_unknown",
    says: "__proto__",
    file: DRAFT,
    find: "output: triage.1",
    broken: "«__proto__: {}\noutput: triage.1",
  },
  {
    name: "R13 an unknown key",
    code: "key_unknown",
    says: '"descripton"',
    file: DRAFT,
    find: "output_rules:",
    broken: "«descripton: x\noutput_rules:",
  },
  {
    name: "R13 a missing field",
    code: "field_missing",
    says: '"description"',
    file: DRAFT,
    find: "description: First look at the logs of a workload, with examples.\n",
    broken: "",
    at: [DRAFT, "«id: log_triage.k8s"],
  },
  {
    name: "R13 a block scalar that ends early",
    code: "key_unknown",
    says: '"Severity" is not a key of a prompt. The block scalar "user" of line 26 probably ended early',
    file: DRAFT,
    find: "  Answer in JSON.\n",
    broken: "«Severity: info or error\n  Answer in JSON.\n",
    valid: "  Severity: info or error\n  Answer in JSON.\n",
  },
  {
    name: "R13 a block scalar that ends early, with a tag lost",
    code: "yaml_invalid",
    says: '"user" of line 26',
    file: DRAFT,
    find: "  Namespace: {{namespace}}\n",
    broken: "«Namespace: none\n",
    valid: "  Namespace: {{namespace}}!\n",
  },
  {
    name: "R13 a block scalar that ends early, and a syntax error follows",
    code: "yaml_invalid",
    says: '"user" of line 26 probably ended early',
    file: DRAFT,
    find: "  Namespace: {{namespace}}\n",
    broken: "  Namespace: {{namespace}}\n«Severity:\n  high\n  Low: x\n",
    valid: "  Namespace: {{namespace}}\n  Severity:\n  high\n  Low: x\n",
  },
  {
    name: "R13 a block scalar that ends early, with no colon",
    code: "yaml_invalid",
    says: '"Answer in JSON."',
    file: DRAFT,
    find: "  Answer in JSON.\n",
    broken: "«Answer in JSON.\n",
  },
];

const PROMPTS: readonly Row[] = [
  {
    name: "an id of another folder",
    code: "id_mismatch",
    says: "log_triage.k9s",
    file: DRAFT,
    find: "id: log_triage.k8s",
    broken: "id: «log_triage.k9s",
  },
  {
    name: "an id that is none",
    code: "name_invalid",
    says: "Log-Triage",
    file: DRAFT,
    find: "id: log_triage.k8s",
    broken: "id: «Log-Triage",
  },
  {
    name: "a version of another file",
    code: "version_mismatch",
    says: '"1.2.0"',
    file: DRAFT,
    find: "version: 1.1.0",
    broken: "version: «1.2.0",
  },
  {
    name: "R13 two files that claim one version",
    code: "version_duplicate",
    says: LOCKED,
    file: DRAFT,
    find: "version: 1.1.0",
    broken: "version: «1.0.0",
  },
  {
    name: "a version that is no semver",
    code: "version_invalid",
    says: '"v1.1.0"',
    file: DRAFT,
    find: "version: 1.1.0",
    broken: "version: «v1.1.0",
  },
  {
    name: "a version that YAML reads as a number",
    code: "type_mismatch",
    says: "write 1.10.0.",
    file: DRAFT,
    find: "version: 1.1.0",
    broken: "version: «1.10",
    valid: 'version: "1.1.0"',
  },
  {
    name: "a version that YAML reads as an integer",
    code: "type_mismatch",
    says: "write 2.0.0.",
    file: DRAFT,
    find: "version: 1.1.0",
    broken: "version: «2",
  },
  {
    name: "a version that is a number and nothing like one",
    code: "type_mismatch",
    says: "write one such as 1.2.0.",
    file: DRAFT,
    find: "version: 1.1.0",
    broken: "version: «1e3",
  },
  {
    name: "an empty description",
    code: "value_invalid",
    says: '""',
    file: SUMMARY,
    find: "A summary of the logs.",
    broken: '«""',
  },
  {
    name: "a description that is null",
    code: "type_mismatch",
    says: '"~"',
    file: SUMMARY,
    find: "A summary of the logs.",
    broken: "«~",
  },
  {
    name: "a temperature above the range",
    code: "value_invalid",
    says: '"2.1"',
    file: DRAFT,
    find: "temperature: 0.2",
    broken: "temperature: «2.1",
    valid: "temperature: 2",
  },
  {
    name: "a temperature that is text",
    code: "type_mismatch",
    says: '"low"',
    file: DRAFT,
    find: "temperature: 0.2",
    broken: "temperature: «low",
  },
  {
    name: "a top_p above the range",
    code: "value_invalid",
    says: '"1.01"',
    file: DRAFT,
    find: "top_p: 0.9",
    broken: "top_p: «1.01",
    valid: "top_p: 1",
  },
  {
    name: "max_tokens that is no integer",
    code: "value_invalid",
    says: '"200.5"',
    file: DRAFT,
    find: "max_tokens: 200",
    broken: "max_tokens: «200.5",
  },
  {
    name: "max_tokens below the longest answer",
    code: "max_tokens_low",
    says: "143: the longest answer of the output schema has about 144 tokens",
    file: DRAFT,
    find: "max_tokens: 200",
    broken: "max_tokens: «143",
    valid: "max_tokens: 144",
  },
  {
    name: "max_tokens below the longest answer of an own schema",
    code: "max_tokens_low",
    says: "about 59 tokens",
    file: "prompts/summarize/1.1.0.yaml",
    broken: nextSummary("1.1.0").replace("max_tokens: 100", "max_tokens: «58"),
    valid: nextSummary("1.1.0").replace("max_tokens: 100", "max_tokens: 59"),
  },
  {
    name: "five stop texts",
    code: "value_invalid",
    says: '"e"',
    file: DRAFT,
    find: '["END"]',
    broken: "[a, b, c, d, «e]",
    valid: "[a, b, c, d]",
  },
  { name: "an empty stop text", code: "value_invalid", says: '""', file: DRAFT, find: '["END"]', broken: '[«""]' },
  {
    name: "an unknown model setting",
    code: "key_unknown",
    says: '"seed"',
    file: DRAFT,
    find: "top_p: 0.9,",
    broken: "top_p: 0.9, «seed: 1,",
  },
  {
    name: "a fallback that is no reference",
    code: "reference_invalid",
    says: '"a@b@c"',
    file: DRAFT,
    find: "log_triage.k8s@production",
    broken: "«a@b@c",
  },
  {
    name: "a fallback without a version",
    code: "reference_invalid",
    says: '"summarize"',
    file: DRAFT,
    find: "log_triage.k8s@production",
    broken: "«summarize",
    valid: "log_triage.k8s@1.0.0",
  },
  {
    name: "a fallback that is nowhere",
    code: "fallback_invalid",
    says: "3.0.0 is no version or label of summarize",
    file: DRAFT,
    find: "log_triage.k8s@production",
    broken: "«summarize@3.0.0",
    valid: "log_triage.k8s@1.0.0",
  },
  {
    name: "a triage prompt's fallback that answers no triage",
    code: "output_not_triage",
    says: "summarize@2.0.0 answers summarize@2.0.0",
    file: DRAFT,
    find: "log_triage.k8s@production",
    broken: "«summarize@2.0.0",
    also: [NO_TRIAGE],
  },
  {
    name: "a triage prompt's fallback that analyze cannot fill in",
    code: "variable_unsupplied",
    says: 'requires "host"',
    file: DRAFT,
    find: "log_triage.k8s@production",
    broken: "«log_triage.k8s@2.0.0",
    also: [
      NEEDS_HOST,
      // 2.0.0 is the highest now, which the base tree's intent would name.
      [ROUTES, "log_triage.k8s@latest", "log_triage.k8s@1.1.0"],
    ],
  },
  {
    name: "a fallback to itself",
    code: "fallback_invalid",
    says: "log_triage.k8s@latest",
    file: DRAFT,
    find: "log_triage.k8s@production",
    broken: "«log_triage.k8s@latest",
  },
  {
    name: "a cycle of fallbacks",
    code: "fallback_cycle",
    says: "log_triage.k8s@1.1.0 > log_triage.k8s@1.2.0 > log_triage.k8s@1.1.0",
    file: DRAFT,
    find: "log_triage.k8s@production",
    broken: "«log_triage.k8s@1.2.0",
    also: [["prompts/log_triage.k8s/1.2.0.yaml", "", next("1.2.0").replace("@production", "@1.1.0")]],
  },
  {
    name: "R4 a changed output in a minor version",
    code: "output_changed",
    says: "the output schema of 1.1.0 differs from that of 1.0.0",
    file: DRAFT,
    find: "output: triage.1",
    broken: "output: «triage.2",
    also: [["prompts/schemas/triage.2.json", "", (BASE_TREE[SCHEMA] ?? "").replace("280", "270")]],
  },
  {
    name: "R4 a changed output in a patch of a draft",
    code: "output_changed",
    says: "the output schema of 1.1.1 differs from that of 1.1.0",
    file: "prompts/log_triage.k8s/1.1.1.yaml",
    broken: next("1.1.1").replace("output: triage.1", "output: «triage.2"),
    valid: next("1.1.1"),
    also: [["prompts/schemas/triage.2.json", "", (BASE_TREE[SCHEMA] ?? "").replace("280", "270")]],
  },
];

const INPUTS: readonly Row[] = [
  {
    name: "an input name with a capital",
    code: "name_invalid",
    says: '"Logs"',
    file: DRAFT,
    find: "required: [logs]",
    broken: "required: [logs, «Logs]",
  },
  {
    name: "an input called fence",
    code: "name_invalid",
    says: '"fence"',
    file: DRAFT,
    find: "    namespace: unknown",
    broken: "    «fence: x\n    namespace: unknown",
  },
  {
    name: "a field called fence",
    code: "name_invalid",
    says: '"fence"',
    file: DRAFT,
    find: "[lines, answer]",
    broken: "[lines, answer, «fence]",
  },
  {
    name: "an input declared twice",
    code: "name_duplicate",
    says: '"logs"',
    file: DRAFT,
    find: "    namespace: unknown",
    broken: "    «logs: x\n    namespace: unknown",
  },
  {
    name: "a default that is a number",
    code: "type_mismatch",
    says: '"5"',
    file: DRAFT,
    find: "namespace: unknown",
    broken: "namespace: «5",
    valid: 'namespace: "5"',
  },
  {
    name: "a list without fields",
    code: "value_invalid",
    says: '"[]"',
    file: DRAFT,
    find: "fields: [lines, answer]",
    broken: "fields: «[]",
  },
  {
    name: "more default items than the list may have",
    code: "value_invalid",
    says: "at most 1",
    file: DRAFT,
    find: 'max: 2, default: [{ lines: E1 killed, answer: "{}" }]',
    broken: "max: 1, default: [{ lines: a, answer: b }, «{ lines: a, answer: b }]",
    valid: "max: 1, default: [{ lines: a, answer: b }]",
  },
  {
    name: "a default item without a field",
    code: "field_missing",
    says: '"answer"',
    file: DRAFT,
    find: '{ lines: E1 killed, answer: "{}" }',
    broken: "«{ lines: E1 killed }",
  },
  {
    name: "R19 an unused input",
    code: "input_unused",
    says: '"cluster"',
    file: DRAFT,
    find: "    namespace: unknown",
    broken: "    «cluster: home\n    namespace: unknown",
  },
  {
    name: "R19 an unused field",
    code: "input_unused",
    says: '"examples.why"',
    file: DRAFT,
    find: '[lines, answer], max: 2, default: [{ lines: E1 killed, answer: "{}" }]',
    broken: "[lines, answer, «why]",
    valid: "[lines, answer]",
  },
];

const TEMPLATES: readonly Row[] = [
  {
    name: "R19 an undeclared variable, and no follow-up for the unused one",
    code: "input_undeclared",
    says: '"namespase"',
    file: DRAFT,
    find: "{{namespace}}",
    broken: "«{{namespase}}",
  },
  {
    name: "constructor is a name like any other",
    code: "input_undeclared",
    says: '"constructor"',
    file: DRAFT,
    find: "Answer in JSON.",
    broken: "Answer in JSON: «{{constructor}}",
  },
  {
    name: "an undeclared section",
    code: "input_undeclared",
    says: '"node"',
    file: DRAFT,
    find: "  Answer in JSON.",
    broken: "  «{{#node}}\n  on it\n  {{/node}}",
  },
  {
    name: "a field outside its list",
    code: "input_undeclared",
    says: 'a field of "examples"',
    file: DRAFT,
    find: "  Answer in JSON.",
    broken: "  Answer in JSON. «{{answer}}",
  },
  {
    name: "a list as text",
    code: "list_misused",
    says: "{{examples}}",
    file: DRAFT,
    find: "  Answer in JSON.",
    broken: "  Answer: «{{examples}}",
    valid: "  Answer:{{^examples}} freely{{/examples}}",
  },
  {
    name: "three braces",
    code: "tag_forbidden",
    says: "{{{namespace}}}",
    file: DRAFT,
    find: "{{namespace}}",
    broken: "«{{{namespace}}}",
  },
  {
    name: "an ampersand",
    code: "tag_forbidden",
    says: "{{&namespace}}",
    file: DRAFT,
    find: "{{namespace}}",
    broken: "«{{&namespace}}",
  },
  {
    name: "a delimiter change",
    code: "tag_forbidden",
    says: "{{=<% %>=}}",
    file: DRAFT,
    find: "Namespace: {{namespace}}",
    broken: "«{{=<% %>=}} <% namespace %>",
  },
  {
    name: "a delimiter change that Mustache refuses",
    code: "tag_forbidden",
    says: "{{=<%=}}",
    file: DRAFT,
    find: "Namespace: {{namespace}}",
    broken: "«{{=<%=}} {{namespace}}",
  },
  {
    name: "an implicit iterator",
    code: "tag_forbidden",
    says: "{{.}}",
    file: DRAFT,
    find: "Lines: {{lines}}",
    broken: "Lines: «{{.}}",
  },
  {
    name: "a dotted name",
    code: "tag_forbidden",
    says: "{{logs.length}}",
    file: DRAFT,
    find: "Answer in JSON.",
    broken: "«{{logs.length}}",
  },
  {
    name: "an empty tag",
    code: "tag_forbidden",
    says: "{{}}",
    file: DRAFT,
    find: "Answer in JSON.",
    broken: "Answer «{{}}",
  },
  {
    name: "a tag that is not closed",
    code: "template_invalid",
    says: "{{namespace",
    file: DRAFT,
    find: "  Answer in JSON.",
    broken: "  Answer «{{namespace",
  },
  {
    name: "a section that is not closed",
    code: "template_invalid",
    says: "{{#question}}",
    file: DRAFT,
    find: "  {{#question}}\n  Question: {{question}}\n  {{/question}}\n",
    broken: "  «{{#question}}\n  Question: {{question}}\n",
  },
  {
    name: "a section that was not opened",
    code: "template_invalid",
    says: "{{/namespace}}",
    file: DRAFT,
    find: "  Answer in JSON.",
    broken: "  Answer «{{/namespace}}",
  },
  {
    name: "sections that cross",
    code: "template_invalid",
    says: "{{^logs}}",
    file: DRAFT,
    find: "  Question: {{question}}\n",
    broken: "  «{{^logs}}\n  Question: {{question}}\n",
  },
  {
    name: "a system text that is quoted",
    code: "block_scalar_required",
    says: '"You triage."',
    file: LOCKED,
    find: "|\n  You triage logs.",
    broken: '«"You triage."',
  },
  {
    name: "a folded system text",
    code: "block_scalar_required",
    says: "system",
    file: DRAFT,
    find: "|\n  You triage logs.",
    broken: "«>\n  You triage logs.",
  },
  {
    name: "an unquoted tag, which YAML reads as a mapping",
    code: "block_scalar_required",
    says: "A mapping",
    file: SUMMARY,
    find: "|-\n  {{logs}}",
    broken: "«{logs: }",
  },
  {
    name: "an empty user text",
    code: "value_invalid",
    says: "user is empty",
    file: SUMMARY,
    find: "|-\n  {{logs}}\n",
    broken: "«|-\n",
  },
  {
    name: "a partial that is nowhere",
    code: "partial_unknown",
    says: "{{> evidence.2}}",
    file: DRAFT,
    find: "{{> evidence.1}}",
    broken: "«{{> evidence.2}}",
  },
  {
    name: "an indented partial",
    code: "partial_indented",
    says: "{{> evidence.1}}",
    file: DRAFT,
    find: "  {{> evidence.1}}",
    broken: "    «{{> evidence.1}}",
    valid: "  - {{> evidence.1}}",
  },
  {
    name: "a variable that a partial uses and a prompt does not declare",
    code: "input_undeclared",
    says: `"tone" is not declared. Add it to inputs.required or inputs.optional. (In ${DRAFT}.)`,
    file: DRAFT,
    find: "  Answer in JSON.",
    broken: "  {{> tone.1}}",
    valid: "  Answer dryly.",
    also: [["prompts/partials/tone.1.txt", "", "Be brief.\nBe {{tone}}."]],
    at: ["prompts/partials/tone.1.txt", "Be «{{tone}}"],
  },
  {
    name: "a mistake in a nested partial is told once",
    code: "tag_forbidden",
    says: "{{{logs}}}",
    file: "prompts/partials/tone.1.txt",
    broken: "Be dry: «{{{logs}}}",
    valid: "Be dry: {{logs}}",
    also: [
      ["prompts/partials/style.1.txt", "", "{{> tone.1}}\n{{> tone.1}}"],
      [DRAFT, "Answer in JSON.", "{{> style.1}} {{> tone.1}}"],
    ],
  },
  {
    name: "a partial that includes itself",
    code: "partial_cycle",
    says: "a.1 > b.1 > a.1",
    file: "prompts/partials/b.1.txt",
    broken: "B «{{> a.1}}",
    valid: "B",
    also: [["prompts/partials/a.1.txt", "", "A {{> b.1}}"]],
  },
  {
    name: "an empty partial",
    code: "value_invalid",
    says: "is empty",
    file: "prompts/partials/a.1.txt",
    broken: "« \n\n",
    valid: "x\n",
  },
  {
    name: "a partial that starts with an empty line",
    code: "value_invalid",
    says: "empty line",
    file: "prompts/partials/a.1.txt",
    broken: "«\nx\n",
    valid: "x\n",
  },
  {
    name: "partials that double each other",
    code: "template_too_large",
    says: "200000",
    file: "prompts/partials/a.1.txt",
    broken: `${"{{> b.1}}".repeat(40)}«{{> b.1}}${"{{> b.1}}".repeat(9)}`,
    valid: "{{> b.1}}".repeat(40),
    also: [["prompts/partials/b.1.txt", "", "x".repeat(5000)]],
  },
];

const OUTPUT: readonly Row[] = [
  {
    name: "a schema that is nowhere",
    code: "schema_unknown",
    says: '"triage.9"',
    file: DRAFT,
    find: "output: triage.1",
    broken: "output: «triage.9",
  },
  ...(
    [
      ["$ref", '"summary": { "type": "string", «"$ref": "#/x", "maxLength": 1 }', "$ref"],
      ["a pattern", '"summary": { "type": "string", "maxLength": 9, «"pattern": "^a$" }', "pattern"],
      ["a format", '"summary": { "type": "string", "maxLength": 9, «"format": "date" }', "format"],
      ["oneOf", '"summary": { "type": "boolean", «"oneOf": [] }', "oneOf"],
      ["a number", '"summary": { "type": «"number" }', "number"],
      ["a list of types", '"summary": { "type": «["string", "null"], "maxLength": 1 }', '["string","null"]'],
      ["a text without bound", '"summary": «{ "type": "string" }', "maxLength"],
      ["a text of 501", '"summary": { "type": "string", "maxLength": «501 }', "501"],
      ["a list without bound", '"summary": «{ "type": "array", "items": { "type": "null" } }', "maxItems"],
      ["a list without items", '"summary": «{ "type": "array", "maxItems": 2 }', "items"],
      ["an unbounded integer", '"summary": «{ "type": "integer", "minimum": 0 }', "maximum"],
      ["bounds in the wrong order", '"summary": { "type": "integer", "minimum": 5, "maximum": «4 }', "4"],
      [
        "an open object",
        '"summary": { "type": "object", "properties": { "a": { "type": "null" } }, "additionalProperties": «true }',
        "true",
      ],
      [
        "a required name that is no property",
        '"summary": { "type": "object", "properties": { "a": { "type": "null" } }, "required": [«"b"] }',
        '"b"',
      ],
      ["an empty enum", '"summary": { "enum": «[] }', "[]"],
      ["an enum of another type", '"summary": { "type": "integer", "enum": [1, «"b"] }', '"b"'],
      ["a property that JavaScript would move", '«"1": { "type": "null" }, "summary": { "type": "null" }', '"1"'],
      ["a schema that is no mapping", '"summary": «true', "true"],
    ] as const
  ).map(
    ([name, text, says]): Row => ({
      name: `schema: ${name}`,
      code: "schema_unsupported",
      says,
      file: "prompts/schemas/other.1.json",
      broken: `{ "type": "object", "properties": {\n  ${text} } }`,
      valid: '{ "type": "object", "properties": { "summary": { "type": "null" } } }',
    }),
  ),
  {
    name: "a schema whose root is no object",
    code: "schema_unsupported",
    says: "object",
    file: "prompts/schemas/other.1.json",
    broken: '«{ "type": "null" }',
  },
  {
    name: "a schema in the prompt with an unsupported keyword",
    code: "schema_unsupported",
    says: '"pattern"',
    file: SUMMARY,
    find: "{ type: string, maxLength: 140 }",
    broken: "{ type: string, maxLength: 140, «pattern: x }",
  },
  {
    name: "JSON with a comma too many",
    code: "json_invalid",
    says: String.raw`{ \"type\": \"null\", }`,
    file: "prompts/schemas/other.1.json",
    broken: '«{ "type": "null", }',
  },
  {
    name: "JSON that is YAML",
    code: "json_invalid",
    says: "type: object",
    file: "prompts/schemas/other.1.json",
    broken: "«type: object",
  },
  {
    name: "JSON with single quotes",
    code: "json_invalid",
    says: '"type"',
    file: "prompts/schemas/other.1.json",
    broken: "{ «'type': \"object\" }",
  },
  {
    name: "an output rule about no field",
    code: "fact_unknown",
    says: '"verdit"',
    file: DRAFT,
    find: "when: { verdict: required }",
    broken: "when: { «verdit: required }",
  },
  {
    name: "an output rule with no value of the enum",
    code: "value_invalid",
    says: '"requird"',
    file: DRAFT,
    find: "when: { verdict: required }",
    broken: "when: { verdict: «requird }",
  },
  {
    name: "two output rules of one name",
    code: "name_duplicate",
    says: '"required_needs_evidence"',
    file: DRAFT,
    find: "fallback:",
    broken: "  - { name: «required_needs_evidence, require: { final: true } }\nfallback:",
    valid: "  - { name: b, require: { final: true } }\nfallback:",
  },
];

const LABELS_AND_LOCK: readonly Row[] = [
  {
    name: "R16 latest as a label",
    code: "label_invalid",
    says: '"latest"',
    file: LABELS,
    find: "production:",
    broken: "«latest:",
    valid: "staging:",
    also: [[DRAFT, "@production", "@1.0.0"]],
  },
  {
    name: "R16 a label with a capital",
    code: "label_invalid",
    says: '"Prod"',
    file: LABELS,
    find: "production:",
    broken: "«Prod:",
    valid: "prod-eu_1.b:",
    also: [[DRAFT, "@production", "@1.0.0"]],
  },
  {
    name: "R16 a label of 37 characters",
    code: "label_invalid",
    says: "a".repeat(37),
    file: LABELS,
    find: "production:",
    broken: `«${"a".repeat(37)}:`,
    valid: `${"a".repeat(36)}:`,
    also: [[DRAFT, "@production", "@1.0.0"]],
  },
  {
    name: "R16 a label that is a version",
    code: "label_invalid",
    says: '"1.0.0"',
    file: LABELS,
    find: "production:",
    broken: "«1.0.0:",
    also: [[DRAFT, "@production", "@1.0.0"]],
  },
  {
    name: "R16 a label that misses a prompt",
    code: "label_incomplete",
    says: '"staging" names no version of summarize',
    file: LABELS,
    find: "production:\n",
    broken: "«staging:\n  log_triage.k8s: 1.0.0\nproduction:\n",
    valid: "staging:\n  log_triage.k8s: 1.0.0\n  summarize: 1.0.0\nproduction:\n",
  },
  {
    name: "a label of an unknown prompt",
    code: "prompt_unknown",
    says: '"sumarize"',
    file: LABELS,
    find: "  summarize",
    broken: "  «sumarize: 1.0.0\n  summarize",
  },
  {
    name: "D6 a label to a version that is not there",
    code: "version_unknown",
    says: '"1.0.1" is no version of log_triage.k8s. Versions: 1.0.0, 1.1.0',
    file: LABELS,
    find: "k8s: 1.0.0",
    broken: "k8s: «1.0.1",
  },
  {
    name: "a label to a number",
    code: "type_mismatch",
    says: '"1.0"',
    file: LABELS,
    find: "k8s: 1.0.0",
    broken: "k8s: «1.0",
  },
  {
    name: "a labelled version that is not locked",
    code: "lock_missing",
    says: '"1.1.0"',
    file: LABELS,
    find: "k8s: 1.0.0",
    broken: "k8s: «1.1.0",
    also: [[DRAFT, "@production", "@1.0.0"]],
  },
  {
    name: "R13 an edited locked version",
    code: "lock_mismatch",
    says: '"1.0.0"',
    file: LOCKED,
    find: "You triage logs.",
    broken: "You triage log lines.",
    valid: "You triage logs.   ",
    at: [LOCKED, "version: «1.0.0"],
  },
  {
    name: "R20 an edited locked partial is told once",
    code: "lock_mismatch",
    says: '"block.1"',
    file: BLOCK,
    find: "{{logs}}",
    broken: "Lines: {{logs}}",
    valid: "{{logs}}  ",
    at: [BLOCK, ""],
  },
  {
    name: "an edited locked schema is told once",
    code: "lock_mismatch",
    says: '"triage.1"',
    file: SCHEMA,
    find: '"maxLength": 280',
    broken: '"maxLength": 270',
    valid: '"maxLength":    280',
    at: [SCHEMA, ""],
  },
  {
    name: "a deleted locked partial is told once",
    code: "lock_orphaned",
    says: '"block.1"',
    file: BLOCK,
    broken: null,
    at: [LOCK, '«"block.1"'],
  },
  {
    name: "a lock without a partial of a locked version",
    code: "lock_missing",
    says: "block.1",
    file: LOCK,
    find: '"block.1"',
    broken: '"block.2"',
    at: [LOCK, '«"log_triage.k8s@1.0.0"'],
    also: [["prompts/partials/block.2.txt", "", BASE_TREE[BLOCK] ?? ""]],
  },
  {
    name: "a lock with half a hash",
    code: "value_invalid",
    says: '"abc"',
    file: LOCK,
    find: '"schemas": {',
    broken: '"schemas": { "other.1": «"abc",',
    also: [["prompts/schemas/other.1.json", "", BASE_TREE[SCHEMA] ?? ""]],
  },
];

const ROUTES_AND_MORE: readonly Row[] = [
  {
    name: "a confidence above one",
    code: "value_invalid",
    says: "confident_at is a number from 0.01 to 1",
    file: ROUTES,
    find: "rules:",
    broken: "classifier: { confident_at: «60, plausible_at: 0.2, on_unsure: default }\nrules:",
    valid: "classifier: { confident_at: 0.6, plausible_at: 0.2, on_unsure: default }\nrules:",
  },
  {
    name: "a classifier that finds plausible only what it is confident of",
    code: "value_invalid",
    says: "plausible_at is above confident_at (0.6)",
    file: ROUTES,
    find: "rules:",
    broken: "classifier: { confident_at: 0.6, plausible_at: «0.7, on_unsure: all }\nrules:",
    valid: "classifier: { confident_at: 0.6, plausible_at: 0.6, on_unsure: all }\nrules:",
  },
  {
    name: "a classifier that does not say what to do when unsure",
    code: "value_invalid",
    says: "Use one of default, all",
    file: ROUTES,
    find: "rules:",
    broken: "classifier: { confident_at: 0.6, plausible_at: 0.2, on_unsure: «ask }\nrules:",
    valid: "classifier: { confident_at: 0.6, plausible_at: 0.2, on_unsure: all }\nrules:",
  },
  {
    name: "no default",
    code: "field_missing",
    says: '"default"',
    file: ROUTES,
    find: "default: triage\n",
    broken: "«",
  },
  {
    name: "a default that is no intent",
    code: "intent_unknown",
    says: '"triaje"',
    file: ROUTES,
    find: "default: triage",
    broken: "default: «triaje",
  },
  {
    name: "a rule with no intent of the list",
    code: "intent_unknown",
    says: '"other"',
    file: ROUTES,
    find: "    intent: triage",
    broken: "    intent: «other",
  },
  {
    name: "an intent of an unknown prompt",
    code: "reference_invalid",
    says: '"log_triage.k9s"',
    file: ROUTES,
    find: "prompt: log_triage.k8s\n",
    broken: "prompt: «log_triage.k9s\n",
  },
  {
    name: "an intent of an unknown label",
    code: "reference_invalid",
    says: "canary is no version or label",
    file: ROUTES,
    find: "prompt: log_triage.k8s@latest",
    broken: "prompt: «log_triage.k8s@canary",
    valid: "prompt: log_triage.k8s@production",
  },
  {
    name: "an intent that is no reference",
    code: "reference_invalid",
    says: '"log_triage.k8s@"',
    file: ROUTES,
    find: "prompt: log_triage.k8s@latest",
    broken: 'prompt: «"log_triage.k8s@"',
  },
  {
    name: "an intent whose prompt needs what analyze has not",
    code: "variable_unsupplied",
    says: 'requires "host"',
    file: ROUTES,
    find: "log_triage.k8s@latest",
    broken: "«log_triage.k8s@2.0.0",
    also: [NEEDS_HOST],
    valid: "log_triage.k8s@1.1.0",
  },
  {
    name: "an intent whose prompt answers no triage",
    code: "output_not_triage",
    says: "summarize@2.0.0 answers summarize@2.0.0",
    file: ROUTES,
    find: "log_triage.k8s@latest",
    broken: "«summarize@2.0.0",
    also: [NO_TRIAGE],
    valid: "log_triage.k8s@1.1.0",
  },
  {
    name: "an intent whose prompt answers in its own schema and is called triage",
    code: "output_not_triage",
    says: "triage.short@1.0.0 answers triage.short@1.0.0",
    file: ROUTES,
    find: "log_triage.k8s@latest",
    broken: "«triage.short@1.0.0",
    also: [
      [
        "prompts/triage.short/1.0.0.yaml",
        "",
        (BASE_TREE[SUMMARY] ?? "")
          .replace("summarize", "triage.short")
          .replace("[logs, tone]", "[logs]")
          .replace("{{tone}}", "dry"),
      ],
    ],
    valid: "log_triage.k8s@1.1.0",
  },
  {
    name: "an intent whose policy cuts the answer",
    code: "max_tokens_low",
    says: "100",
    file: ROUTES,
    find: "max_tokens: 300",
    broken: "max_tokens: «100",
    valid: "max_tokens: 144",
  },
  {
    name: "two rules of one name",
    code: "name_duplicate",
    says: '"many"',
    file: ROUTES,
    find: "kube_system_errors",
    broken: "many",
    at: [ROUTES, "- name: «many\n    when:\n"],
  },
  {
    name: "an unknown fact",
    code: "fact_unknown",
    says: '"namespaces"',
    file: ROUTES,
    find: "namespace: kube-system",
    broken: "«namespaces: kube-system",
  },
  {
    name: "a label fact without a name",
    code: "fact_unknown",
    says: '"labels"',
    file: ROUTES,
    find: "labels.tier",
    broken: "«labels",
  },
  {
    name: "a level of no list",
    code: "value_invalid",
    says: '"fatal"',
    file: ROUTES,
    find: "[error, critical]",
    broken: "[error, «fatal]",
  },
  {
    name: "an error class of no list",
    code: "value_invalid",
    says: '"oom"',
    file: ROUTES,
    find: "error_class: none",
    broken: "error_class: «oom",
    valid: "error_class: oom_killed",
  },
  {
    name: "a text where a number belongs",
    code: "type_mismatch",
    says: '"many"',
    file: ROUTES,
    find: "log_volume: { at_least: 1000 }",
    broken: "log_volume: «many",
    valid: "log_volume: 1000",
  },
  {
    name: "a number where text belongs",
    code: "type_mismatch",
    says: '"5"',
    file: ROUTES,
    find: "namespace: kube-system",
    broken: "namespace: «5",
    valid: 'namespace: "5"',
  },
  {
    name: "a regex that is none",
    code: "regex_invalid",
    says: '"^fro(nt"',
    file: ROUTES,
    find: '"^fron[td]"',
    broken: '«"^fro(nt"',
    valid: '"^fro(nt)"',
  },
  {
    name: "an unknown test",
    code: "key_unknown",
    says: '"matches"',
    file: ROUTES,
    find: "regex:",
    broken: "«matches:",
  },
  {
    name: "an empty condition",
    code: "value_invalid",
    says: '"{}"',
    file: ROUTES,
    find: "{ error_class: none }",
    broken: "«{}",
  },
  {
    name: "an empty all",
    code: "value_invalid",
    says: '"[]"',
    file: ROUTES,
    find: "not: { error_class: none }",
    broken: "all: «[]",
  },
  {
    name: "a list as a value",
    code: "type_mismatch",
    says: "one_of",
    file: ROUTES,
    find: "{ one_of: [error, critical] }",
    broken: "«[error, critical]",
  },
  {
    name: "R24 a rule that can never match",
    code: "rule_unreachable",
    says: "never",
    file: ROUTES,
    find: "namespace: kube-system",
    broken: "namespace: never",
    at: [ROUTES, "«name: kube_system_errors"],
  },
  {
    name: "a class without a card",
    code: "field_missing",
    says: '"benign"',
    file: KNOWLEDGE,
    find: "benign:\n  title: Nothing is wrong\n  severity: info\n  verdict: no_action\n  causes: []\n  look_at: []\n  steps: []\n",
    broken: "",
    at: [KNOWLEDGE, "«oom_killed"],
  },
  {
    name: "a card of no class",
    code: "key_unknown",
    says: '"oomkilled"',
    file: KNOWLEDGE,
    find: "benign:",
    broken: "«oomkilled: {}\nbenign:",
  },
  {
    name: "a title of 121 characters",
    code: "value_invalid",
    says: "121 characters",
    file: KNOWLEDGE,
    find: "Out of memory",
    broken: `«${"x".repeat(121)}`,
    valid: "x".repeat(120),
  },
  {
    name: "six causes",
    code: "value_invalid",
    says: '"f"',
    file: KNOWLEDGE,
    find: "[The limit is too low.]",
    broken: "[a, b, c, d, e, «f]",
    valid: "[a, b, c, d, e]",
  },
  {
    name: "a severity of no list",
    code: "value_invalid",
    says: '"fatal"',
    file: KNOWLEDGE,
    find: "severity: error",
    broken: "severity: «fatal",
  },
  {
    name: "two cases",
    code: "cases_too_few",
    says: "2 cases",
    file: CASES,
    find: "- name: asked\n  logs: [ready]\n  question: Is it ready?\n  expect: { severity: [info] }\n",
    broken: "",
    at: [CASES, "«- name: killed"],
  },
  {
    name: "two cases of one name",
    code: "name_duplicate",
    says: '"quiet"',
    file: CASES,
    find: "name: asked",
    broken: "name: «quiet",
  },
  {
    name: "a verdict of no list",
    code: "value_invalid",
    says: '"none"',
    file: CASES,
    find: "[no_action]",
    broken: "[«none]",
  },
  {
    name: "an expected intent of no list",
    code: "value_invalid",
    says: '"traige"',
    file: CASES,
    find: "intent: triage",
    broken: "intent: «traige",
  },
  {
    name: "an expectation of nothing",
    code: "value_invalid",
    says: '"{}"',
    file: CASES,
    find: "{ verdict: [no_action] }",
    broken: "«{}",
  },
  {
    name: "a case without logs",
    code: "value_invalid",
    says: '"[]"',
    file: CASES,
    find: "logs: [ready]\n  expect",
    broken: "logs: «[]\n  expect",
  },
];

function nextSummary(version: string): string {
  return (BASE_TREE["prompts/summarize/1.0.0.yaml"] ?? "").replace("version: 1.0.0", `version: ${version}`);
}

/** The draft again under a higher version. */
function next(version: string): string {
  return (BASE_TREE["prompts/log_triage.k8s/1.1.0.yaml"] ?? "").replace("version: 1.1.0", `version: ${version}`);
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const base = lockFiles(BASE_TREE, sha256);
const rows = [FILES, YAML, PROMPTS, INPUTS, TEMPLATES, OUTPUT, LABELS_AND_LOCK, ROUTES_AND_MORE].flat();
const check = (files: Files) =>
  compileFiles(files, sha256, ({ rules }) =>
    rules.flatMap(({ when }, rule) =>
      JSON.stringify(when).includes('"never"') ? [{ rule, message: "It can never match." }] : [],
    ),
  );

describe.each(rows)("$code: $name", (row) => {
  const setUp = (row.also ?? []).reduce<Files>(
    (files, [file, find, replace]) => edit(files, file, find, replace),
    base,
  );
  const { files, expected } = locate(row, edit(setUp, row.file, row.find ?? "", row.broken));

  test("is found where it is, once, and named", () => {
    const { diagnostics, bundle } = check(files);
    expect(diagnostics.map(({ code, file, line, column }) => ({ code, file, line, column }))).toEqual([
      { code: row.code, ...expected },
    ]);
    expect(diagnostics[0]?.message).toContain(row.says);
    expect(bundle).toBeNull();
  });

  test("the nearest right text gives no finding", () => {
    const valid = row.valid === undefined ? setUp : edit(setUp, row.file, row.find ?? "", row.valid);
    const { diagnostics, bundle } = check(valid);
    expect(diagnostics).toEqual([]);
    expect(bundle).not.toBeNull();
  });
});

function edit(files: Files, file: string, find: string, replace: string | null): Files {
  const { [file]: text, ...others } = files;
  if (replace === null) return others;
  if (find === "") return { ...others, [file]: replace };
  if (text?.split(find).length !== 2) throw new Error(`${file} does not hold ${JSON.stringify(find)} once`);
  return { ...others, [file]: text.replace(find, () => replace) };
}

/** The tree without the mark, and where the mark was. */
function locate({ file, at }: Row, files: Files): { files: Files; expected: object } {
  const [markedFile, mark = ""] = at ?? [file];
  const text = files[markedFile] ?? "";
  const plain = mark.replace("«", "");
  const marked = at === undefined ? text : text.replace(plain, () => mark);
  const before = marked.slice(0, Math.max(marked.indexOf("«"), 0)).split("\n");
  const position = { file: markedFile, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  return { files: at === undefined ? { ...files, [markedFile]: text.replace("«", "") } : files, expected: position };
}

test("every code has its broken tree", () => {
  const missing = DIAGNOSTIC_CODES.filter((code) => !rows.some((row) => row.code === code));
  // `line_ending` is a warning, and has its own test below.
  expect(missing).toEqual(["line_ending"]);
});

test("without a lock.json, each labelled version is told of at its label", () => {
  const { [LOCK]: lock, ...unlocked } = base;
  const { diagnostics, lock: next } = check(unlocked);
  expect(diagnostics.map(({ code, file, line, column }) => `${file}:${line}:${column} ${code}`)).toEqual([
    "prompts/labels.yaml:2:19 lock_missing",
    "prompts/labels.yaml:3:14 lock_missing",
  ]);
  expect(`${JSON.stringify(next, null, 2)}\n`).toBe(lock);
});

test("a CR is a warning, at the first of them: the bundle is the same", () => {
  const crlf = { ...base, [DRAFT]: (base[DRAFT] ?? "").replaceAll("\n", "\r\n") };
  const { diagnostics, bundle } = check(crlf);
  expect(diagnostics).toMatchObject([{ code: "line_ending", severity: "warning", file: DRAFT, line: 1, column: 34 }]);
  expect(diagnostics[0]?.message).toContain("git add --renormalize");
  expect(bundle).toEqual(check(base).bundle);
});

test("everything is found in one run, in order of file and position", () => {
  const edits: readonly [string, string, string][] = [
    [ROUTES, "log_volume", "log_volumes"],
    [DRAFT, "temperature: 0.2", "temperature: 3"],
    [DRAFT, "Answer in JSON.", "{{a}} {{b.c}}"],
    [DRAFT, "{{#examples}}\n  Lines", "{{#examples}}\n  {{d}} Lines"],
    [LABELS, "summarize: 1.0.0", "summarize: 9.0.0"],
  ];
  const broken = edits.reduce<Files>((files, [file, find, replace]) => edit(files, file, find, replace), base);
  expect(check(broken).diagnostics.map(({ code, line, column }) => `${code} ${line}:${column}`)).toEqual([
    "version_unknown 3:14",
    "value_invalid 5:32",
    "input_undeclared 23:3",
    "tag_forbidden 32:9",
    "fact_unknown 18:11",
  ]);
});
