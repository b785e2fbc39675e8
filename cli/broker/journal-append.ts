import type { FileHandle } from "node:fs/promises";

export interface Appender {
  /** Resolves once the line is on the disk. */
  append(line: string): Promise<void>;
  /** Writes what waits, then closes. */
  close(): Promise<void>;
}

/** Lines that come while others are written go to the disk together, with one sync. */
export const createAppender = (handle: Pick<FileHandle, "appendFile" | "datasync" | "close">): Appender => {
  let waiting: Waiter[] = [];
  let writing: Promise<void> | undefined;
  let lineEnd = "";

  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await handle.appendFile(`${lineEnd}${batch.map(({ line }) => `${line}\n`).join("")}`);
        await handle.datasync();
        lineEnd = "";
        for (const { resolve } of batch) resolve();
      } catch (error) {
        // Half a line may be there now; the next must not become part of it.
        lineEnd = "\n";
        for (const { reject } of batch) reject(error);
      }
    }
    writing = undefined;
  };

  return {
    append: (line) =>
      new Promise((resolve, reject) => {
        waiting.push({ line, resolve, reject });
        writing ??= write();
      }),
    async close() {
      await writing;
      await handle.close();
    },
  };
};

interface Waiter {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}
