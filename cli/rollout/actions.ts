import { resolve } from "node:path";
import { DEFAULT_PLAN, PlanSchema } from "../../core/release/plan.ts";
import { abortRollout, advanceRollout, initRelease, startRollout } from "../../core/release/rollout.ts";
import {
  candidatePercentOf,
  type Inputs,
  type RolloutState,
  templateReleaseOf,
  UNPUBLISHED_DIGEST,
} from "../../core/release/rollout-state.ts";
import { VerdictSchema } from "../../core/release/verdict.ts";
import type { Context, ExitCode, Values } from "../command.ts";
import { UsageError } from "../usage-error.ts";
import { readNow } from "./clock.ts";
import { checkInputs, splitImage, toInputs } from "./inputs.ts";
import { hasState, type Overlay, readState } from "./overlay.ts";
import { readFile } from "./read-file.ts";
import { printStatus } from "./status.ts";
import { mendComponent, takeTransition } from "./transition.ts";
import { writeChange } from "./write-change.ts";

export const OPTIONS = {
  overlay: { type: "string", value: "DIR", help: "the overlay whose release/ it is" },
  image: { type: "string", value: "DIGEST", help: "start, init: the image, sha256:… (init: also NAME@sha256:…)" },
  from: { type: "string", value: "DIR", help: "start: take the image of this overlay instead" },
  label: { type: "string", value: "NAME", help: "start, init: PROMPT_LABEL (default: as it is; init: production)" },
  pin: { type: "string", multiple: true, value: "ID@VERSION", help: "start, init: add to PROMPT_PINS" },
  plan: {
    type: "string",
    value: "FILE",
    help: "start: list of {percent, hold} (default: 0 10m, 10 24h, 50 48h, 100 1h)",
  },
  verdict: { type: "string", value: "FILE", help: "advance: the verdict on the candidate" },
  reason: { type: "string", value: "TEXT", help: "abort: why, for the commit message" },
  now: { type: "string", value: "TIME", help: "rehearse with this time instead of the clock's" },
  commit: { type: "boolean", help: "commit the files that were written" },
} as const;

export interface Call {
  readonly context: Context<typeof OPTIONS>;
  readonly overlay: Overlay;
  /** What the templates are called that these give. */
  readonly name: (image: string, inputs: Inputs) => RolloutState["templates"];
}

interface Action {
  /** Beside --overlay. */
  readonly takes: readonly (keyof typeof OPTIONS)[];
  run(call: Call): ExitCode;
}

export const ACTIONS: Readonly<Record<string, Action>> = {
  init: { takes: ["image", "label", "pin", "commit"], run: (call) => init(call) },
  start: { takes: ["image", "from", "label", "pin", "plan", "now", "commit"], run: (call) => start(call) },
  advance: { takes: ["verdict", "now", "commit"], run: (call) => advance(call) },
  abort: { takes: ["reason", "commit"], run: (call) => abort(call) },
  status: { takes: [], run: (call) => status(call) },
  repair: { takes: ["commit"], run: (call) => repair(call) },
};

const init = ({ context, overlay, name }: Call): ExitCode => {
  const { options, cwd, root, out } = context;
  const before = hasState(overlay) ? readState(overlay, cwd) : undefined;
  if (before !== undefined && before.stable.digest !== UNPUBLISHED_DIGEST)
    throw new UsageError(`${overlay.name} has a release. Change it with kprompt rollout start.`);
  const image = options.image === undefined ? undefined : splitImage(options.image);
  const place = image?.name ?? before?.image;
  if (place === undefined) throw new UsageError("The image's name is missing. Give --image NAME@sha256:….");
  const inputs = toInputs(before?.stable ?? FIRST, { ...toAsked(options), image: image?.digest }, cwd);
  checkInputs(inputs, root, out);
  const state = initRelease(place, inputs, { templates: name(place, inputs) });
  writeChange(overlay, state, { subject: "write the first release" }, context);
  return 0;
};

const start = ({ context, overlay, name }: Call): ExitCode => {
  const { options, cwd, root, out } = context;
  const state = mendComponent(overlay, readState(overlay, cwd), out);
  const inputs = toInputs(state.stable, toAsked(options), cwd);
  checkInputs(inputs, root, out);
  const plan = options.plan === undefined ? DEFAULT_PLAN : readFile(resolve(cwd, options.plan), PlanSchema, cwd);
  const now = readNow(options.now);
  const next = startRollout(state, { inputs, plan, now, templates: name(state.image, inputs) });
  return takeTransition(overlay, next, context, ({ templates }) => ({
    subject: `start ${templates.analyze} with ${plan[0]?.percent} %`,
  }));
};

const advance = ({ context, overlay, name }: Call): ExitCode => {
  const { options, cwd, out } = context;
  const state = mendComponent(overlay, readState(overlay, cwd), out);
  if (options.verdict === undefined)
    throw new UsageError("--verdict FILE is missing. No step is taken without one; see kprompt rollout --help.");
  const verdict = readFile(resolve(cwd, options.verdict), VerdictSchema, cwd);
  const templates = name(state.image, templateReleaseOf(state));
  const next = advanceRollout(state, { verdict, templates, now: readNow(options.now) });
  return takeTransition(overlay, next, context, (after) => ({
    subject:
      after.rollout === null
        ? `make ${after.stable.revisions.analyze} stable`
        : `give ${after.templates.analyze} ${candidatePercentOf(after)} %`,
    reason: verdict.reasons.join("; "),
  }));
};

/** Works without a verdict, and at any time. */
const abort = ({ context, overlay, name }: Call): ExitCode => {
  const state = mendComponent(overlay, readState(overlay, context.cwd), context.out);
  const next = abortRollout(state, { templates: name(state.image, state.stable) });
  return takeTransition(overlay, next, context, () => ({
    subject: `abort the rollout of ${state.templates.analyze}`,
    reason: context.options.reason,
  }));
};

const status = ({ context, overlay, name }: Call): ExitCode => {
  const state = readState(overlay, context.cwd);
  return printStatus(overlay, state, () => name(state.image, templateReleaseOf(state)), context);
};

const repair = ({ context, overlay }: Call): ExitCode => {
  const state = readState(overlay, context.cwd);
  writeChange(overlay, state, { subject: "write the release's kustomization anew" }, context);
  return 0;
};

const FIRST: Inputs = { digest: UNPUBLISHED_DIGEST, label: "production", pins: [] };

const toAsked = ({ image, from, label, pin }: Values<typeof OPTIONS>) => ({ image, from, label, pins: pin });
