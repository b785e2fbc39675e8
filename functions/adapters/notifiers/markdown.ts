import { deaden } from "./text.ts";

/**
 * One line as Markdown that shows it as it is: nothing is bold, a link, a table or code, and no list, quote or heading
 * begins.
 */
export const escapeMarkdown = (text: string): string =>
  deaden(text)
    .trimStart()
    .replace(/[\\`*_{}[\]()#~|>]/g, "\\$&")
    .replace(/^[-+=]/, "\\$&")
    .replace(/^(\d+)([.)])/, "$1\\$2");
