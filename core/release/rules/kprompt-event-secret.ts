import { type FunctionRule, functionsOf, type KnownSetting, type KpromptFunction } from "./kprompt-function.ts";
import { error } from "./serving-value.ts";

const WITH_EVENTS: readonly string[] = ["ingest", "analyze", "notify", "dead-letters"];

/** Whoever has the secret refuses events of whoever has not. */
export const createCheckEventSecret = (settings: readonly KnownSetting[]): FunctionRule =>
  function* (one, tree) {
    if (!WITH_EVENTS.includes(one.component) || hasSecret(one)) return;
    const others = functionsOf(tree, settings, one.manifest.namespace)
      .filter((other) => WITH_EVENTS.includes(other.component) && hasSecret(other))
      .map(({ component }) => component);
    if (others.length === 0) return;
    yield error(
      "kprompt_event_secret",
      one.container.path,
      `EVENT_SECRET is set for ${others.join(", ")} and not for ${one.component}: they would refuse each other's events. ` +
        "Mount the Secret and set EVENT_SECRET_FILE here, too.",
    );
  };

const hasSecret = (one: KpromptFunction): boolean => one.isSet("EVENT_SECRET") || one.isSet("EVENT_SECRET_FILE");
