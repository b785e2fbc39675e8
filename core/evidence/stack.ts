/**
 * Stack traces as shippers send them: one line each. `continues` says whether a line belongs to the one before it in
 * the same stream; `joinStack` makes one text of them all.
 *
 * @param inTraceback The lines so far are a Python traceback that still lacks its last line.
 */
export const continues = (line: string, before: string, inTraceback: boolean): boolean => {
  const first = line.charCodeAt(0);
  if (first <= 32) return line.trim() !== "" && !OWN_LINE.test(line);
  // Dates, JSON, tags, klog's letter: what nearly all lines begin with begins no part of a trace.
  if ((first >= 48 && first <= 57) || first === 123 || first === 60 || first === 40) return false;
  if (isDigit(line.charCodeAt(1)) && isDigit(line.charCodeAt(2)) && isDigit(line.charCodeAt(3))) return false;
  if (MESSAGE.test(line)) return true;
  if (/^[}\])]+[;,]?$/.test(line)) return true;
  if (AFTER_PANIC.test(before) && !/^\S{0,40}\d\d:\d\d/.test(line)) return true;
  // A bare exception line under its log line, or the last line of a Python traceback.
  if (BARE_EXCEPTION.test(line)) return inTraceback || BEFORE_EXCEPTION.test(before);
  if (line.startsWith("Traceback (most recent call last)"))
    return /\b(?:ERROR|CRITICAL|Exception|error|exception)\b/.test(before);
  if (line.includes("(") && GO_FRAME.test(line))
    return /^\s+\S+\.(?:go|s):\d+|^goroutine \d+ \[|^panic: |^created by /.test(before);
  return false;
};

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Whether a traceback began and its last line, the only one that is not indented, has not come. */
export const isTraceback = (parts: readonly string[], before: boolean): boolean => {
  let inside = before;
  for (const part of parts) {
    const first = part.charCodeAt(0);
    inside = (first === 84 && part.startsWith("Traceback (most recent call last)")) || (inside && first <= 32);
  }
  return inside;
};

/** Most parts kept of a stack, beside its first line. */
const MAX_PARTS = 14;

/**
 * First line, then the messages (what was thrown and what caused it), and of each run of frames the first, the first two
 * of the program's own and the last, which say where. Parts are separated by line breaks.
 */
export const joinStack = (lines: readonly string[]): string => {
  if (lines.length === 1) return lines[0]!;
  const parts: string[] = [];
  let frames: string[] = [];
  const flush = (): void => {
    parts.push(...tellingFrames(frames));
    frames = [];
  };
  readParts(lines, (part, frame) => {
    if (frame) {
      frames.push(part);
      return;
    }
    flush();
    parts.push(part);
  });
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

/** First line and messages without the frames: what makes two traces the same trouble. */
export const stackMessages = (lines: readonly string[]): string => {
  if (lines.length === 1) return lines[0]!;
  const messages = [lines[0]!];
  readParts(lines, (part, frame) => {
    if (!frame && messages.length < MAX_MESSAGES && !ASIDE.test(part)) messages.push(part);
  });
  return messages.join(" ⏎ ");
};

const MAX_MESSAGES = 6;
/** Which goroutine, where, and how many frames are not shown: not what happened. */
const ASIDE = /^(?:goroutine \d|\[signal |\.\.\. |… |note: |rax |rip |stack backtrace|[}\])]+[;,]?$)/;

const readParts = (lines: readonly string[], read: (part: string, frame: boolean) => void): void => {
  let inFile = false;
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]!;
    // Python shows the source line under each frame, and marks a part of it.
    const isSource: boolean = inFile && line.startsWith("    ");
    inFile = isSource || /^\s+File "/.test(line);
    if (isSource && /^[\s^~]+$/.test(line)) continue;
    const part = line.trim();
    if (isSource || isFrame(line)) read(part, true);
    else if (part !== "") read(part, false);
  }
};

const tellingFrames = (frames: readonly string[]): readonly string[] => {
  if (frames.length <= 4) return frames;
  const own = frames.map((_, i) => i).filter((i) => !FOREIGN.test(frames[i]!));
  const kept = new Set([0, ...(own.length === 0 ? [1] : own.slice(0, 2)), frames.length - 1]);
  const shown: string[] = [];
  let before = -1;
  for (const i of [...kept].sort((a, b) => a - b)) {
    if (i - before > 1) shown.push(i - before === 2 ? "… 1 frame …" : `… ${i - before - 1} frames …`);
    shown.push(frames[i]!);
    before = i;
  }
  return shown;
};

/** Frames of the language and its usual frameworks. */
const FOREIGN =
  /\b(?:java|javax|jakarta|jdk|sun|kotlin|scala|org\.(?:springframework|apache|hibernate|eclipse)|io\.(?:netty|vertx)|com\.(?:sun|zaxxer))\.|node:internal|node_modules|site-packages|\/lib\/python|\/usr\/l|\/rustc\/|\bcore::|\bstd::|^runtime[./]|\/go\/src\/|\/gems\/|\bat (?:System|Microsoft)\.|\/vendor\//;

const OWN_LINE = /^\s+(?:Warning|Normal|[IWEF]\d{4} \d\d:|\d{4}-\d\d-\d\d[T ])/;
const MESSAGE =
  /^(?:Caused by: |Suppressed: |During handling of the above exception|The above exception was the direct cause|\[signal SIG|goroutine \d+ \[|created by |exit status \d|--- End of |rax |rip |stack backtrace:|note: (?:run with|Some details)|Stack trace:$|#\d{1,3} |Thread \d+ Crashed)/;
/** Rust writes the message of a panic under its place. */
const AFTER_PANIC = /^thread '[^']{0,100}' (?:\(\d{1,9}\) )?panicked at [^ ]{1,300}:\d+:\d+:$/;
const BARE_EXCEPTION =
  /^(?:[\w$]{1,80}\.){0,12}[\w$]{0,80}(?:Error|Exception|Exit|Interrupt|Warning|Fault|Timeout|NotFound|Failure)(?:: |$)/;
const BEFORE_EXCEPTION = /\b(?:ERROR|SEVERE|FATAL|CRITICAL|WARN|Exception|exception|error)\b/;
const GO_FRAME = /^[\w./*()[\]{}-]{1,160}\.[\w.*()[\]{}-]{1,120}\(.{0,200}\)$/;
const FRAME = /^\s+(?:at |\.\.\. \d+ |File "|from |in |\d+: |\S+\.(?:go|s):\d+)|^created by |^#\d{1,3} /;

const isFrame = (line: string): boolean => FRAME.test(line) || (line.endsWith(")") && GO_FRAME.test(line));
