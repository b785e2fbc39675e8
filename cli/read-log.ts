import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { text as readAll } from "node:stream/consumers";
import { UsageError } from "./usage-error.ts";

/**
 * The log's text, from a file or (absent, or `-`) from standard input.
 *
 * @throws {UsageError} where there is no text, or bytes that are none: a triage of them would say something all the same.
 */
export const readLog = async (file: string | undefined, cwd: string): Promise<string> => {
  const piped = file === undefined || file === "-";
  const name = piped ? "Standard input" : file;
  if (piped && process.stdin.isTTY) {
    throw new UsageError("No log is given. Name a file, or pipe one in: kubectl logs … | kprompt analyze");
  }
  const path = piped ? "" : resolve(cwd, file);
  if (!piped && statSync(path).isDirectory()) throw new UsageError(`${file} is a folder. Name a file in it.`);
  const text = piped ? await readAll(process.stdin) : readFileSync(path, "utf8");
  if (text.trim() === "") {
    const hint = piped ? "Does the command before the pipe find any, and write to standard output?" : "Name another.";
    throw new UsageError(`${name} holds no log line. ${hint}`);
  }
  if (text.includes("\0")) {
    throw new UsageError(
      `${name} is no UTF-8 text: it holds NUL bytes. Unpack it (zcat), or convert it (iconv), first.`,
    );
  }
  if (isNoise(text)) {
    throw new UsageError(
      `${name} is no UTF-8 text: many of its bytes are none. Unpack it, or convert it (iconv), first.`,
    );
  }
  return text;
};

/** A twentieth is more than a log has of names in another encoding, and less than any packed or encrypted file has. */
const isNoise = (text: string): boolean => {
  const beginning = text.slice(0, 65_536);
  return beginning.split("\ufffd").length - 1 > beginning.length / 20;
};

/**
 * The text as a body of `POST /v1/analyze`, such as one that was kept for later; undefined when it is a log. A line that a
 * program wrote may be an object, too, but has none of the members that say which lines are meant.
 */
export const parseRequest = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    return ["logs", "time_range", "filters"].some((name) => Object.hasOwn(value, name)) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};
