import { rollBack } from "../core/release/rollout.ts";
import { type Release, ROLLOUT_SERVICES } from "../core/release/rollout-state.ts";
import { type Command, defineCommand } from "./command.ts";
import { findRelease } from "./rollout/find-release.ts";
import { checkInputs, toInputs } from "./rollout/inputs.ts";
import { type BuildKustomization, buildKustomization } from "./rollout/kustomize.ts";
import { openOverlay, readState } from "./rollout/overlay.ts";
import { nameTemplates } from "./rollout/template-names.ts";
import { mendComponent, takeTransition } from "./rollout/transition.ts";
import { UsageError } from "./usage-error.ts";

/** @param build For tests; else kustomize or kubectl does it. */
export const createRollbackCommand = (build: BuildKustomization): Command =>
  defineCommand({
    usage: "--now --overlay <folder> --to <revision> | --pin <id@version>",
    positionals: { min: 0, max: 0, expected: "no arguments" },
    options: {
      now: { type: "boolean", help: "at once, by traffic or pins; it must be given" },
      overlay: { type: "string", value: "DIR", help: "the overlay whose release/ it is" },
      to: {
        type: "string",
        value: "REVISION",
        help: "previous, or a revision that was stable, such as analyze-0123456789ab",
      },
      pin: { type: "string", multiple: true, value: "ID@VERSION", help: "add to PROMPT_PINS of what is stable" },
      reason: { type: "string", value: "TEXT", help: "why, for the commit message" },
      commit: { type: "boolean", help: "commit the files that were written" },
    },
    details: `
Undoes a release without building an image. --to sends all traffic and all alerts back to what was stable: its revisions are
still there, or the cluster makes them again where the manifests give the same template. --pin makes revisions of the same
image that serve one version of a prompt, whatever the label says, and sends everything to them. A rollout that is under way
ends.

  kprompt rollback --now --overlay knative/overlays/prod --to previous --commit
  kprompt rollback --now --overlay knative/overlays/prod --pin log_triage.k8s@1.1.0 --commit`,
    run({ options, cwd, env, json, out, root }) {
      if (options.now !== true)
        throw new UsageError(
          "kprompt rollback needs --now: today it moves traffic or pins. To move a label, edit prompts/labels.yaml.",
        );
      if ((options.to === undefined) === (options.pin === undefined))
        throw new UsageError("Say where to: --to previous, --to REVISION or --pin ID@VERSION, one of them.");
      const overlay = openOverlay(options.overlay, cwd);
      const state = mendComponent(overlay, readState(overlay, cwd), out);
      const release = options.to === undefined ? undefined : findRelease(overlay, state, options.to, out);
      const inputs = release ?? toInputs(state.stable, { pins: options.pin }, cwd);
      // What was stable is not held against the prompts of the work tree: in an emergency they may be anything.
      if (release === undefined) checkInputs(inputs, root, out);
      const templates = nameTemplates(overlay, state.image, inputs, { build, env });
      const to: Release = release ?? { ...inputs, revisions: templates };
      const gone = ROLLOUT_SERVICES.flatMap((service) =>
        templates[service] === to.revisions[service] ? [] : to.revisions[service],
      );
      const next = rollBack(state, { to, templates });
      if (next.ok && gone.length > 0)
        out.note(
          `The manifests no longer make ${gone.join(", ")}: traffic goes there only while the cluster keeps them. ` +
            `Look: kubectl -n ${overlay.namespace} get revision ${gone.join(" ")}`,
        );
      return takeTransition(overlay, next, { options, cwd, json, out }, () => ({
        subject: `roll back to ${to.revisions.analyze}`,
        reason: options.reason,
      }));
    },
  });

export const command = createRollbackCommand(buildKustomization);
