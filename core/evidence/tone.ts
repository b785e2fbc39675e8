/** More than one workload is gone, or data is: quorum, corruption, a data store without disk, a node, the control plane. */
export const showsOutage = (text: string, error_class: string): boolean => {
  if ((OUTAGE.test(text) || NONE_LEFT.test(text)) && !PENDING.has(error_class)) return !PARTLY.test(text);
  if (NODE_DOWN.test(text) || BROKEN_FILE.test(text)) return !PARTLY.test(text);
  if (CONTROL_PLANE.test(text) && REACH.has(error_class)) return true;
  if (error_class === "disk_pressure") return DATA_STORE.test(text) && FULL.test(text);
  return HOLDS_DATA.has(error_class) && DAMAGED.test(text);
};

/** It has only begun, hits a part, is slow, or will happen. */
export const isSoft = (text: string, error_class: string): boolean => {
  if (SOFT.test(text) || (SOFT_OF[error_class]?.test(text) ?? false)) return true;
  const [, tried, most] = ATTEMPT.exec(text) ?? [];
  if (tried !== undefined && most !== undefined) return Number(tried) < Number(most);
  return isShare(text);
};

/** It is about to go wrong, said so plainly that the line needs no level. */
export const isSoon = (text: string): boolean => SOON.test(text);

const SOON =
  /\b(?:high|low)[ _-](?:disk )?water ?mark\b.{0,20}\bexceeded|\b(?:will|about to) (?:expire|run out|be full)|\bexpires in \d|\b(?:nearly|almost) (?:full|exhausted|used up)|pending\) sectors|\bPrefailure\b|\bdegraded\b|\bslow(?:ly|er)?\b|\brate[- ]limited\b|\bnear(?:ing|ly)\b|\b(?:lag|usage|usage is) (?:is )?(?:high|growing)\b/i;

/** The whole ended well but for a part. */
export const isPart = (text: string): boolean =>
  /\bpartially (?:failed|succeeded|completed)\b|\bPartiallyFailed\b|\b(?:completed|finished) with (?:\d{1,6} )?(?:errors?|warnings?)\b/i.test(
    text,
  ) || isShare(text);

