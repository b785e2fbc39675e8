import { type Command, defineCommand } from "./command.ts";
import { ACTIONS, OPTIONS } from "./rollout/actions.ts";
import { type BuildKustomization, buildKustomization } from "./rollout/kustomize.ts";
import { openOverlay } from "./rollout/overlay.ts";
import { nameTemplates } from "./rollout/template-names.ts";
import { UsageError } from "./usage-error.ts";

/** @param build For tests; else kustomize or kubectl does it. */
export const createRolloutCommand = (build: BuildKustomization): Command =>
  defineCommand({
    usage: "init|start|advance|abort|status|repair --overlay <folder>",
    positionals: { min: 1, max: 1, expected: "one of init, start, advance, abort, status, repair" },
    options: OPTIONS,
    details: `
Moves traffic and alerts from what is stable to a candidate, step by step, by commits. release/rollout.yaml of the overlay
holds the state, release/kustomization.yaml what the cluster is told of it; this command writes both, and Flux or kubectl
apply them. HTTP requests, alerts and the Triggers' subscribers change in one commit.

  init     the first state of an overlay: everything to one image
  start    the candidate runs, with the first step's share: by default none. It differs by its image, its label, its pins
           or the manifests
  advance  the next step, once the present one's hold has passed and a verdict says go; after the last, the candidate is
           stable
  abort    back to what was before the start
  status   where it stands, and whether the files are what they should be
  repair   writes release/kustomization.yaml anew out of rollout.yaml; every command that changes something does so first

A verdict is JSON, made during the step that it judges:

  {"version": 1, "verdict": "go", "candidate": {"analyze": "analyze-0123456789ab"},
   "made_at": "2026-12-02T20:00:00Z", "reasons": ["schema failures 0 of 212"]}

A plan may begin with 0 percent: the candidate then runs, and only its tag's address reaches it, until it is ready.

  kprompt rollout start --overlay knative/overlays/prod --from knative/overlays/dev --commit
  kprompt rollout advance --overlay knative/overlays/prod --verdict verdict.json --commit
  kprompt rollout abort --overlay knative/overlays/prod --reason "answers in Latin" --commit`,
    run(context) {
      const [name = ""] = context.positionals;
      const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
      if (action === undefined)
        throw new UsageError(
          `"${name}" is nothing to do with a rollout. There is: ${Object.keys(ACTIONS).join(", ")}.`,
        );
      for (const option of Object.keys(OPTIONS) as (keyof typeof OPTIONS)[])
        if (option !== "overlay" && context.options[option] !== undefined && !action.takes.includes(option))
          throw new UsageError(`kprompt rollout ${name} takes no --${option}. Leave it out.`);
      const overlay = openOverlay(context.options.overlay, context.cwd);
      const renderer = { build, env: context.env };
      return action.run({ context, overlay, name: (image, inputs) => nameTemplates(overlay, image, inputs, renderer) });
    },
  });

export const command = createRolloutCommand(buildKustomization);
