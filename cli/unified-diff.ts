/**
 * Differences of two texts in unified format with three lines of context; empty when they are equal.
 *
 * @param from Name of the first text, printed after `---`; `to` after `+++`.
 */
export const unifiedDiff = (from: string, to: string, before: string, after: string): string => {
  if (before === after) return "";
  const edits = diffLines(before.split("\n"), after.split("\n"));
  return [`--- ${from}`, `+++ ${to}`, ...hunks(edits).map((hunk) => formatHunk(edits, hunk))].join("\n");
};

interface Edit {
  readonly mark: " " | "-" | "+";
  readonly text: string;
}

const CONTEXT = 3;

/** Longest common subsequence of lines. Prompts have hundreds of lines, so a full table is small. */
const diffLines = (a: readonly string[], b: readonly string[]): readonly Edit[] => {
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const edits: Edit[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      edits.push({ mark: " ", text: a[i++] ?? "" });
      j++;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      edits.push({ mark: "-", text: a[i++] ?? "" });
    } else {
      edits.push({ mark: "+", text: b[j++] ?? "" });
    }
  }
  return edits;
};

/** Ranges of edits around the changes; changes that share context share a range. */
const hunks = (edits: readonly Edit[]): readonly (readonly [start: number, end: number])[] => {
  const ranges: [number, number][] = [];
  for (const [index, { mark }] of edits.entries()) {
    if (mark === " ") continue;
    const start = Math.max(0, index - CONTEXT);
    const end = Math.min(edits.length, index + CONTEXT + 1);
    const last = ranges.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = end;
    else ranges.push([start, end]);
  }
  return ranges;
};

const formatHunk = (edits: readonly Edit[], [start, end]: readonly [number, number]): string => {
  const count = (from: number, to: number, without: Edit["mark"]): number =>
    edits.slice(from, to).filter(({ mark }) => mark !== without).length;
  const range = (without: Edit["mark"]): string => {
    const lines = count(start, end, without);
    // An empty range names the line before it, as diff(1) does.
    return `${count(0, start, without) + (lines === 0 ? 0 : 1)}${lines === 1 ? "" : `,${lines}`}`;
  };
  return [`@@ -${range("+")} +${range("-")} @@`, ...edits.slice(start, end).map(({ mark, text }) => mark + text)].join(
    "\n",
  );
};
