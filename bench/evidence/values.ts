import type { Random } from "./random.ts";

/** What varies from line to line in real logs. */
const USERS =
  "alice bob carol dave erin frank grace heidi ivan judy mallory niaj olivia peggy rupert sybil trent victor walter wendy".split(
    " ",
  );
const HOSTS = "db cache search ledger billing gateway auth catalog mailer media vault queue".split(" ");
const NAMESPACES = "shop payments platform media iam".split(" ");
const SUFFIX = "bcdfghjklmnpqrstvwxz2456789";

const suffix = (random: Random, length: number): string =>
  Array.from({ length }, () => SUFFIX[random.int(SUFFIX.length)]).join("");

/** Replaces `{name}` in a text by a value of that kind. */
export const fill = (template: string, random: Random): string =>
  template.replace(/\{(\w+)\}/g, (whole, kind: string) => MAKERS[kind]?.(random) ?? whole);

const MAKERS: Readonly<Record<string, (random: Random) => string>> = {
  n: (random) => String(random.int(90_000) + 1),
  small: (random) => String(random.int(20) + 1),
  ip: (random) => `10.${random.int(250)}.${random.int(250)}.${random.int(250)}`,
  port: (random) => String(1024 + random.int(60_000)),
  addr: (random) => `10.${random.int(250)}.${random.int(250)}.${random.int(250)}:${1024 + random.int(60_000)}`,
  host: (random) => `${random.pick(HOSTS)}-${random.int(9)}.${random.pick(NAMESPACES)}.svc.cluster.local`,
  uuid: (random) => `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${random.hex(12)}`,
  hex: (random) => random.hex(16),
  sha: (random) => random.hex(40),
  digest: (random) => `sha256:${random.hex(64)}`,
  user: (random) => random.pick(USERS),
  ms: (random) => `${random.int(30_000)}ms`,
  s: (random) => `${random.int(90)}.${random.int(10)}s`,
  bytes: (random) => `${random.int(900) + 1}${random.pick(["KiB", "MiB", "Mi", "kB"])}`,
  path: (random) => `/${random.pick(["var/lib", "data", "srv", "mnt"])}/${random.pick(HOSTS)}/${random.hex(6)}`,
  url: (random) =>
    `/api/v${random.int(3) + 1}/${random.pick(["orders", "users", "items", "carts"])}/${random.int(99_999)}`,
  pod: (random) => `${random.pick(HOSTS)}-${suffix(random, 9)}-${suffix(random, 5)}`,
  order: (random) => `ord_${random.hex(10)}`,
  ok: (random) => random.pick(["200", "200", "200", "201", "204", "304"]),
  agent: (random) =>
    random.pick([
      "kube-probe/1.33",
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
      `Go-http-client/${1 + random.int(2)}.1`,
      `curl/8.${random.int(12)}.0`,
    ]),
};
