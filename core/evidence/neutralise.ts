import { stripAnsi } from "./ansi.ts";

/**
 * Makes untrusted text safe to stand in a prompt: one line, no token that a chat template would read as a turn or as a
 * thought, nothing invisible. What was there stays readable: `<|im_end|>` becomes `< |im_end|>`, a right-to-left
 * override `\u202e`, a line break ` ⏎ `. Idempotent.
 */
export const neutralise = (text: string): string => {
  let safe = stripAnsi(text);
  if (UNSAFE.test(safe)) {
    safe = safe.replace(VARIATION, "");
    if (safe.includes("\n") || safe.endsWith("\r")) safe = joinLines(safe);
    safe = safe
      .replace(/\t/g, " ")
      .replace(/[\0\r]/g, "\ufffd")
      .replace(LONE_SURROGATE, "\ufffd")
      .replace(INVISIBLE, toEscape);
  }
  if (SIGNS.test(safe)) safe = safe.replace(CONTROL_TOKENS, split).replace(ESCAPED_TOKENS, split).replace(TURNS, split);
  return LONG_RUN.test(safe) ? safe.replace(LONG_RUN, shorten) : safe;
};

const split = (token: string): string => `${token[0]} ${token.slice(1)}`;

/** Without one of these there is no token. */
const SIGNS = /[<[\]＜〈⟨《［&\\%]|###|^(?:user|assistant|system|human|ai)[ \t]?:|⏎/i;

/** Nothing is told by more than so many of one sign. */
const MAX_RUN = 64;
const LONG_RUN = /([-=*#_.~+!|/<>])\1{127,}/g;
const shorten = (run: string): string => `${run.slice(0, MAX_RUN)}… ×${run.length}`;

const joinLines = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ⏎ ");

/** Emoji presentation only; nothing is lost with it, and kept it could split a word. */
const VARIATION = /[\ufe0e\ufe0f]/g;

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Control characters, format characters that reorder or hide text, other line breaks, tag characters. */
const INVISIBLE =
  /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{13430}-\u{1345f}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\u034f|\u115f|\u1160|\u17b4|\u17b5|[\u180b-\u180f]|[\ufe00-\ufe0d]/gu;
const UNSAFE = /[^\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff]/;

const toEscape = (char: string): string => {
  const code = char.codePointAt(0)!;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
};

/** A slash, or one that JSON or an address escaped. */
const SLASH = String.raw`(?:\\{0,8}\/|\\{1,8}u002f|%2f)`;

/**
 * Special tokens of the chat templates that local models use: ChatML, Llama 2 and 3, Mistral, Gemma, Phi, Qwen,
 * DeepSeek (full-width bar), GLM, Granite, Command, gpt-oss, Seed, MiniMax, EXAONE, T5 and fill-in-the-middle marks.
 * A space after the first character makes ordinary tokens of them.
 */
export const CONTROL_TOKENS = new RegExp(
  [
    "<[|｜]",
    `<(?=${SLASH}?[\\w:.-]{1,40}[|｜]>)`,
    `<(?=<${SLASH}?SYS>>)`,
    `<(?=${SLASH}?(?:s|bos|eos|pad|unk|mask|sop|eop|cls|sep|image|video|audio|think|thinking|thought|reasoning|answer|tools?|tool_call|tool_calls|tool_response|tool_result|function_call|function_calls|invoke|arg_key|arg_value|image_soft_token|start_function_call|end_function_call|start_function_response|start_function_declaration|escape|system|user|assistant|human|role|longcat_\\w{1,20}|(?:bos|eos|pad|unk|cls|sep|mask)_token|eod|eom|start_of_\\w{1,24}|begin_of_\\w{1,24}|end_of_\\w{1,24}|beginning_of_sentence|fim_\\w{1,12}|fim-\\w{1,12}|unused_?\\d{1,5}|reserved_?\\d{1,5}|special_\\d{1,5}|extra_id_\\d{1,4}|0x[0-9a-f]{2}|seed:[\\w:]{1,24}|minimax:\\w{1,24}|jupyter_\\w{1,12}|file_sep|repo_name|reponame|filename|gh_stars|endoftext)(?:=[\\w.-]{1,40})?${SLASH}?>)`,
    `\\[(?=${SLASH}?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|CALL_ID|ARGS|IMG|IMG_BREAK|IMG_END|AUDIO|BEGIN_AUDIO|THINK|MODEL_SETTINGS|PREFIX|MIDDLE|SUFFIX|gMASK|sMASK|CLS|SEP|MASK|PAD|UNK|BOS|EOS|multimodal)\\])`,
    "\\](?=~[!b]?[b\\]]?\\[|~b\\]|<\\]|!p\\])",
    "\\[(?=e~\\[)",
    "\\[(?=\\|\\/?[\\w:.-]{1,40}\\|\\])",
  ].join("|"),
  "gi",
);

/** The same with the first sign escaped or full-width, as a reader that decodes would see it. */
const ESCAPED_TOKENS = new RegExp(
  String.raw`(?:&lt;|&#0{0,5}60;|&#x0{0,4}3c;|\\u003c|\\x3c|%3c|[＜〈⟨《])(?=${SLASH}?(?:\||｜|%7c|&#124;|\\u007c|(?:think|s|bos|eos|start_of_turn|end_of_turn|tool_call|system|user|assistant)(?:>|&gt;|%3e|\\u003e|[＞〉⟩》])))|［(?=${SLASH}?INST[\]］])`,
  "gi",
);

/** A line that begins like a turn of Vicuna and the like. */
const TURNS =
  /(?:^|(?<=⏎ ))(?:USER|ASSISTANT|SYSTEM|Human|Assistant|### ?(?:Instruction|Response|System|Human|User|Assistant))(?=[ \t]?:)/g;
