import { createHash } from "node:crypto";
import * as fc from "fast-check";
import mustache from "mustache";
import { describe, expect, test } from "vitest";
import type { Inputs, PromptVersion } from "./bundle.ts";
import { canonicalJson, canonicalText } from "./canonical.ts";
import { renderPrompt, type Variables } from "./render.ts";
import cases from "./render-cases.json" with { type: "json" };
import { parseTemplate, toParts } from "./template.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const INPUTS: Inputs = {
  required: ["x"],
  optional: { y: "", z: "somewhere", constructor: "own" },
  lists: {
    examples: { fields: ["q", "a"], max: 2, default: [] },
    shadows: { fields: ["y"], max: 8, default: [{ y: "default" }] },
  },
};

const SECRET = "hunter2";

const toPrompt = (template: string, inputs = INPUTS): PromptVersion =>
  ({
    id: "p",
    version: "1.0.0",
    inputs,
    messages: [{ role: "user", content: template }],
    parts: [toParts(parseTemplate(template).nodes)],
  }) as Partial<PromptVersion> as PromptVersion;
const render = (template: string, variables: Variables, inputs = INPUTS) =>
  renderPrompt(toPrompt(template, inputs), variables, sha256);
const contentOf = (template: string, variables: Variables): string | undefined =>
  render(template, variables).messages[0]?.content;

describe("renderPrompt", () => {
  test.each(cases)("$name", ({ template, variables, expected }) => {
    expect(contentOf(template, variables as unknown as Variables)).toBe(expected);
  });

  test("R9 undefined, null and absent are one", () => {
    const [absent, ...others] = [{ x: "1" }, { x: "1", y: undefined }, { x: "1", y: null, shadows: null }].map((one) =>
      render("{{x}}{{y}}", one),
    );
    for (const other of others) expect(other).toEqual(absent);
    expect(absent?.variables).toEqual(["x"]);
  });

  test("hashes and fence", () => {
    const { fence, vars_sha256, render_sha256, messages, variables } = render("{{fence}} {{x}}", { y: 2, x: "1" });
    expect(vars_sha256).toBe(
      sha256('{"constructor":"own","examples":[],"shadows":[{"y":"default"}],"x":"1","y":"2","z":"somewhere"}'),
    );
    expect(fence).toBe(vars_sha256.slice(0, 16));
    expect(messages).toEqual([{ role: "user", content: `${fence} 1` }]);
    expect(render_sha256).toBe(sha256(`[{"content":"${fence} 1","role":"user"}]`));
    expect(variables).toEqual(["x", "y"]);
  });

  test.each([
    {
      name: "two missing, one error",
      inputs: { ...INPUTS, required: ["x", "w"] },
      variables: {},
      code: "variable_missing",
      pointers: ["/variables/x", "/variables/w"],
    },
    { name: "null is missing too", variables: { x: null }, code: "variable_missing", pointers: ["/variables/x"] },
    {
      name: "unknown names",
      variables: { x: "1", "a/b": "", toString: "" },
      code: "variable_unknown",
      pointers: ["/variables/a~1b", "/variables/toString"],
    },
    {
      name: "__proto__",
      variables: JSON.parse('{"x":"1","__proto__":"2"}'),
      code: "variable_unknown",
      pointers: ["/variables/__proto__"],
    },
    {
      name: "fence is not an input",
      variables: { x: "1", fence: "0" },
      code: "variable_unknown",
      pointers: ["/variables/fence"],
    },
    {
      name: "an unknown name explains a missing one",
      variables: { X: "1" },
      code: "variable_unknown",
      pointers: ["/variables/X"],
    },
    { name: "true", variables: { x: true }, code: "variable_invalid", pointers: ["/variables/x"] },
    {
      name: "not a number",
      variables: { x: Number.NaN, y: Number.NEGATIVE_INFINITY },
      code: "variable_invalid",
      pointers: ["/variables/x", "/variables/y"],
    },
    { name: "a list for a text", variables: { x: [] }, code: "variable_invalid", pointers: ["/variables/x"] },
    {
      name: "a text for a list",
      variables: { x: "1", examples: "a" },
      code: "variable_invalid",
      pointers: ["/variables/examples"],
    },
    {
      name: "an item without a field",
      variables: { x: "1", examples: [{ q: "a" }] },
      code: "variable_invalid",
      pointers: ["/variables/examples/0"],
    },
    {
      name: "an item with a field too many",
      variables: { x: "1", examples: [{ q: "a", a: "b", c: "c" }] },
      code: "variable_invalid",
      pointers: ["/variables/examples/0"],
    },
    {
      name: "an item that is none",
      variables: { x: "1", examples: [{ q: "a", a: "b" }, null] },
      code: "variable_invalid",
      pointers: ["/variables/examples/1"],
    },
    {
      name: "a field that is an object",
      variables: { x: "1", examples: [{ q: {}, a: "b" }] },
      code: "variable_invalid",
      pointers: ["/variables/examples/0/q"],
    },
    {
      name: "R66 a list that is too long",
      variables: { x: "1", examples: Array(3).fill({ q: "a", a: "b" }) },
      code: "list_too_long",
      pointers: ["/variables/examples"],
    },
    {
      name: "half a surrogate pair",
      variables: { x: "\ud83d", examples: [{ q: "\udc00", a: "" }] },
      code: "text_not_unicode",
      pointers: ["/variables/x", "/variables/examples/0/q"],
    },
    {
      name: "values are not repeated",
      variables: { x: [{ q: SECRET }], examples: SECRET, shadows: [{ z: SECRET }] },
      code: "variable_invalid",
      pointers: ["/variables/x", "/variables/examples", "/variables/shadows/0"],
    },
    {
      name: "nor are texts",
      variables: { x: `${SECRET}\ud83d` },
      code: "text_not_unicode",
      pointers: ["/variables/x"],
    },
  ])("$name: $code", ({ variables, code, pointers, inputs }) => {
    const issues = pointers.map((pointer) => expect.objectContaining({ pointer }));
    const failing = () => render("{{x}}", variables as Variables, inputs);
    expect(failing).toThrow(expect.objectContaining({ code, issues }));
    expect(failing).toThrow(expect.objectContaining({ message: expect.not.stringContaining(SECRET) }));
  });
});