/** `(x18 over 9m)`: how often an event was counted. */
export const eventCount = (text: string): number => Number(/\(x(\d{1,6}) over /.exec(text)?.[1] ?? 1);

/** Something gave up, ended or cannot go on. */
export const isStop = (text: string): boolean => STOP.test(text);

/** `2 of 3 replicas`: some are there, and not all. */
const isShare = (text: string): boolean => {
  const found = SHARE.exec(text);
  if (found === null) return false;
  const [some, all] = [Number(found[1]), Number(found[2])];
  return some > 0 && some < all;
};

const SHARE =
  /\b(\d{1,4}) ?(?:of|\/|out of) ?(\d{1,4}) (?:\w{1,16} )?(?:replicas?|nodes?|members?|instances?|backends?|endpoints?|pods?|brokers?|servers?|shards?|targets?|rows|hosts?|disks?|copies|mons?|osds?|masters?)\b/i;

const ATTEMPT =
  /\b(?:attempt|try|retry|retries)["']?[ =:#(]{1,3}["']?(\d{1,3})["']?(?: ?(?:of|\/|out of) ?|[ ,]{1,2}["']?max(?:_?attempts|_?retries)?["']?[=:] ?)(\d{1,4})\b/i;

const OUTAGE =
  /\b(?:quorum (?:is |was |has been )?(?:lost|unavailable|not (?:reached|met|available))|(?:lost|no|without|loss of|lack of) quorum|split[- ]brain(?! (?:protection|resolver|detection))|data loss (?:detected|occurred|has|in|on|for)|(?:detected|reported|suffered|caused) data loss|(?:total|complete|full|major|cluster|DNS|service|site|network|storage|power|regional) outage|outage (?:of|in|detected)|cluster (?:is )?(?:now )?(?:down|unavailable|HEALTH_ERR)|CLUSTERDOWN|HEALTH_ERR|cluster_state:fail|status (?:changed )?(?:from )?(?:\[?\w{1,8}\]? to )?\[?RED\b|all (?:the |of the )?(?:\w{1,16} ){0,2}(?:replicas|backends|brokers|nodes|members|instances|masters|resolvers|pods|servers|targets|endpoints|regions|mons|osds) (?:are |have |is |were )?(?:now )?(?:down|failed|unavailable|unreachable|offline|unhealthy|lost|gone)|has no server available|\b0 active and 0 backup servers left)\b|\bpool ['"]?\w{1,40}['"]? has encountered an uncorrectable/i;

const NONE_LEFT =
  /\b0\/(?:[2-9]|\d{2,4}) (?:replicas|backends|brokers|members|pods|endpoints|instances|targets) (?:are )?(?:ready|available|healthy|up)/i;
/** Pods that have not started yet are no outage. */
const PENDING: ReadonlySet<string> = new Set(["scheduling", "quota_limit", "image_pull", "config_error"]);

const BROKEN_FILE =
  /\bdatabase (?:file|disk image)\b.{0,80}\b(?:corrupt|malformed|damaged)|\bCorruptDatabase|\brestore (?:it )?from (?:a )?backup\b/i;

const NODE_DOWN =
  /\bNodeNotReady\b|\bKubeNodeNotReady\b|node\b.{0,60}\b(?:is|became|status is now:?|went|changed to|has been marked) ?(?:NotReady|not ?ready|unreachable|down|offline|unresponsive)\b|Kubelet stopped posting node status|PLEG is not healthy|Kernel panic - not syncing|Unable to register node with API server|soft lockup - CPU|NodeHasNoHeartbeat|hung_task.{0,20}panic/i;

/** Not a node that a pod is not ready on. */
const PARTLY = /\bnode\b.{0,60}\b(?:will be|may be|might be)\b|\bno (?:outage|data loss|split[- ]brain)\b/i;

const REACH: ReadonlySet<string> = new Set([
  "connection_refused",
  "network_timeout",
  "tls_certificate",
  "etcd",
  "dependency_unavailable",
]);
const CONTROL_PLANE =
  /:6443\b.{0,160}(?:refused|no route to host|i\/o timeout|x509|expired)|(?:kube-?)?api ?server.{0,40}\b(?:is |became )?(?:down|unreachable|not reachable|unavailable)\b|control[- ]plane.{0,30}\b(?:down|unreachable|unavailable|lost)\b|leaderelection lost/i;

const DATA_STORE =
  /postgres|pg_wal|pg_xact|WAL writer|base\/\d|mysql|mariadb|InnoDB|ibdata|mongo|wiredtiger|\/data\/db|etcd|elastic|opensearch|cassandra|scylla|clickhouse|kafka|\bceph\b|\bosd\b|osd\.|OSD_FULL|cockroach|couchdb|influx|timescale|minio|neo4j|zookeeper/i;
const FULL =
  /no space left|ENOSPC|disk (?:is )?full|\bfull osd|OSD_FULL|flood[- ]stage|(?:drive|volume|pool|partition|filesystem) (?:is )?full|out of (?:disk )?space|(?:No|not enough|insufficient) (?:disk |free )?space/i;

const HOLDS_DATA: ReadonlySet<string> = new Set(["database", "etcd", "volume_mount", "disk_pressure", "none"]);
const DAMAGED =
  /\bcorrupt(?:ed|ion)?\b(?!.{0,20}(?:image|jpe?g|archive|zip|cache|cookie|packet))|invalid page in block|page verification failed|inconsistent data|is in the future!|could not locate a valid checkpoint|invalid (?:primary )?checkpoint record|database disk image is malformed|\bPANIC: {1,2}could not|data (?:is )?(?:lost|damaged)|unrecoverable|uncorrectable|crc mismatch|torn page|missing shards?, data/i;

const SOFT =
  /\b(?:will|going to|about to|due to|would) (?:be )?(?:expire|full|removed|run out|exceed|exhausted|unavailable in)|\bexpir(?:es|ing)\b|\bdays?[_ ](?:left|remaining|until)|expires? in \d|\bsoon\b|\bnear(?:ly|ing)\b|\balmost\b|\bapproach(?:ing|es)\b|\bclose to\b|\bfilling up\b|\brunning (?:low|out)\b|(?:high|low)[ _-](?:disk )?water ?mark|\b(?:above|over|exceeds?|exceeded|crossed|past) (?:the |its )?(?:\w{1,12} )?threshold|\bthreshold["']?[=:]|(?:usage|used|util\w{0,8}|ratio|at|full)["']?[ =:]{1,3}["']?(?:[7-9]\d(?:\.\d{1,3})?%|0\.[7-9]\d?)|\b[7-9]\d(?:\.\d{1,2})?% (?:full|used|of)\b|\bdegraded\b|\bslow(?:er|ly|down)?\b|took too long|longer than (?:expected|usual)|\btook \d|\bthrottl|\bpartial(?:ly)?\b|\blag(?:s|ging|ged)?\b|\bgrow(?:s|ing)\b|\b(?:possible|potential|apparent) |leak detect|\bLEAK:|\boptional\b|\bnon-?(?:fatal|critical)\b|\bignor(?:ed|ing)\b|\bskipp(?:ed|ing)\b|\bfall(?:ing|s)? ?back\b|\bfallback\b|\b(?:using|serving|keep(?:ing)?|kept|serve|continu(?:e|ing) with) (?:\w{1,12} ){0,4}(?:cached?|stale|defaults?|old|previous|last|without|local)\b|\bcontinuing\b|\bdeprecated\b.{0,80}\b(?:unavailable in|removed in)|pending\) sectors|Prefailure|\bbacking off\b/i;

const SOFT_OF: Readonly<Record<string, RegExp>> = {
  auth_forbidden:
    /Failed password for|auth failed, \d{1,4} attempts|\brip=|\brhost=|login (?:attempt )?failed for|invalid (?:login|credentials) from|from \d{1,3}(?:\.\d{1,3}){3}.{0,20}wrong password/i,
  database:
    /\bduration: \d|still waiting for|slow[ _-]?query|replica\w{0,6}.{0,30}\bbehind\b|checkpoints are occurring/i,
  etcd: /took too long|slow fdatasync|clock drift|overloaded|nearing|failed to revoke lease|slow network/i,
  quota_limit: /throttl/i,
  resource_leak: /not released|idle in transaction|\bleaked?\b/i,
};

const STOP =
  /\bgiv(?:ing|en|es) up\b|\bgave up\b|\babort(?:ed|ing)\b|\b(?:max(?:imum)?|all) (?:number of )?(?:retries|attempts|tries)\b.{0,24}(?:exceeded|reached|exhausted|failed)|retries (?:exhausted|exceeded)|\bfatal\b|\bpanic(?:ked)?\b|CrashLoopBackOff|Back-off restarting|will be restarted|\bexit(?:ed|ing)? (?:with )?(?:code|status)[ =:]{1,2}[1-9]|refus(?:ing|es) to start|(?:failed|unable|cannot|could not) to start|cannot (?:start|continue|proceed)|(?:Application|Startup|start) (?:run )?failed|shutting down because|publishers will be blocked|\bblocked until\b|job .{0,40}failed permanently|marked as failed|backoffLimit|BackoffLimitExceeded|flood[- ]stage|write(?:s|ing)? (?:is|are) (?:blocked|refused|disabled)|NOSPACE|database space exceeded|no leader|lost (?:the )?leader|starting a new election|no space left/i;
