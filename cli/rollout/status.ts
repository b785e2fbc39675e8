import { trafficOf } from "../../core/release/release-component.ts";
import {
  candidatePercentOf,
  type Revisions,
  ROLLOUT_SERVICES,
  type RolloutState,
  UNPUBLISHED_DIGEST,
} from "../../core/release/rollout-state.ts";
import type { Context, ExitCode } from "../command.ts";
import { UsageError } from "../usage-error.ts";
import { agrees, COMPONENT, type Overlay } from "./overlay.ts";
import { describeState, nextOf } from "./write-change.ts";

/** Prints where the release stands. 1: a file is not what it should be, and the last lines say what to do. */
export const printStatus = (
  overlay: Overlay,
  state: RolloutState,
  nameTemplates: () => Revisions,
  { json, out }: Pick<Context, "json" | "out">,
): ExitCode => {
  const problems = [...findDisagreement(overlay, state), ...findStrangers(overlay, state, nameTemplates)];
  const next = nextOf(overlay, state);
  if (json) {
    const traffic = Object.fromEntries(ROLLOUT_SERVICES.map((service) => [service, trafficOf(state, service)]));
    out.printJson({ state, candidate_percent: candidatePercentOf(state), traffic, next, problems });
  } else {
    out.print([...describeState(state), `next: ${next.command}${next.at ? `, from ${next.at}` : ""}`].join("\n"));
    for (const problem of problems) out.print(out.paint("red", problem));
  }
  return problems.length > 0 ? 1 : 0;
};

const findDisagreement = (overlay: Overlay, state: RolloutState): readonly string[] =>
  agrees(overlay, state)
    ? []
    : [
        `${overlay.name}/${COMPONENT} is not what rollout.yaml says: a command was interrupted, or somebody edited it. ` +
          `Run kprompt rollout repair --overlay ${overlay.name}.`,
      ];

const findStrangers = ({ name }: Overlay, state: RolloutState, nameTemplates: () => Revisions): readonly string[] => {
  try {
    const names = nameTemplates();
    return ROLLOUT_SERVICES.filter((service) => names[service] !== state.templates[service]).map(
      (service) =>
        `The template of ${service} is called ${state.templates[service]}, and by its content it is ${names[service]}: ` +
        `the cluster would refuse it. ${adviceFor(name, state)}`,
    );
  } catch (error) {
    if (error instanceof UsageError) return [`Whether the templates' names fit is not known: ${error.message}`];
    throw error;
  }
};

const adviceFor = (name: string, { stable, rollout }: RolloutState): string => {
  if (rollout !== null) return "Take back what changed in the manifests since the start.";
  if (stable.digest === UNPUBLISHED_DIGEST)
    return `Run kprompt rollout init --overlay ${name}: nothing is published yet.`;
  return `Roll the change out with kprompt rollout start --overlay ${name}, or take it back.`;
};
