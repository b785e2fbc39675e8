import * as v from "valibot";
import { parse } from "yaml";
import {
  type Release,
  ROLLOUT_SERVICES,
  type RolloutState,
  RolloutStateSchema,
} from "../../core/release/rollout-state.ts";
import { tryGit } from "../git.ts";
import type { Output } from "../output.ts";
import { UsageError } from "../usage-error.ts";
import { type Overlay, STATE } from "./overlay.ts";

/**
 * What was stable before: the previous release, or the newest one that has this revision, as Git remembers it.
 *
 * @throws {UsageError} where nothing stable ever had it.
 */
export const findRelease = ({ folder, name }: Overlay, state: RolloutState, to: string, out: Output): Release => {
  if (to === "previous") {
    if (state.previous !== null) {
      const { analyze } = state.stable.revisions;
      if (state.rollout !== null) out.note(`previous is what was stable before ${analyze}, not that itself. ${ABORT}`);
      return state.previous;
    }
    const help = state.rollout === null ? "Name a revision, or a pin." : ABORT;
    throw new UsageError(`Nothing was stable before what is. ${help}`);
  }
  for (const { stable, previous } of [state, ...readHistory(folder)])
    for (const release of [stable, previous])
      if (release !== null && ROLLOUT_SERVICES.some((service) => release.revisions[service] === to)) return release;
  throw new UsageError(
    `${to} was never stable in ${name}, as far as Git remembers. git log ${name}/${STATE} shows what was.`,
  );
};

const ABORT = "To end the rollout and keep what is stable, run kprompt rollout abort.";

/** Newest first; one that this version cannot read is passed over. */
function* readHistory(folder: string): Iterable<RolloutState> {
  const commits = tryGit(folder, ["log", `--max-count=${MAX_COMMITS}`, "--format=%H", "--", STATE]) ?? "";
  for (const commit of commits.split("\n").filter(Boolean)) {
    const { success, output } = v.safeParse(
      RolloutStateSchema,
      parseOrNull(tryGit(folder, ["show", `${commit}:./${STATE}`])),
    );
    if (success) yield output;
  }
}

const MAX_COMMITS = 200;

const parseOrNull = (text = ""): unknown => {
  try {
    return parse(text);
  } catch {
    return null;
  }
};
