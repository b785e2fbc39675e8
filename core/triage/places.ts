import type { Features } from "../evidence/evidence.ts";
import { BOUNDS } from "./triage.ts";

/** What a card's placeholders stand for. TARGET, the other side, is none of them: lines name the one that speaks. */
export type Places = Readonly<Partial<Record<Placeholder, string>>>;
type Placeholder = "NAMESPACE" | "POD" | "CONTAINER" | "NODE" | "HOST" | "PORT" | "ACCOUNT" | "UNIT";

/** Names as the caller gave them; else as the line that shows the cause names them. */
export const placesOf = (features: Features, line: string, cause: string): Places => {
  const plain = line.replaceAll('\\"', '"');
  const [, host, port] = ADDRESS.exec(cause.replaceAll(SOURCE, "")) ?? [];
  const [, owned] = OBJECT.exec(plain) ?? [];
  const [, account] = ACCOUNT.exec(plain) ?? [];
  const named = podIn(plain);
  // What a controller says of an object is about that, not about the controller's own place.
  const isOther = owned !== undefined && features.namespace !== undefined && owned !== features.namespace;
  const given = isOther ? undefined : features.pod;
  const namespace = isOther ? owned : features.namespace;
  // A pod and its namespace belong together: those of the line do, where the caller names neither.
  const fits = namespace === undefined || named?.owner === undefined || namespace === named.owner;
  const found: Record<Placeholder, string | undefined> = {
    NAMESPACE:
      namespace ??
      owned ??
      (features.pod === undefined ? named?.owner : undefined) ??
      NAMESPACE.exec(plain)?.[1] ??
      account?.split(":")[2],
    POD: given ?? (fits && !(isOther && named?.owner === undefined) ? named?.name : undefined),
    CONTAINER: (isOther ? undefined : features.container) ?? containerIn(plain),
    NODE: features.node ?? NODE.exec(plain)?.[1] ?? HEADER.exec(plain)?.[1],
    HOST: host,
    PORT: port,
    ACCOUNT: account,
    UNIT: unitIn(plain),
  };
  return Object.fromEntries(
    Object.entries(found).filter(
      ([placeholder, name]) => name !== undefined && (placeholder === "ACCOUNT" || NAME.test(name)),
    ),
  ) as Places;
};

/**
 * Puts what is known in the place of `NAMESPACE` and the like, if it is a name: steps are made to be copied. Of one that
 * grows too long the command stays whole.
 */
export const fillIn = (step: string, places: Places): string => {
  const filled = step.replace(
    /\b(?:NAMESPACE|POD|CONTAINER|NODE|HOST|PORT|ACCOUNT|UNIT)\b/g,
    (placeholder) => places[placeholder as Placeholder] ?? placeholder,
  );
  return filled.length <= BOUNDS.step ? filled : (commandIn(filled) ?? filled);
};

/** The command that a step ends with. */
export const commandIn = (step: string): string | undefined => COMMAND.exec(step)?.[1];

/** Whether a line has the header of syslog, as journalctl shows it, too. */
export const isSyslog = (line: string): boolean => HEADER.test(line.slice(0, 300));

const COMMAND =
  /^(?:.{0,140}[:?.] )?((?:kubectl|psql|mongosh|mysql|redis-cli|kafka-[a-z-]{3,30}\.sh|etcdctl|openssl|kubeadm|journalctl|systemctl|crictl|docker|crane|helm|kustomize|npm|nc|nslookup|ls|df|du|ss|ip|iostat|sysctl|cat|ceph|smartctl|dmesg|showmount|rpcinfo|chronyc|nvidia-smi|vault|rbd) .{1,280})$/;

const podIn = (line: string): { readonly owner?: string; readonly name: string } | undefined => {
  const [, owner, name] = POD.exec(line) ?? [];
  if (owner !== undefined && name !== undefined) return { owner, name };
  const [, kubelets, namespace] = KUBELETS_POD.exec(line) ?? [];
  if (kubelets !== undefined && namespace !== undefined) return { owner: namespace, name: kubelets };
  const [, alone] = ALONE_POD.exec(line) ?? [];
  return alone === undefined ? undefined : { name: alone };
};

const containerIn = (line: string): string | undefined =>
  CONTAINER.exec(line)?.[1] ?? /\bfailed container ([a-z0-9][a-z0-9-]{0,62}) in pod\b/.exec(line)?.[1];

const unitIn = (line: string): string | undefined => {
  const unit = /\b([\w@-]{2,60})\.service\b/.exec(line)?.[1];
  if (unit !== undefined) return unit;
  const speaker = HEADER.exec(line)?.[2];
  return speaker === "systemd" ? undefined : speaker;
};

const NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;
const POD = /\b[Pp]od(?:["']?[=: ]{1,2}["']?|\/)([a-z0-9][a-z0-9-]{0,62})\/([a-z0-9][a-z0-9.-]{0,200})/;
const KUBELETS_POD = /\bpod["']?[=: ]{1,2}["']?([a-z0-9][a-z0-9.-]{0,200})_([a-z0-9][a-z0-9-]{0,62})\(/;
const ALONE_POD = /\b[Pp]od\/([a-z0-9][a-z0-9.-]{0,200})(?![\w/-])/;
const OBJECT =
  /\b(?:Deployment|StatefulSet|DaemonSet|ReplicaSet|CronJob|Job|Service|Ingress|ConfigMap|Secret|HelmRelease|Kustomization|PersistentVolumeClaim|Pod)\/([a-z0-9][a-z0-9-]{0,62})\/[a-z0-9]/;
const NAMESPACE = /\bnamespace(?:["']?[=:] ?["']?| ["'])([a-z0-9][a-z0-9-]{0,62})/;
const CONTAINER = /\bcontainer(?:Name|_name)?["']?[=:] ?["']?([a-z0-9][a-z0-9-]{0,62})/;
const NODE = /\bnode(?:Name|_name)?["']?[=:] ?["']?([a-z0-9][a-z0-9.-]{0,200})/;
const ACCOUNT = /\b(system:serviceaccount:[a-z0-9][a-z0-9-]{0,62}:[a-z0-9][a-z0-9.-]{0,200}[a-z0-9])/;
/** Time, host and who speaks. */
const HEADER =
  /^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,9})?|\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:?\d\d)(?= \S{1,63} \S{1,60}\[\d{1,9}\]: )) ([a-z0-9][a-z0-9.-]{0,62}) ([a-z][\w.@-]{0,60})(?:\[\d{1,9}\])?: /m;
const ADDRESS = /(?<![\w.-])([a-z0-9][a-z0-9.-]{0,250}):(\d{2,5})(?![\w.:])/;
/** `main.go:812` is no address. */
const SOURCE = /\b[\w/.-]{1,80}\.(?:go|js|mjs|ts|py|java|kt|rs|rb|php|cs|cc|cpp|c|s|ya?ml):\d+/g;
