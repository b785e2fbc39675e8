import type { Inputs } from "./bundle.ts";
import { FENCE } from "./inputs.ts";
import { show } from "./show.ts";
import type { Tag, TemplateNode, TemplateProblem } from "./template.ts";

/**
 * Checks that every name of a template is declared, and adds those it uses (`logs`, `examples.answer`) to `used`. Inside a
 * list's section its fields are seen first, then those of the lists around it, then the inputs, as in rendering.
 */
export const checkNames = (
  nodes: readonly TemplateNode[],
  inputs: Inputs,
  used: Set<string>,
): readonly TemplateProblem[] =>
  nodes.flatMap((node) => (typeof node === "string" ? [] : checkTag(node, inputs, used, [])));

const checkTag = (
  tag: Tag,
  inputs: Inputs,
  used: Set<string>,
  within: readonly string[],
): readonly TemplateProblem[] => {
  const { kind, name, at, children } = tag;
  const list = within.find((one) => inputs.lists[one]?.fields.includes(name));
  const isList = list === undefined && Object.hasOwn(inputs.lists, name);
  const problems: TemplateProblem[] = [];

  if (list !== undefined) used.add(`${list}.${name}`);
  else if (isList || name === FENCE || inputs.required.includes(name) || Object.hasOwn(inputs.optional, name))
    used.add(name);
  else
    problems.push({ code: "input_undeclared", at, message: `${show(name)} is not declared.${remedy(name, inputs)}` });
  if (isList && kind === "variable")
    problems.push({
      code: "list_misused",
      at,
      message: `"{{${name}}}" is a list. Write {{#${name}}} … {{/${name}}} with its fields inside.`,
    });

  const scope = isList && kind === "section" ? [name, ...within] : within;
  return [
    ...problems,
    ...children.flatMap((child) => (typeof child === "string" ? [] : checkTag(child, inputs, used, scope))),
  ];
};

const remedy = (name: string, { lists }: Inputs): string => {
  const list = Object.keys(lists).find((one) => lists[one]?.fields.includes(name));
  return list === undefined
    ? " Add it to inputs.required or inputs.optional."
    : ` It is a field of "${list}": use it between {{#${list}}} and {{/${list}}}.`;
};
