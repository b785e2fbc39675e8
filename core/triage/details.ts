import { cutEnd } from "../evidence/shorten.ts";

/** ` (pvc=media/library, used=91%)`: the members of a line that say what and how much, where its message does not. */
export const detailsOf = (line: string, told: string): string => {
  const found = membersOf(line)
    .filter(([name, value]) => TELLING.has(name.toLowerCase()) && !told.includes(value))
    .slice(0, 3)
    .map(([name, value]) => `${name}=${cutEnd(value, 50)}`);
  return found.length === 0 ? "" : ` (${found.join(", ")})`;
};

/** Who says it, as a line of JSON or logfmt names it; else the host that a cause names. */
export const speakerOf = (line: string, cause: string): string | undefined => {
  const names = new Map(membersOf(line).filter(([name, value]) => SPEAKERS.includes(name) && NAME.test(value)));
  const speaker = SPEAKERS.find((name) => names.has(name));
  return speaker === undefined ? HOST.exec(cause.slice(0, 500).replace(FILE, ""))?.[1] : names.get(speaker);
};

type Member = readonly [name: string, value: string];

/** Of JSON and logfmt alike, even where a line was cut. */
const membersOf = (line: string): readonly Member[] =>
  [...line.slice(0, 2000).replaceAll('\\"', '"').matchAll(MEMBER)].map(([, name = "", quoted, bare]) => [
    name,
    quoted ?? bare ?? "",
  ]);

const MEMBER =
  /(?<![\w.-])"?([A-Za-z][\w.-]{1,30})"?(?:=|: ?(?=")|(?<="): ?)(?:"([^"\\]{1,120})"|([^\s",{}[\]]{1,120}))/g;

const TELLING: ReadonlySet<string> = new Set(
  "pvc persistentvolumeclaim volume disk device mountpoint filesystem host hostname target endpoint address addr url upstream peer member topic queue group consumer table database db user resource quota used usage used_percent percent ratio hard limit threshold size free days_left expires expiry notafter status took duration lag count attempt pod node deployment job domain image path".split(
    " ",
  ),
);

const SPEAKERS: readonly string[] = ["container", "service", "app", "component", "controller", "deployment", "logger"];
const NAME = /^[a-z][\w./-]{1,62}$/i;
/** `default.conf:14` is no host and port. */
const FILE =
  /\b[\w/.-]{1,80}\.(?:[cm]?[jt]s|go|py|java|kt|rs|rb|php|cs|cc?|cpp|conf|cfg|ini|ya?ml|toml|json|tf):\d{1,6}/g;
/** A name, not an address: `postgres` of `postgres:5432`. */
const HOST = /(?<![\w.-])([a-z](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9-]{1,62}){0,5}):\d{2,5}(?![\w.:])/;
