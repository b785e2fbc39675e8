import type { ErrorClass } from "../../error-class.ts";
import { APPS } from "./apps.ts";
import { BENIGN } from "./benign.ts";
import { CALM } from "./calm.ts";
import { CONTROL } from "./control.ts";
import { HARD } from "./hard.ts";
import { LAST } from "./last.ts";
import { LATE } from "./late.ts";
import { MORE } from "./more.ts";
import { NETWORK } from "./network.ts";
import { RESOURCES } from "./resources.ts";

/** An incident to develop the classification on, labelled. */
export interface DevIncident {
  readonly name: string;
  readonly logs: string;
  readonly error_class: ErrorClass;
  /** Any of these is right. */
  readonly severity: readonly string[];
  readonly verdict: readonly string[];
  /** Every third of a class is kept apart, to see what patterns made from the others are worth. */
  readonly kept: boolean;
}

/** `### class | severities | verdicts | name`, then the lines. */
const parse = (text: string): readonly DevIncident[] => {
  const seen = new Map<string, number>();
  return text
    .split(/^### /m)
    .slice(1)
    .map((block) => {
      const end = block.indexOf("\n");
      const [error_class = "", severity = "", verdict = "", name = ""] = block
        .slice(0, end)
        .split("|")
        .map((part) => part.trim());
      const before = seen.get(error_class) ?? 0;
      seen.set(error_class, before + 1);
      return {
        name: `${error_class}: ${name}`,
        logs: block.slice(end + 1).trimEnd(),
        error_class: error_class as ErrorClass,
        severity: severity.split(","),
        verdict: verdict.split(","),
        kept: before % 3 === 2,
      };
    });
};

/** Logs in the forms that real programs write; names, addresses and numbers are invented. */
export const DEV_INCIDENTS: readonly DevIncident[] = [
  RESOURCES,
  CONTROL,
  NETWORK,
  APPS,
  BENIGN,
  HARD,
  MORE,
  LATE,
  LAST,
  CALM,
].flatMap(parse);
