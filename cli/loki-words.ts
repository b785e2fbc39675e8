import { PromptError } from "../core/error.ts";
import type { Values } from "./command.ts";
import type { LOKI_OPTIONS } from "./loki-options.ts";
import { UsageError } from "./usage-error.ts";

type Given = Pick<Values<typeof LOKI_OPTIONS>, "loki" | "tenant">;
type Environment = Readonly<Record<string, string | undefined>>;

/** Loki's failures name settings: whoever gave an option is told of that one, and which address did not answer. */
export const inOptions = (text: string, { loki, tenant }: Given, env: Environment): string => {
  const address = addressOf(loki ?? env.LOKI_URL ?? "");
  const named = address === "" ? text : text.replace(/Loki cannot be reached(?= |\.)/, `$& at ${address}`);
  const ofLoki = loki === undefined ? named : named.replaceAll("LOKI_URL", "--loki");
  return tenant === undefined ? ofLoki : ofLoki.replaceAll("LOKI_TENANT", "--tenant");
};

/** As `inOptions`, for what a task throws. */
export const sayingOptions = async <Result>(task: Promise<Result>, given: Given, env: Environment): Promise<Result> => {
  try {
    return await task;
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(inOptions(error.message, given, env), { cause: error });
    if (!(error instanceof PromptError)) throw error;
    const issues = error.issues.map(({ pointer, detail }) => ({ pointer, detail: inOptions(detail, given, env) }));
    const { details } = error;
    throw new PromptError(error.code, inOptions(error.message, given, env), { issues, details, cause: error });
  }
};

/** Without a user and a password, which no address of Loki may hold and a person may have typed all the same. */
const addressOf = (text: string): string => {
  const url = URL.parse(text);
  return url === null || url.host === "" ? "" : `${url.protocol}//${url.host}${url.pathname.replace(/\/$/, "")}`;
};
