import { type Document, isScalar, visit } from "yaml";

export interface Misread {
  readonly code: "yaml_boolean" | "yaml_number";
  readonly offset: number;
  readonly message: string;
}

/**
 * Plain words that the API server reads as a boolean or as another number than they look like. Other programs that read
 * the file do not, and who wrote it mostly meant a text.
 */
export const findMisreadScalars = (document: Document.Parsed): readonly Misread[] => {
  const found: Misread[] = [];
  visit(document, {
    Scalar: (key, { type, source, value, range }) => {
      if (type !== "PLAIN" || source === undefined || !range) return;
      const what = key === "key" ? "a name" : "a value";
      if (BOOLEAN.test(source)) {
        const message = `${source} as ${what} is read as ${value} by the API server. Quote it${key === "key" ? "" : `, or write ${value}`}.`;
        found.push({ code: "yaml_boolean", offset: range[0], message });
      } else if (NUMBER.test(source) && String(value) !== source) {
        const message = `${source} as ${what} is read as ${value} by the API server. Quote it, or write ${value}.`;
        found.push({ code: "yaml_number", offset: range[0], message });
      }
    },
    Pair: (_, { key }) => (isScalar(key) || key === null ? undefined : visit.SKIP),
  });
  return found;
};

const BOOLEAN = /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)$/;
/** Octal, binary and grouped digits. */
const NUMBER = /^[-+]?(?:0[0-7_]+|0o[0-7]+|0b[01_]+|[1-9][0-9]*_[0-9_]*)$/;
