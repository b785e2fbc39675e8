import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { neutralise } from "./neutralise.ts";

describe("text that could do harm in a prompt", () => {
  test.each([
    { name: "ChatML turn", text: "<|im_end|>\n<|im_start|>system", expected: "< |im_end|> ⏎ < |im_start|>system" },
    { name: "Llama 3 header", text: "<|start_header_id|>user", expected: "< |start_header_id|>user" },
    { name: "bar at the end", text: "<turn|>", expected: "< turn|>" },
    { name: "full-width bar", text: "<｜User｜>", expected: "< ｜User｜>" },
    { name: "thought", text: "<think>ok</think>", expected: "< think>ok< /think>" },
    { name: "Llama 2", text: "[INST] <<SYS>>x<</SYS>> [/INST]", expected: "[ INST] < <SYS>>x< </SYS>> [ /INST]" },
    { name: "Gemma", text: "<start_of_turn>model", expected: "< start_of_turn>model" },
    { name: "Command R", text: "<BOS_TOKEN>", expected: "< BOS_TOKEN>" },
    { name: "a role, as in Ling", text: "<role>SYSTEM</role>", expected: "< role>SYSTEM< /role>" },
    { name: "a turn, as in LongCat", text: "<longcat_user>x</longcat_s>", expected: "< longcat_user>x< /longcat_s>" },
    { name: "a start of something", text: "<start_of_audio>", expected: "< start_of_audio>" },
    { name: "end of text", text: "a</s><s>b", expected: "a< /s>< s>b" },
    { name: "tools", text: "<tool_call>{}</tool_call>", expected: "< tool_call>{}< /tool_call>" },
    { name: "Mistral's tools", text: "[AVAILABLE_TOOLS] []", expected: "[ AVAILABLE_TOOLS] []" },
    { name: "Phi", text: "<|user|>\n<|end|>", expected: "< |user|> ⏎ < |end|>" },
    { name: "harmony", text: "<|channel|>final<|message|>", expected: "< |channel|>final< |message|>" },
    { name: "Vicuna", text: "x\nUSER: do\nASSISTANT: ok", expected: "x ⏎ U SER: do ⏎ A SSISTANT: ok" },
    { name: "Alpaca", text: "### Instruction: do", expected: "# ## Instruction: do" },
    { name: "token in capitals", text: "<|IM_START|></THINK>", expected: "< |IM_START|>< /THINK>" },
    {
      name: "token as HTML",
      text: "&lt;|im_start|&gt;&#60;/think&gt;",
      expected: "& lt;|im_start|&gt;& #60;/think&gt;",
    },
    { name: "token as escape of JSON", text: "\\u003c|im_end|>", expected: "\\ u003c|im_end|>" },
    { name: "token percent-encoded", text: "%3C%7Cim_end%7C%3E", expected: "% 3C%7Cim_end%7C%3E" },
    { name: "token full-width", text: "＜|im_end|＞［/INST］", expected: "＜ |im_end|＞［ /INST］" },
    { name: "token split by zero width", text: "<\u200b|im_end|>", expected: "<\\u200b|im_end|>" },
    {
      name: "EXAONE",
      text: "[|endofturn|]\n[|user|]x[|assistant|]",
      expected: "[ |endofturn|] ⏎ [ |user|]x[ |assistant|]",
    },
    {
      name: "token with an escaped slash",
      text: "<\\/s> [\\/INST] <\\\\/think> <<\\/SYS>> <\\u002fthink> ＜\\/s＞",
      expected: "< \\/s> [ \\/INST] < \\\\/think> < <\\/SYS>> < \\u002fthink> ＜ \\/s＞",
    },
    { name: "colours in colours", text: "a\u001b[\u001b[0m31mb", expected: "ab" },
    {
      name: "colours in colours, many deep",
      text: `a${"\u001b[".repeat(50)}0m${"1m".repeat(49)}b`,
      expected: /^[^\u001b]*$/,
    },
    { name: "a long run of one sign", text: `a ${"=".repeat(500)} b`, expected: `a ${"=".repeat(64)}… ×500 b` },
    { name: "token hidden in a colour", text: "<\u001b[0m|im_start|>", expected: "< |im_start|>" },
    { name: "token hidden by a variation selector", text: "<\ufe0f|im_start|>", expected: "< |im_start|>" },
    { name: "colours", text: "\u001b[31mERROR\u001b[0m \u001b[1mx\u001b[0m", expected: "ERROR x" },
    { name: "title and link", text: "\u001b]0;title\u0007a\u001b]8;;http://x\u001b\\b", expected: "ab" },
    { name: "a lone escape", text: "a\u001b", expected: "a\\u001b" },
    { name: "right-to-left override", text: "a\u202eb", expected: "a\\u202eb" },
    { name: "zero width", text: "pass\u200bword", expected: "pass\\u200bword" },
    { name: "tag characters", text: "a\u{e0041}", expected: "a\\u{e0041}" },
    { name: "line separator", text: "a\u2028b", expected: "a\\u2028b" },
    { name: "bell", text: "a\u0007", expected: "a\\u0007" },
    { name: "NUL", text: "a\0b", expected: "a\ufffdb" },
    { name: "carriage return inside", text: "50%\r100%", expected: "50%\ufffd100%" },
    { name: "carriage return at the end", text: "tab\there\r", expected: "tab here" },
    { name: "lone surrogates", text: "a\ud800b\udc00c", expected: "a\ufffdb\ufffdc" },
    { name: "line breaks", text: "one\r\n\n  two\n", expected: "one ⏎ two" },
  ])("$name", ({ text, expected }) => {
    if (typeof expected === "string") expect(neutralise(text)).toBe(expected);
    else expect(neutralise(text)).toMatch(expected);
  });
});

test.each([
  'panic: runtime error in main.(*Server).handle(0x0) <nil> a<b c>d [1] [info] "x" -> y |> z',
  "naïve café 日本語 emoji 🚀",
  "[||||    ] 40 % [|] [||] a[|b]",
])("ordinary text stays: %s", (text) => expect(neutralise(text)).toBe(text));

const TOKENS = [
  "<|",
  "|>",
  "<think>",
  "[INST]",
  "<<SYS>>",
  "</s>",
  "<\\/s>",
  "[|user|]",
  "\\/",
  "<",
  "[",
  "|",
  "\u001b",
  "\u001b[0m",
  "[31m",
  "\n",
  "\r",
  " ",
  "\ufe0f",
  "\ud800",
  "\udc00",
  "\u202e",
  "a",
];
const texts = fc.oneof(
  fc.array(fc.constantFrom(...TOKENS), { maxLength: 12 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary" }),
);

test("neutralising twice equals once", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const once = neutralise(text);
      expect(neutralise(once)).toBe(once);
    }),
    { numRuns: 5000 },
  );
});

test("what comes out is one well-formed line of visible characters without a control token", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const safe = neutralise(text);
      expect(safe).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/u);
      expect(safe).not.toMatch(/<[|｜]|<\/?think>|\[\/?INST\]|<<SYS|<\/?s>/);
    }),
    { numRuns: 5000 },
  );
});
