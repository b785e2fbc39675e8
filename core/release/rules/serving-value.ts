import { toPointer } from "../../prompt/canonical.ts";
import type { Finding } from "../manifest.ts";

type Fields = Readonly<Record<string, unknown>>;
export type Path = readonly (string | number)[];

/** Readers of what may be anything: a value of another type is as absent, because the schemas report it. */
export const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : NOTHING;

export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

export const integerOf = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;

/** What stands at a path of own members. */
export const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (found, key) =>
      typeof key === "number"
        ? itemsOf(found)[key]
        : Object.hasOwn(fieldsOf(found), key)
          ? fieldsOf(found)[key]
          : undefined,
    value,
  );

export const pointerOf = (path: Path): string => path.map(toPointer).join("");

/** The path as far as it exists: what lacks the rest of it. */
export const nearestPath = (value: unknown, path: Path): Path => {
  const length = path.findIndex((_, index) => at(value, path.slice(0, index + 1)) === undefined);
  return length === -1 ? path : path.slice(0, length);
};

export const error = (code: string, path: Path, message: string): Finding => ({
  code,
  severity: "error",
  pointer: pointerOf(path),
  message,
});

export const warning = (code: string, path: Path, message: string): Finding => ({
  ...error(code, path, message),
  severity: "warning",
});

const NOTHING: Fields = {};
