import { join, relative } from "node:path";
import { trafficOf } from "../../core/release/release-component.ts";
import { formatInstant } from "../../core/release/rollout.ts";
import { ARM_SERVICES, type RolloutState, templateArmOf } from "../../core/release/rollout-state.ts";
import { holdEnd } from "../../core/release/verdict.ts";
import type { Context } from "../command.ts";
import { git } from "../git.ts";
import { type Overlay, writeRelease } from "./overlay.ts";

export interface Change {
  /** What a commit of it does, as an imperative. */
  readonly subject: string;
  readonly reason?: string | undefined;
}

export interface ChangeContext extends Pick<Context, "cwd" | "json" | "out"> {
  readonly options: { readonly commit?: boolean };
}

/** Writes the new state, says what it comes to, and commits it where that was asked. */
export const writeChange = (
  overlay: Overlay,
  state: RolloutState,
  { subject, reason }: Change,
  { options, cwd, json, out }: ChangeContext,
): void => {
  const commit = options.commit === true;
  const files = writeRelease(overlay, state);
  const body = [...describeState(state), ...(reason ? [`Reason: ${reason}`] : [])];
  const message = `chore(knative): ${subject}\n\n${body.join("\n")}\n`;
  if (commit) {
    git(overlay.folder, ["add", "--", ...files]);
    // Named again: what else is staged stays so.
    git(overlay.folder, ["commit", "--quiet", "--file=-", "--", ...files], message);
  }
  const paths = files.map((file) => relative(cwd, join(overlay.folder, file)));
  const next = nextOf(overlay, state);
  if (json) out.printJson({ state, files: paths, next, commit_message: message, committed: commit });
  else out.print(formatChange(state, paths, next, message, commit));
};

/** For people, one thing a line. */
export const describeState = (state: RolloutState): readonly string[] => {
  const { digest, label, pins } = templateArmOf(state);
  const { rollout } = state;
  const step = rollout && `step ${rollout.step + 1} of ${rollout.plan.length}, since ${rollout.since}`;
  return [
    ...(step ? [step] : []),
    ...ARM_SERVICES.map((service) => {
      const targets = trafficOf(state, service).map(({ revisionName, percent }) => `${percent} % ${revisionName}`);
      return `${service.padEnd(8)} ${targets.join(", ")}`;
    }),
    `${rollout ? "candidate" : "stable"}: ${state.image}@${digest}`,
    `label ${label}, pins ${pins.join(", ") || "none"}`,
  ];
};

export const nextOf = (
  { name }: Overlay,
  { rollout }: RolloutState,
): { readonly command: string; readonly at: string | null } =>
  rollout === null
    ? { command: `kprompt rollout start --overlay ${name}`, at: null }
    : {
        command: `kprompt rollout advance --overlay ${name} --verdict FILE`,
        at: formatInstant(holdEnd(rollout)),
      };

const formatChange = (
  state: RolloutState,
  paths: readonly string[],
  { command, at }: ReturnType<typeof nextOf>,
  message: string,
  isCommitted: boolean,
): string =>
  [
    ...describeState(state),
    `wrote ${paths.join(", ")}`,
    `next: ${command}${at === null ? "" : `, from ${at}`}`,
    "",
    isCommitted ? "committed:" : "commit both files with:",
    ...message
      .trimEnd()
      .split("\n")
      .map((line) => (line === "" ? "" : `  ${line}`)),
  ].join("\n");
