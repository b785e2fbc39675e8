import { styleText } from "node:util";

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** Where a command writes. Colours only where a person reads (a terminal) and `NO_COLOR` is not set. */
export interface Output {
  /** To standard output, with a newline. */
  print(text: string): void;
  /** To standard output, indented. */
  printJson(value: unknown): void;
  /** To standard error, with a newline: what is not the result. */
  note(text: string): void;
  paint(style: Style, text: string): string;
  /** Characters in a row of the terminal; undefined where a program reads, which gets every line whole. */
  readonly columns: number | undefined;
}

export const createOutput = (stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): Output => {
  // `kprompt list | head` closes the pipe early; that is no failure of ours.
  for (const stream of [stdout, stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      process.exit();
    });
  }
  return {
    print: (text) => void stdout.write(`${text}\n`),
    printJson: (value) => void stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    paint: (style, text) => styleText(style, text, { stream: stdout }),
    // A terminal of unknown size says 0.
    get columns() {
      return stdout.isTTY ? stdout.columns || undefined : undefined;
    },
  };
};
