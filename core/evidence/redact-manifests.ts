import { isMarked, type Mark } from "./redact-mark.ts";

/** Longest document that is looked at around its `kind: Secret`. */
const MAX_DOCUMENT = 400;
const KIND = /^[ \t]{0,40}(?:- )?["']?kind["']?:[ \t]{0,4}["']?Secret["']?,?[ \t\r]{0,4}$/;
const DATA = /^([ \t]{0,40})["']?(?:data|stringData)["']?:[ \t]{0,4}\{?[ \t\r]{0,4}$/;
const MEMBER = /^([ \t]{1,60}["']?[\w.-]{1,253}["']?:[ \t]{0,4}["']?)([^"'\s][^"']{0,100000})(["']?,?[ \t\r]{0,4})$/;
const BLOCK = /^[|>][-+\d]{0,2}$/;

/** Whether lines could hold a manifest of a Secret: worth `redactManifests`. */
export const isSecretKind = (line: string): boolean => line.length < 200 && line.includes("Secret") && KIND.test(line);

/** The values below `data:` and `stringData:` of a Kubernetes Secret that was printed line by line. */
export const redactManifests = (lines: readonly string[], mark: Mark): readonly string[] => {
  const safe = [...lines];
  let done = 0;
  lines.forEach((line, at) => {
    if (at < done || !isSecretKind(line)) return;
    let from = at;
    while (from > done && at - from < MAX_DOCUMENT && !isBorder(lines[from - 1]!)) from--;
    let to = at + 1;
    while (to < lines.length && to - at < MAX_DOCUMENT && !isBorder(lines[to]!)) to++;
    redactDocument(safe, from, to, mark);
    done = to;
  });
  return safe;
};

const isBorder = (line: string): boolean => /^(?:---|\}|\])/.test(line) || line.trim() === "";

const redactDocument = (lines: string[], from: number, to: number, mark: Mark): void => {
  let data: number | undefined;
  let block: number | undefined;
  for (let i = from; i < to; i++) {
    const line = lines[i]!;
    const indent = line.length - line.trimStart().length;
    if (data !== undefined && indent <= data) data = block = undefined;
    if (block !== undefined && indent > block) {
      if (!isMarked(line.trim())) lines[i] = line.slice(0, indent) + mark("secret");
      continue;
    }
    block = undefined;
    const opened = DATA.exec(line);
    if (opened !== null) {
      data = opened[1]!.length;
      continue;
    }
    const [, before, value, after] = data === undefined ? [] : (MEMBER.exec(line) ?? []);
    if (before === undefined || value === undefined) continue;
    if (BLOCK.test(value.trim())) block = indent;
    else if (!isMarked(value)) lines[i] = before + mark("secret") + after;
  }
};
