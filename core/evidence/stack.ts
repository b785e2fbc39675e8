/**
 * Stack traces as shippers send them: one line each. `continues` says whether a line belongs to the one before it in
 * the same stream; `joinStack` makes one line of them all.
 *
 * @param inTraceback The lines so far are a Python traceback that still lacks its last line.
 */
export const continues = (line: string, before: string, inTraceback: boolean): boolean => {
  if (/^\s/.test(line))
    return line.trim() !== "" && !/^\s+(?:Warning|Normal|[IWEF]\d{4} \d\d:|\d{4}-\d\d-\d\d[T ])/.test(line);
  if (MESSAGE.test(line)) return true;
  if (/^[}\])]+[;,]?$/.test(line)) return true;
  // A bare exception line under its log line, or the last line of a Python traceback.
  if (BARE_EXCEPTION.test(line)) return inTraceback || BEFORE_EXCEPTION.test(before);
  if (/^Traceback \(most recent call last\)/.test(line))
    return /\b(?:ERROR|CRITICAL|Exception|error|exception)\b/.test(before);
  if (GO_FRAME.test(line)) return /^\s+\S+\.(?:go|s):\d+|^goroutine \d+ \[|^panic: |^created by /.test(before);
  return false;
};

/** Most parts kept of a stack, beside its first line. */
const MAX_PARTS = 14;

/**
 * First line, then the messages (what was thrown and what caused it), and of each run of frames the first two and the
 * last, which say where. Parts are separated by line breaks.
 */
export const joinStack = (lines: readonly string[]): string => {
  if (lines.length === 1) return lines[0]!;
  const parts: string[] = [];
  let frames: string[] = [];
  const flush = (): void => {
    if (frames.length > 4) {
      parts.push(...frames.slice(0, 2), `… ${frames.length - 3} frames …`, frames.at(-1)!);
    } else parts.push(...frames);
    frames = [];
  };
  let inFile = false;
  for (const line of lines.slice(1)) {
    // Python shows the source line under each frame, and marks a part of it.
    const isSource: boolean = inFile && /^\s{4}/.test(line);
    inFile = /^\s+File "/.test(line) || isSource;
    if (isSource && /^[\s^~]+$/.test(line)) continue;
    if (isSource || isFrame(line)) frames.push(line.trim());
    else {
      flush();
      if (line.trim() !== "") parts.push(line.trim());
    }
  }
  flush();
  if (parts.length > MAX_PARTS) {
    const cut = parts.length - MAX_PARTS;
    // The cause stands in the middle of a long chain in Java, and at the end elsewhere.
    const kept = parts.slice(0, 6);
    const causes = parts
      .slice(6, -5)
      .filter((part) => /^Caused by:|^--->|^The above|^During/.test(part))
      .slice(-3);
    parts.splice(0, parts.length, ...kept, `… ${cut} lines …`, ...causes, ...parts.slice(-5));
  }
  return [lines[0]!, ...parts].join("\n");
};

const MESSAGE =
  /^(?:Caused by: |Suppressed: |During handling of the above exception|The above exception was the direct cause|\[signal SIG|goroutine \d+ \[|created by |exit status \d|--- End of |rax |rip )/;
const BARE_EXCEPTION =
  /^(?:[\w$]{1,80}\.){0,12}[\w$]{0,80}(?:Error|Exception|Exit|Interrupt|Warning|Fault|Timeout|NotFound|Failure)(?:: |$)/;
const BEFORE_EXCEPTION = /\b(?:ERROR|SEVERE|FATAL|CRITICAL|WARN|Exception|exception|error)\b/;
const GO_FRAME = /^[\w./*()[\]{}-]{1,160}\.[\w.*()[\]{}-]{1,120}\(.{0,200}\)$/;

const isFrame = (line: string): boolean =>
  /^\s+(?:at |\.\.\. \d+ |File "|from |in |\d+: |\S+\.(?:go|s):\d+)/.test(line) ||
  GO_FRAME.test(line) ||
  /^created by /.test(line);
