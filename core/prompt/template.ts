import mustache from "mustache";
import type { Part } from "./bundle.ts";
import type { DiagnosticCode } from "./diagnostic-code.ts";
import { show } from "./show.ts";

/** A parsed template, before its names are checked. Offsets point into the text that was parsed. */
export type TemplateNode = string | Tag;

export interface Tag {
  readonly kind: "variable" | "section" | "inverted" | "partial";
  readonly name: string;
  readonly at: number;
  readonly end: number;
  readonly children: readonly TemplateNode[];
}

export interface TemplateProblem {
  readonly code: DiagnosticCode;
  readonly at: number;
  readonly message: string;
}

/** Reads a template by Mustache's own grammar, and refuses the part of Mustache that is not used here. */
export const parseTemplate = (
  text: string,
): { readonly nodes: readonly TemplateNode[]; readonly problems: readonly TemplateProblem[] } => {
  let tokens: readonly Token[];
  try {
    // A writer of its own: the module's writer keeps every template for ever.
    tokens = new mustache.Writer().parse(text);
  } catch (error) {
    return { nodes: [], problems: [toProblem(text, String((error as Error).message))] };
  }
  const problems: TemplateProblem[] = [];
  const nodes = convert(tokens, text, problems);
  // What follows a delimiter change was read by other rules than ours.
  const delimiter = problems.find(({ at }) => DELIMITER_TAG.test(text.slice(at)));
  return { nodes, problems: delimiter === undefined ? problems : [delimiter] };
};

/** Run-time form of a template whose partials are inlined. */
export const toParts = (nodes: readonly TemplateNode[]): readonly Part[] => {
  const parts: Part[] = [];
  for (const node of nodes) {
    const last = parts.at(-1);
    if (typeof node === "string" && typeof last === "string") parts[parts.length - 1] = last + node;
    else parts.push(typeof node === "string" ? node : toPart(node));
  }
  return parts;
};

/** All tags, outer before inner, in order of the text. */
export const tagsOf = (nodes: readonly TemplateNode[]): readonly Tag[] =>
  nodes.flatMap((node) => (typeof node === "string" ? [] : [node, ...tagsOf(node.children)]));

/** `[type, value, start, end, children?]`, from mustache.js. */
type Token = readonly [string, string, number, number, unknown?];

const KINDS: Readonly<Record<string, Tag["kind"]>> = {
  name: "variable",
  "#": "section",
  "^": "inverted",
  ">": "partial",
};
const DELIMITER_TAG = /^\{\{\s*=/;

const convert = (tokens: readonly Token[], text: string, problems: TemplateProblem[]): readonly TemplateNode[] =>
  tokens.flatMap((token): TemplateNode[] => {
    const [type, name, at, end, children] = token;
    if (type === "text") return [name];
    if (type === "!") return [];
    const kind = KINDS[type];
    const remedy =
      kind === undefined ? (REFUSED_TYPES[type] ?? "Remove it") : kind === "partial" ? "" : refusedName(name);
    if (remedy !== "") problems.push({ code: "tag_forbidden", at, message: `"${text.slice(at, end)}": ${remedy}.` });
    const inner = Array.isArray(children) ? convert(children as Token[], text, problems) : [];
    return kind === undefined || remedy !== "" ? [] : [{ kind, name, at, end, children: inner }];
  });

const REFUSED_TYPES: Readonly<Record<string, string>> = {
  "&": "nothing is HTML-escaped here, so {{x}} does the same. Write it with two braces",
  "=": "delimiters are always {{ and }}. Remove the tag",
};

const refusedName = (name: string): string => {
  if (name === "") return "a tag without a name. Write a declared input, or remove the tag";
  if (name.includes(".")) return "names hold no dots: values are texts and lists. Use the name of an input or field";
  return "";
};

const toPart = ({ kind, name, children }: Tag): Part => {
  if (kind === "variable") return ["variable", name];
  if (kind === "partial") throw new TypeError(`Partial ${name} was not inlined`);
  return [kind, name, toParts(children)];
};

/** Where and what a message of mustache.js is about. */
const toProblem = (text: string, message: string): TemplateProblem => {
  const delimiter = text.search(/\{\{\s*=/);
  if (delimiter >= 0)
    return {
      code: "tag_forbidden",
      at: delimiter,
      message: `${show(text.slice(delimiter, delimiter + 20))}: ${REFUSED_TYPES["="]}.`,
    };

  const section = /^(Unopened|Unclosed) section "([\s\S]*)" at (\d+)$/.exec(message);
  if (section !== null) {
    const [, what, name = "", end] = section;
    if (what === "Unopened")
      return {
        code: "template_invalid",
        at: Number(end),
        message: `"{{/${name}}}" closes nothing. Open it before with {{#${name}}}.`,
      };
    const opened = [...text.slice(0, Number(end)).matchAll(/\{\{\s*[#^]\s*([\s\S]*?)\s*\}\}/g)].filter(
      (tag) => tag[1] === name,
    );
    const [tag = "", at] = [opened.at(-1)?.[0], opened.at(-1)?.index ?? 0];
    return { code: "template_invalid", at, message: `"${tag}" is not closed where its part ends. Add {{/${name}}}.` };
  }
  // "Unclosed tag": the first opening after the last closing, or an opening of three braces closed by two.
  const open = text.indexOf("{{", text.lastIndexOf("}}") + 1);
  const at = open >= 0 ? open : Math.max(text.lastIndexOf("{{{"), 0);
  const tag = text.slice(at).split("\n", 1)[0] ?? "";
  return {
    code: "template_invalid",
    at,
    message: `${show(tag)} is not closed. Close it with as many braces as it opens with.`,
  };
};
