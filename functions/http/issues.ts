import type * as v from "valibot";
import type { Issue } from "../../core/error.ts";

const maxIssues = 20;
const maxNameCharacters = 100;

/** Valibot's findings as JSON pointers, the first ones. Values are not quoted: they may be log text. */
export const toIssues = (issues: readonly v.BaseIssue<unknown>[]): { unknownFields: boolean; issues: Issue[] } => {
  const flat = issues.map((issue) => innermost(issue));
  return {
    unknownFields: flat.every(isUnknownField),
    issues: flat.slice(0, maxIssues).map((issue) => ({ pointer: issue.pointer, detail: describe(issue) })),
  };
};

/** A name of the caller's can be as long as the body; no field has one that long. */
export const toPointer = (path: readonly (string | number)[]): string =>
  path.map((part) => `/${cut(String(part)).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

const cut = (name: string): string =>
  name.length <= maxNameCharacters ? name : `${name.slice(0, maxNameCharacters).toWellFormed()}…`;

interface Found {
  readonly pointer: string;
  readonly issue: v.BaseIssue<unknown>;
}

/** Of a union the finding that lies deepest: that is the alternative which the caller meant. */
const innermost = (issue: v.BaseIssue<unknown>, prefix = ""): Found => {
  const pointer = prefix + toPointer((issue.path ?? []).map(({ key }) => key as string | number));
  const deeper = (issue.issues ?? []).filter(({ path }) => path && path.length > 0);
  const deepest = deeper.toSorted((a, b) => (b.path?.length ?? 0) - (a.path?.length ?? 0))[0];
  return deepest ? innermost(deepest, pointer) : { pointer, issue };
};

const isUnknownField = ({ issue }: Found): boolean => issue.type === "strict_object" && issue.expected === "never";

const describe = (found: Found): string => {
  const { issue } = found;
  if (isUnknownField(found)) return issue.message;
  if (issue.input === undefined) return "is missing.";
  if (issue.type === "strict_object" || issue.type === "union" || issue.kind === "schema") {
    if (issue.type === "custom") return issue.message;
    const expected = (issue.expected ?? "something else").replaceAll("|", "or").replace(/^\((.*)\)$/, "$1");
    // Of the values that are allowed none is quoted but these.
    if (issue.type === "picklist" && typeof issue.input === "string") return `must be ${expected}.`;
    return `must be ${NOUNS[expected] ?? expected}, not ${kindOf(issue.input)}.`;
  }
  return `${issue.message}.`.replace(/\.\.$/, ".");
};

const NOUNS: Readonly<Record<string, string>> = { string: "a string", number: "a number" };

const kindOf = (value: unknown): string =>
  value === null
    ? "null"
    : Array.isArray(value)
      ? "a list"
      : typeof value === "object"
        ? "an object"
        : `a ${typeof value}`;
