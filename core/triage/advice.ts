import type { Evidence, EvidenceLine } from "../evidence/evidence.ts";
import type { KnowledgeCard } from "../prompt/bundle.ts";
import { commandIn, fillIn, isSyslog, type Places } from "./places.ts";

/** What a card says that fits these lines. */
export interface Advice {
  /** Those for what the lines say, then those for all trouble of the kind; ready to be copied. */
  readonly steps: readonly string[];
  /** The likeliest cause, and where to look first. */
  readonly likely: string | undefined;
  readonly look: string | undefined;
}

/**
 * @param lines Those that show the trouble.
 * @param open The lines never tell the cause of such trouble; else only a cause that shares a word with them fits.
 */
export const adviceOf = (
  card: KnowledgeCard | undefined,
  evidence: Evidence,
  lines: readonly EvidenceLine[],
  places: Places,
  open: boolean,
): Advice => {
  const said = lines.map(({ text }) => text.slice(0, 2000).toLowerCase());
  const isSaid = (word: string): boolean => said.some((text) => text.includes(word.toLowerCase()));
  const ground = groundOf(evidence);
  const fits = (text: string): boolean =>
    (ground === undefined || !CLUSTER.test(text)) && (!/\bpsql\b|\bpg_/.test(text) || POSTGRES.some(isSaid));
  const hints = (card?.hints ?? []).filter(({ says, unless }) => says.some(isSaid) && !(unless?.some(isSaid) ?? false));
  const steps = [
    ...(ground === undefined ? [] : STEPS_ON[ground]),
    ...hints
      .flatMap((hint) => hint.steps)
      .filter(fits)
      .slice(0, 2),
    ...(card?.steps ?? []).filter(fits),
  ];
  return {
    steps: withoutTwins(steps.map((step) => fillIn(step, places))),
    likely: card?.causes.find((cause) => fits(cause) && (open || wordsOf(cause).some(isSaid))),
    look: card?.look_at.filter(fits).map((place) => fillIn(place, places))[0],
  };
};

/** What a cause is about: its long words, without their endings. */
const wordsOf = (cause: string): readonly string[] =>
  (cause.toLowerCase().match(/[a-z]{6,40}/g) ?? [])
    .filter((word) => !COMMON.has(word))
    .map((word) => word.slice(0, Math.max(6, word.length - 2)));
const COMMON: ReadonlySet<string> = new Set(
  "message caller called server service services another request program process container reached missing version normal number without client connection connections kubernetes database certificate failed failure permission resolve resolved returned access denied answer".split(
    " ",
  ),
);

/** A step whose command is the beginning of another one shows nothing that the other does not. */
const withoutTwins = (steps: readonly string[]): readonly string[] => {
  const commands = steps.map(commandIn);
  return steps.filter((_, i) => {
    const own = commands[i];
    return (
      own === undefined ||
      !commands.some(
        (other, j) => other !== undefined && j !== i && (other.startsWith(`${own} `) || (other === own && j < i)),
      )
    );
  });
};

type Ground = keyof typeof STEPS_ON;

/** What the lines were logged on, where that is no cluster. */
const groundOf = ({ features, lines }: Evidence): Ground | undefined => {
  if (features.namespace !== undefined || features.pod !== undefined || features.node !== undefined) return undefined;
  const texts = lines.slice(0, 200).map(({ text }) => text.slice(0, 500));
  if (texts.some((text) => KUBERNETES.test(text))) return undefined;
  if (texts.some((text) => /^npm (?:ERR!|error)/i.test(text))) return "npm";
  if (
    texts.some((text) => /\bdockerd\b|\bdocker(?:-compose| compose| daemon)\b|^Error response from daemon/i.test(text))
  )
    return "docker";
  return texts.filter(isSyslog).length * 2 > texts.length ? "systemd" : undefined;
};

const STEPS_ON = {
  systemd: ["systemctl status UNIT --no-pager", "journalctl -u UNIT -n 200 --no-pager"],
  docker: ["docker ps -a", "docker logs --tail 200 CONTAINER"],
  npm: ["The log that npm names at its end says more: ls -t ~/.npm/_logs", "npm config list"],
} as const;

const KUBERNETES =
  /\bkube|\bpods?\b|\bk3s|\brke2|\bnamespace\b|CrashLoopBackOff|OOMKilled|\bconfigmap|\b(?:stateful|daemon|replica)set\b|\bnode\/|\bFailedMount|\bhelm\b|\bflux\b|\bargocd\b|\betcd|\bcri-?o\b|\bCSI\b/i;
/** What there is only in a cluster. */
const CLUSTER =
  /\bkube|\bcrictl\b|\bcrane\b|\bpods?\b|\bConfigMap|\bPersistentVolume|\bclaims?\b|\bCoreDNS\b|\bNetworkPolicy|\bnamespace|\bNAMESPACE\b|\bcertificates? -A\b|\bservice account|\bRBAC\b|\bendpoints\b|\bliveness|\bthe limit\b|\bCRD\b|\bmanifest\b/i;
const POSTGRES: readonly string[] = [
  "postgres",
  "pg_",
  "psql",
  "psycopg",
  "pgx",
  "pgbouncer",
  "wal ",
  "sqlstate",
  ":5432",
  "clients already",
  "connection slots",
  "sharelock",
  "hikaripool",
  "idle in transaction",
  'relation "',
];
