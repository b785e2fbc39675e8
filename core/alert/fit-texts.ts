import { cutEnd, cutMiddle } from "../evidence/shorten.ts";
import { jsonBytes } from "./json-bytes.ts";

/**
 * Cuts the longest texts, with a mark, until all take at most `maxBytes` as JSON; where even that does not do, the last ones
 * are left out.
 */
export const fitTexts = (
  texts: Readonly<Record<string, string>>,
  maxBytes: number,
): Readonly<Record<string, string>> => {
  if (jsonBytes(texts) <= maxBytes) return texts;
  for (const max of LENGTHS) {
    const cut = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, cutMiddle(text, max)]));
    if (jsonBytes(cut) <= maxBytes) return cut;
  }
  const kept: [string, string][] = [];
  let bytes = 2;
  for (const [name, text] of Object.entries(texts)) {
    const entry: [string, string] = [name, cutEnd(text, LENGTHS.at(-1)!)];
    // A colon and a comma with it.
    bytes += jsonBytes(entry[0]) + jsonBytes(entry[1]) + 2;
    if (bytes > maxBytes) break;
    kept.push(entry);
  }
  return Object.fromEntries(kept);
};

const LENGTHS = [8192, 4096, 2048, 1024, 512, 256, 128, 64] as const;
