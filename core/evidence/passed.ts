import type { ErrorClass } from "./error-class.ts";
import type { Cluster } from "./features.ts";
import {
  isCalm,
  isConcern,
  isOrderlyEnd,
  isShutdown,
  isSlow,
  isUnfinished,
  retriesNext,
  saysSuccess,
  showsHealth,
  showsRecovery,
} from "./health.ts";
import { rankOf } from "./level.ts";
import { messageOf } from "./message.ts";
import { once } from "./once.ts";
import { isBad, isHint, isNotice, soundsBad } from "./trouble.ts";

/**
 * A later line says that it passed. Where a line called itself an error, the recovery must say so plainly or name the
 * same thing; one that names what else was wrong speaks of that.
 */
export const isPassed = (trouble: Cluster, clusters: readonly Cluster[]): boolean => {
  const { signs, entry, last } = trouble;
  if (entry.level === "critical") return false;
  if (endsOrderly(trouble, clusters)) return true;
  // A guess at the kind says little about whether it passes.
  const passing =
    signs.every(({ error_class, weight }) => PASSING.has(error_class) || weight < 2) || triesAgain(trouble);
  const grave = rankOf(entry.level) > rankOf("warning");
  const mayStay = !grave && signs.length > 0 && signs.every(isNotice) && !GONE_SOON.test(entry.text);
  const names = new Set(namesOf(trouble));
  if (trouble.count === 1 && (isAnsweredLater(entry.text, last, clusters) || isHiccup(trouble, clusters))) return true;
  return clusters.some((later) => {
    if (later.last <= last || !isHint(later.signs)) return false;
    // What says that it succeeded recovers plainly.
    if (later.signs.length > 0 ? !succeeds(later) : !isCalm(later.entry.level) && !recoversPlainly(later)) return false;
    if (signs.length > 0 && signs.every((sign) => OVER[sign.error_class]?.test(later.entry.text) ?? false)) return true;
    if (mayStay && works(later)) return true;
    if (entry.level === "info" && trouble.count === 1 && triesAgain(trouble) && !isUnfinished(later.entry.text))
      return true;
    // It came back after that.
    if (trouble.count > 1 && later.first > trouble.first && later.first < last) return false;
    const plainly = recoversPlainly(later);
    const said = namesOf(later);
    const shared = said.filter((name) => names.has(name));
    // What was only mentioned may pass whatever it was, if that is said of it; other trouble, if it is said of the same thing.
    if (!passing && entry.level !== "info" && !(plainly && shared.some(isDistinct))) return false;
    if (!plainly && !recovers(later))
      return (
        !isWorry(trouble) &&
        !BEGINS.test(later.entry.text) &&
        works(later) &&
        (triesAgain(trouble) ? shared.some((name) => !grave || isDistinct(name)) : !grave && shared.some(isDistinct))
      );
    // An error of no known kind: nobody knows whether that passes.
    if (grave) return shared.length > 0 && (plainly || (signs.length > 0 && clusters.length > 2));
    if (shared.length > 0) return true;
    if (!passing) return false;
    // Lines that are alike are one: several recoveries may be those of several things.
    const others = later.count > 1 ? [] : clusters.filter((other) => other !== trouble && isBad(other));
    return !others.some((other) => speaksOf(said, namesOf(other)));
  });
};

/** Every trouble asks it of everything that came later. */
export const recovers = once(({ entry }: Cluster) => showsRecovery(entry.text));
export const recoversPlainly = once(({ entry }: Cluster) => showsRecovery(entry.text, true));
export const works = once(({ entry }: Cluster) => showsHealth(entry.text));
export const triesAgain = once(({ entry }: Cluster) => retriesNext(entry.text));
export const isWorry = once(({ entry }: Cluster) => isConcern(entry.text));
const succeeds = once(({ entry }: Cluster) => saysSuccess(entry.text));
const namesOf = once(({ entry }: Cluster) => namesIn(entry.text));

/** Something is tried, and nobody knows yet how it ends. */
const BEGINS = /\b(?:re-?)?(?:connect|dial|open|start|try|wait|load|initiali[sz])ing\b/i;

/** The same was asked for again, and the answer was good. */
const isAnsweredLater = (text: string, last: number, clusters: readonly Cluster[]): boolean => {
  const asked = REQUEST.exec(text)?.[0];
  return (
    asked !== undefined &&
    clusters.some((later) => later.last > last && later.entry.text.includes(asked) && ANSWERED.test(later.entry.text))
  );
};
const REQUEST = /"[A-Z]{3,7} \/[^" ?]{0,200}/;
const ANSWERED = /HTTP\/[\d.]{1,3}" [23]\d\d /;

/** Slow once, and much that worked after it. */
const isHiccup = ({ entry, last }: Cluster, clusters: readonly Cluster[]): boolean =>
  rankOf(entry.level) <= rankOf("warning") &&
  isSlow(entry.text) &&
  clusters.filter(
    (later) => later.last > last && isCalm(later.entry.level) && later.signs.length === 0 && !soundsBad(later),
  ).length > 1;

/** The same thing: by a name that only one thing has, or by the word that both begin with. */
const speaksOf = (said: readonly string[], names: readonly string[]): boolean =>
  (said[0] !== undefined && said[0] === names[0]) || said.some((name) => isDistinct(name) && names.includes(name));

const isDistinct = (name: string): boolean => /[.\d=-]/.test(name);

const GONE_SOON = /unavailable in|removed in|will stop/i;

/** How trouble that does not pass by itself is told to be over. */
const OVER: Partial<Readonly<Record<ErrorClass, RegExp>>> = {
  scheduling: /Successfully assigned/,
  image_pull: /Successfully pulled|already present on machine/,
  volume_mount: /SuccessfulAttachVolume|(?:Attach|Mount)Volume\.\w{1,20} succeeded|mounted successfully/,
  tls_certificate: /certificate (?:was |has been )?(?:successfully )?(?:obtained|issued|renewed)/i,
  auth_forbidden: /re-?authenticated|(?:token|credentials) (?:refreshed|renewed)|log ?in succeeded/i,
};

/** Connections that break when a program is told to stop, and nothing was wrong before. */
const endsOrderly = ({ entry, first, signs }: Cluster, clusters: readonly Cluster[]): boolean =>
  isOrderlyEnd(entry.text) &&
  signs.every((sign) => PASSING.has(sign.error_class)) &&
  clusters.some(
    (stop) =>
      stop.first < first &&
      isShutdown(stop.entry.text) &&
      isCalm(stop.entry.level) &&
      !clusters.some((before) => before.first < stop.first && isBad(before)),
  );

/** Words that may name what a line is about. */
const namesIn = (text: string): readonly string[] =>
  (
    messageOf(text)
      .slice(0, 400)
      .toLowerCase()
      .match(/[a-z][a-z0-9_.-]{2,40}(?:=[\w./:-]{1,40})?/g) ?? []
  ).filter((word) => !COMMON.has(word.split("=", 1)[0]!));
const COMMON = new Set(
  "info error warn warning debug level msg message time the and for with from after was has not connect connected connection connecting refused failed retry retrying attempt again server client http https tcp dial err caller logger".split(
    " ",
  ),
);

/** Trouble that a retry can overcome. */
const PASSING: ReadonlySet<ErrorClass> = new Set<ErrorClass>([
  "dns_failure",
  "database",
  "connection_refused",
  "network_timeout",
  "rate_limited",
  "dependency_unavailable",
  "probe_failure",
  "etcd",
]);
