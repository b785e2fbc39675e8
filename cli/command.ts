import type { Output } from "./output.ts";

/** 0: all is well. 1: the command ran and found something wrong. 2: it could not run (see `UsageError`). */
export type ExitCode = 0 | 1 | 2;

export interface Option {
  readonly type: "string" | "boolean";
  readonly short?: string;
  readonly multiple?: boolean;
  /** Name of the value in the help text: `DIR`. */
  readonly value?: string;
  readonly help: string;
}
export type Options = Readonly<Record<string, Option>>;

/** Every command takes these beside its own. */
export const COMMON_OPTIONS = {
  root: { type: "string", value: "DIR", help: "folder that holds prompts/ (default: the nearest parent that has one)" },
  json: { type: "boolean", help: "print JSON, for programs" },
  help: { type: "boolean", short: "h", help: "print this help" },
} as const satisfies Options;

export type Values<O extends Options> = {
  readonly [K in keyof O]?: O[K] extends { type: "boolean" }
    ? boolean
    : O[K] extends { multiple: true }
      ? readonly string[]
      : string;
};

export interface Context<O extends Options = Options> {
  readonly options: Values<O>;
  readonly positionals: readonly string[];
  readonly json: boolean;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: Output;
  /**
   * Folder that holds `prompts/`.
   *
   * @throws {UsageError} when neither `--root` nor a parent folder has one.
   */
  root(): string;
}

export interface Command<O extends Options = Options> {
  /** What follows the command's name: `<reference> [paths…]`. */
  readonly usage: string;
  /** How many positional arguments there may be, and what to say when there are more or fewer. */
  readonly positionals: { readonly min: number; readonly max: number; readonly expected: string };
  readonly options: O;
  /** Printed under the options: what the command does, examples. */
  readonly details: string;
  run(context: Context<O>): ExitCode | Promise<ExitCode>;
}

/** Gives `run` the types of the command's own options. */
export const defineCommand = <const O extends Options>(command: Command<O>): Command => command as unknown as Command;
