import { join, relative } from "node:path";
import { trafficOf } from "../../core/release/release-component.ts";
import { formatInstant } from "../../core/release/rollout.ts";
import { ROLLOUT_SERVICES, type RolloutState, templateReleaseOf } from "../../core/release/rollout-state.ts";
import { holdEnd } from "../../core/release/verdict.ts";
import type { Context } from "../command.ts";
import { git, tryGit } from "../git.ts";
import { UsageError } from "../usage-error.ts";
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
  const files = writeRelease(overlay, state);
  const body = [...describeState(state), ...(reason ? [`Reason: ${reason}`] : [])];
  const message = `chore(knative): ${subject}\n\n${body.join("\n")}\n`;
  const outcome = options.commit === true ? commitFiles(overlay, files, message) : "left";
  const paths = files.map((file) => relative(cwd, join(overlay.folder, file)));
  const next = nextOf(overlay, state);
  if (json) out.printJson({ state, files: paths, next, commit_message: message, committed: outcome === "committed" });
  else out.print(formatChange(state, paths, next, message, outcome));
  if (outcome instanceof UsageError) throw outcome;
  const others = options.commit === true ? findUncommitted(overlay) : [];
  if (others.length > 0)
    out.note(
      `Not in Git as they lie here: ${others.join(", ")}. Names of revisions are made from the manifests of this folder: ` +
        "what is rendered of these must be committed before the push, or the cluster refuses it when it comes later.",
    );
};

/** Where the overlay and what it is made from lie, two folders up: what of it Git does not have so. */
const findUncommitted = ({ folder }: Overlay): readonly string[] =>
  (tryGit(folder, ["status", "--porcelain", "--", "../.."]) ?? "")
    .split("\n")
    .filter(Boolean)
    .map((line) => line.slice(3));

/** `same`: Git has both files as they are. An error: it refused, and what was written stays. */
type Outcome = "left" | "committed" | "same" | UsageError;

const commitFiles = ({ folder }: Overlay, files: readonly string[], message: string): Outcome => {
  try {
    git(folder, ["add", "--", ...files]);
    if (git(folder, ["status", "--porcelain", "--", ...files]) === "") return "same";
    // Named again: what else is staged stays so.
    git(folder, ["commit", "--quiet", "--file=-", "--", ...files], message);
    return "committed";
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const help = "Both files are written, and not committed. Correct what Git says, and commit them.";
    return new UsageError(`${error.message}\n${help}`, { cause: error });
  }
};

/** For people, one thing a line. */
export const describeState = (state: RolloutState): readonly string[] => {
  const { digest, label, pins } = templateReleaseOf(state);
  const { rollout } = state;
  const step = rollout && `step ${rollout.step + 1} of ${rollout.plan.length}, since ${rollout.since}`;
  return [
    ...(step ? [step] : []),
    ...ROLLOUT_SERVICES.map((service) => {
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
  outcome: Outcome,
): string => {
  const lines = message
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? "" : `  ${line}`));
  const heading = outcome === "committed" ? "committed:" : "commit both files with:";
  return [
    ...describeState(state),
    `wrote ${paths.join(", ")}`,
    `next: ${command}${at === null ? "" : `, from ${at}`}`,
    "",
    ...(outcome === "same" ? ["nothing to commit: Git has both files so."] : [heading, ...lines]),
  ].join("\n");
};