const unicode = fc.string({
  unit: fc.oneof(
    fc.constantFrom("{", "}", "{{", "}}", "$&", "\n", "\0", "😀", "#"),
    fc.string({ unit: "binary", maxLength: 3 }),
  ),
});

describe("laws", () => {
  test("R8 any text is inserted verbatim, and never read again", () => {
    fc.assert(
      fc.property(unicode, unicode, (x, y) => {
        expect(contentOf("<{{x}}>{{y}}</>", { x, y })).toBe(`<${x}>${y}</>`);
      }),
    );
  });

  test("the fence differs whenever the variables do", () => {
    const variables = fc.record({ x: unicode, y: unicode });
    fc.assert(
      fc.property(variables, variables, (a, b) => {
        const isSame = canonicalJson(a) === canonicalJson(b);
        expect(render("{{fence}}", a).fence === render("{{fence}}", b).fence).toBe(isSame);
      }),
    );
  });

  test("rendering equals Mustache's on the same text", () => {
    // Texts, line ends and blanks around tags: what Mustache's rule of standalone lines is about.
    const text = fc
      .string({ unit: fc.constantFrom("a", " ", "\t", "\n", "\n", "}", "{", "é"), maxLength: 6 })
      .map((one) => one.replaceAll("{{", "{"));
    const leaf = fc.oneof(
      text,
      fc.constantFrom("{{x}}", "{{ y }}", "{{z}}", "{{fence}}", "{{! c }}", "{{constructor}}"),
    );
    const { template } = fc.letrec<{ template: string; block: string }>((tie) => ({
      block: fc
        .tuple(fc.constantFrom("#", "^"), fc.constantFrom("x", "y", "fence"), tie("template"))
        .map(([kind, name, inner]) => `{{${kind}${name}}}${inner}{{/${name}}}`),
      template: fc
        .array(
          fc.oneof(
            { weight: 4, arbitrary: leaf },
            { weight: 1, arbitrary: tie("block") },
            { weight: 1, arbitrary: lists(tie("template") as fc.Arbitrary<string>, leaf) },
          ),
          { maxLength: 6 },
        )
        .map((parts) => parts.join("")),
    }));
    const item = fc.record({ q: unicode, a: unicode });
    const variables = fc.record({
      x: unicode,
      y: fc.oneof(fc.constant(""), unicode),
      examples: fc.array(item, { maxLength: 2 }),
    });

    fc.assert(
      fc.property(template, variables, (source, values) => {
        const content = canonicalText(source);
        const { nodes, problems } = parseTemplate(content);
        // A brace before a tag makes three: that template is refused, not rendered.
        fc.pre(problems.length === 0 && nodes !== undefined);
        const { messages, fence } = render(content, values);
        // Mustache would find `constructor` on any object that has a prototype.
        const view = bare({
          z: "somewhere",
          constructor: "own",
          shadows: [bare({ y: "default" })],
          ...values,
          examples: values.examples.map(bare),
          fence,
        });
        expect(messages[0]?.content).toBe(mustache.render(content, view, {}, { escape: String }));
      }),
      { numRuns: 500 },
    );
  });
});

/** A list's section, with its fields in it. */
function lists(template: fc.Arbitrary<string>, leaf: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const inner = fc.array(fc.oneof(leaf, fc.constantFrom("{{q}}", "{{a}}", "{{#q}}+{{/q}}", "{{^a}}-{{/a}}")), {
    maxLength: 5,
  });
  return fc
    .tuple(fc.constantFrom("", "\n"), inner, template)
    .map(
      ([end, parts, rest]) =>
        `{{#examples}}${end}${parts.join("")}${rest}${end}{{/examples}}${end}{{^shadows}}none{{/shadows}}`,
    );
}

function bare(members: object): object {
  return Object.assign(Object.create(null), members);
}
