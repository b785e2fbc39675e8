import { PassThrough } from "node:stream";
import { WriteStream } from "node:tty";
import { afterEach, expect, test, vi } from "vitest";
import { createOutput } from "./output.ts";

afterEach(() => vi.unstubAllEnvs());

const terminal = (isTTY: boolean): NodeJS.WriteStream =>
  Object.assign(new PassThrough(), {
    isTTY,
    // What a real terminal asks of the environment.
    getColorDepth: () => WriteStream.prototype.getColorDepth(),
  }) as unknown as NodeJS.WriteStream;

test.each([
  { where: "a terminal", isTTY: true, env: {}, expected: "\u001b[31mx\u001b[39m" },
  { where: "a terminal, NO_COLOR=1", isTTY: true, env: { NO_COLOR: "1" }, expected: "x" },
  { where: "a pipe", isTTY: false, env: {}, expected: "x" },
])("red on $where", ({ isTTY, env, expected }) => {
  // CI: Node takes the terminal of an unknown one for one without colours.
  for (const name of ["NO_COLOR", "FORCE_COLOR", "NODE_DISABLE_COLORS", "CI"]) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries({ TERM: "xterm-256color", ...env })) vi.stubEnv(name, value);
  expect(createOutput(terminal(isTTY), terminal(false)).paint("red", "x")).toBe(expected);
});

test("results go to standard output, notes to standard error", () => {
  const [stdout, stderr] = [terminal(false), terminal(false)] as unknown as [PassThrough, PassThrough];
  const out = createOutput(stdout as unknown as NodeJS.WriteStream, stderr as unknown as NodeJS.WriteStream);
  out.print("text");
  out.printJson({ a: 1 });
  out.note("note");
  expect(String(stdout.read())).toBe('text\n{\n  "a": 1\n}\n');
  expect(String(stderr.read())).toBe("note\n");
});
