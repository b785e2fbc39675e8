import { readFileSync } from "node:fs";
import { relative } from "node:path";
import * as v from "valibot";
import { LineCounter, parseDocument } from "yaml";
import { toIssues } from "../../functions/http/issues.ts";
import { UsageError } from "../usage-error.ts";

/**
 * A YAML or JSON file that a schema describes.
 *
 * @throws {UsageError} with every fault at its `file:line:column`, or where it cannot be read.
 */
export const readFile = <const Schema extends v.GenericSchema>(
  path: string,
  schema: Schema,
  cwd: string,
): v.InferOutput<Schema> => parseText(readText(path, cwd), relative(cwd, path), schema);

export const parseText = <const Schema extends v.GenericSchema>(
  text: string,
  file: string,
  schema: Schema,
): v.InferOutput<Schema> => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const fault = document.errors[0];
  if (fault !== undefined) throw new UsageError(`${place(fault.pos[0])} ${fault.message}. Correct the file.`);
  const { success, output, issues } = v.safeParse(schema, toValue(document, file));
  if (success) return output;
  const faults = toIssues(issues).issues.map(({ pointer, detail }) => {
    const path = pointer.split("/").slice(1);
    return `${place(offsetOf(document, path))} ${pointer || "The whole"} ${detail}`;
  });
  throw new UsageError(faults.join("\n"));
};

const toValue = (document: ReturnType<typeof parseDocument>, file: string): unknown => {
  try {
    return document.toJS();
  } catch (error) {
    // An alias to nothing, or so many of them that they would fill the memory.
    throw new UsageError(`${file}:1:1 ${(error as Error).message}. Correct the file.`, { cause: error });
  }
};

const readText = (path: string, cwd: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${relative(cwd, path)} cannot be read (${code}). Name a file that can.`, { cause: error });
  }
};

/** Where the value at a path begins; the nearest one above where there is none. */
const offsetOf = (document: ReturnType<typeof parseDocument>, path: readonly string[]): number => {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return node.range[0];
  }
  return 0;
};
