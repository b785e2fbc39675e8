import type { Artefacts, Env } from "../artefacts.ts";
import type { FunctionName } from "../settings.ts";

/** A function that runs in either runtime, as a test looks at it. */
export interface Running {
  readonly url: string;
  /** All that it wrote: records, and log lines. */
  readonly written: () => readonly string[];
  readonly stop: () => Promise<unknown>;
}

export const RUNTIME_NAMES = ["Node", "workerd"] as const;
export type RuntimeName = (typeof RUNTIME_NAMES)[number];

export const start = async (
  artefacts: Artefacts,
  runtime: RuntimeName,
  name: FunctionName,
  env: Env,
): Promise<Running> => {
  if (runtime === "Node") {
    const { url, stdout, stderr, stop } = await artefacts.startNode(name, env);
    return { url, written: () => [...stderr, ...stdout], stop };
  }
  const { url, stdout, stop } = await artefacts.startWorker(name, env);
  return { url, written: () => stdout, stop };
};

/** Records of a kind among what was written. */
export const recordsOf = ({ written }: Pick<Running, "written">, kind: string): readonly Record<string, unknown>[] =>
  written()
    .filter((line) => line.includes(`"record":"${kind}"`))
    .map((line) => JSON.parse(line));

/** Waits for what another process does; the test's own timeout ends it. */
export const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10));
};
