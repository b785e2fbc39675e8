import { show } from "../../prompt/show.ts";
import type { FunctionRule } from "./kprompt-function.ts";
import { parseQuantity } from "./quantity.ts";
import { at, error, nearestPath } from "./serving-value.ts";

/** Less than any of our runtimes needs to start: a unit that was meant otherwise, as in `192m`. */
const LEAST_MEMORY = 16 * 2 ** 20;

export const checkResources: FunctionRule = function* ({ manifest, template }) {
  for (const { path, value } of template.containers)
    for (const { keys, why, least } of NEEDED) {
      const place = [...path, "resources", ...keys];
      const said = at(value, ["resources", ...keys]);
      const amount = parseQuantity(said);
      const name = keys.join(".");
      if (said === undefined) {
        const message = `resources.${name} is missing: ${why}. Write it.`;
        yield error("kprompt_resources", nearestPath(manifest.value, place), message);
      } else if (amount === undefined || amount < least) {
        const message = `${show(said)}: resources.${name} is a quantity of at least ${least}, such as ${keys[1] === "memory" ? "192Mi" : "50m"}. Correct it.`;
        yield error("kprompt_resources", place, message);
      }
    }
};

const NEEDED = [
  { keys: ["limits", "memory"], why: "a leak would take the node's memory", least: LEAST_MEMORY },
  { keys: ["requests", "cpu"], why: "the pod could be put where it starves", least: 0.001 },
] as const;
