import { FIELD_PIECES } from "./piece-table.ts";
import { createPieceFinder } from "./pieces.ts";
import type { Trouble } from "./signs.ts";

/**
 * Words of each field of trouble, for lines that say that something failed in words that no phrase knows. Compared
 * with the line in small letters, its `camelCase` and `snake_case` taken apart. The first pattern holds words that
 * name the field, the second words that only fit it.
 */
export const FIELDS: readonly (readonly [field: Trouble, names: RegExp, fits: RegExp])[] = [
  [
    "oom_killed",
    /\b(?:out of memory|oom|heap|malloc|bad alloc|low memory|memory (?:limit|pressure|allocation|exhausted|usage|exceeded)|(?:insufficient|not enough|no more) memory|data too large|(?:signal|sig) ?(?:9|kill)|killed)\b/g,
    /\b(?:allocat\w{1,5}|gc|swap|rss)\b/g,
  ],
  [
    "disk_pressure",
    /\b(?:disks?|inodes?|(?:storage|free|disk) space|space left|watermark|os ?error 28|err(?:no|code)?:? 28|enospc)\b/g,
    /\b(?:space|storage|full|evict\w{1,5})\b/g,
  ],
  [
    "volume_mount",
    /\b(?:volumes?|(?:un)?mount(?:s|ed|ing|point)?|nfs|iscsi|csi|pvc|persistent volume|block device|superblock|fsck|rbd|cephfs|smb|cifs)\b/g,
    /\b(?:attach\w{0,5}|detach\w{0,5}|devices?|file ?system|share|read-?only file)\b/g,
  ],
  [
    "image_pull",
    /\b(?:image (?:pull|registry|tag)|registry|pull\w{0,3} image|manifest)\b/g,
    /\b(?:pull(?:ing|ed)?|layers?|blobs?)\b/g,
  ],
  [
    "config_error",
    /\b(?:config\w{0,10}|misconfigur\w{1,5}|settings?|options?|directives?|flags?|arguments?|parameters?|ya?ml|toml|ini|env(?:ironment)?(?: var\w{0,6})?|properties|property|already in use|secret key|entrypoint)\b/g,
    /\b(?:missing|required|undefined|not set|no such (?:file|directory)|does not exist|not found|syntax|mandatory|empty|specify|specified|unrecogni[sz]ed|unknown|ports?|plugins?|template|cannot access|not present|none (?:was|were) found|secrets?)\b/g,
  ],
  [
    "scheduling",
    /\b(?:schedul(?:e|ed|ing|able) (?:pod|on)|taints?|tolerations?|affinity|preempt\w{1,5}|node selector|node ?pool|evict pod)\b/g,
    /\b(?:pending|capacity|placement|allocatable)\b/g,
  ],
  [
    "quota_limit",
    /\b(?:quotas?|limit ?range|ulimit|cgroups?|pids|rlimit|max user|reached (?:\S{1,40} ){0,2}(?:max\w{0,5}|limit)|max (?:\S{1,20} ){0,2}(?:reached|exceeded)|consider (?:raising|increasing))\b/g,
    /\b(?:limits?|maximum|exceed(?:s|ed)?|usage)\b/g,
  ],
  ["etcd", /\betcd\w{0,8}\b/g, /\b(?:leases?|defrag\w{0,4}|learner)\b/g],
  [
    "tls_certificate",
    /\b(?:certificates?|certs?|cert ?bot|cert ?manager|let'?s ?encrypt|tls|ssl|x ?509|handshake|pkix|keystore|truststore|acme|open ?ssl|ca bundle|root ca)\b/g,
    /\b(?:issuer|chain|expir\w{1,3}|verif\w{1,7}|trust(?:ed)?|challenge|cipher|domains?)\b/g,
  ],
  [
    "auth_forbidden",
    /\b(?:pass(?:word|phrase)|credentials?|log ?in|log ?on|sign ?in|unauthori[sz]ed|forbidden|permissions?|privileges?|auth(?:entic\w{1,5}|oriz\w{1,6}|oris\w{1,6})?|oauth|oidc|token|ldap|kerberos|sasl|access rights|api ?key|jwt|rbac|readonly database|read-only database|ssh key)\b/g,
    /\b(?:denied|users?|roles?|rights|accounts?|owner|acl|identity|whitelist|not allowed)\b/g,
  ],
  [
    "dns_failure",
    /\b(?:dns|resolver|name ?servers?|host ?names?|name resolution|nx ?domain|serv ?fail|resolv(?:e|ing|ed) (?:\S{1,60} )?(?:host|address|name|domain)|unknown host|resolv\.conf)\b/g,
    /\b(?:lookup|resolv(?:e|ing)|domain|host)\b/g,
  ],
  [
    "database",
    /\b(?:databases?|db|my ?sql\w{0,3}|postgres\w{0,5}|psql|maria ?db|inno ?db|mongo\w{0,3}|redis|sqlite\w{0,2}|sql|replica(?:s|tion|tor)?|replica set|primary|standby|wal|wal segment|tablespace|transactions?|dead ?locks?|shards?|quer(?:y|ies)|mnesia|khepri|tsdb|checkpoint|storage engine|binlog|relay log|oplog|memtable|sstable|cassandra|kafka|rabbit|partitions?|galera|wsrep|clickhouse|influx\w{0,2}|ceph|osds?|mons|slow (?:ops|requests)|time ?line)\b/g,
    /\b(?:tables?|columns?|rows?|index|indices|segments?|corrupt\w{0,4}|leader|elect\w{1,5}|quorum|cluster|locks?|locked|queue|rollback|snapshot|recorder|journal|members?|sync|compaction|raft|heartbeats?|collation|checksum|crc32?)\b/g,
  ],
  ["connection_refused", /\brefus(?:ed|es|ing)\b/g, /\b(?:connections?|port|listening)\b/g],
  [
    "network_timeout",
    /\b(?:time-?outs?|timed? out|unreachable|no route|deadline|not respond\w{0,3}|no response|no answer|latency)\b/g,
    /\b(?:networks?|connections?|slow|waiting|packets?|interface|ping)\b/g,
  ],
  [
    "rate_limited",
    /\b(?:rate[- ]limit\w{0,3}|limit reached|too many requests|429|throttl\w{1,4}|slow down|back ?off)\b/g,
    /\b(?:rate|limits?|limited|retry after)\b/g,
  ],
  [
    "dependency_unavailable",
    /\b(?:up ?streams?|back ?ends?|unavailable|brokers?|endpoints?|50[023]|disconnect\w{0,4}|reset by peer|bad gateway|web ?hooks?|offline|socket error|socket closed|connection (?:lost|closed|reset|error|failed)|not connected|bridge)\b/g,
    /\b(?:connect\w{0,6}|remote|peers?|down|sockets?|streams?|responses?|adapter|gateway|eof|rpc|not ready|not healthy|flush\w{0,3}|outputs?|deliver\w{0,4}|send(?:ing)?|export\w{0,4}|push\w{0,3}|publish\w{0,3}|forward\w{0,3}|upload\w{0,3}|download\w{0,3}|scrape|notif\w{1,8}|fetch\w{0,3})\b/g,
  ],
  [
    "resource_leak",
    /\b(?:leak\w{0,4}|descriptors?|open files|go ?routines?|handles|file-max|nofile|inotify|connections are not enough|conntrack|epoll|ephemeral ports|too many threads)\b/g,
    /\b(?:pool|exhaust\w{1,4}|threads?|sockets|growing|too many|not enough|backlog|queue|maximum size)\b/g,
  ],
  [
    "application_exception",
    /\b(?:exceptions?|panic\w{0,3}|seg(?:mentation )? ?fault|assert\w{0,6}|traceback|null pointer|null reference|core dumped|crash\w{0,3}|bug|stack trace|nil pointer|overflow|unhandled|uncaught|bean of type|pars(?:e|ing) error|malformed)\b/g,
    /\b(?:unexpected|pars(?:e|ing)|decod(?:e|ing)|cast|null|undefined|invalid|unsupported|unable to process|render|bean|constructor)\b/g,
  ],
  [
    "upgrade_deprecated",
    /\b(?:deprecat\w{1,4}|migrat\w{1,5}|upgrad\w{1,4}|downgrad\w{1,4}|(?:in|not )compatib\w{2,5}|schema version|api version|unsupported version|no longer supported|method that does not exist|liquibase|flyway|alembic|change ?sets?|change ?log)\b/g,
    /\b(?:versions?|schema|removed|unsupported|no longer|newer|older|too old|outdated|legacy|not supported)\b/g,
  ],
  ["probe_failure", /\b(?:liveness|readiness|startup probe|health ?-?checks?|probes?)\b/g, /\b(?:unhealthy)\b/g],
  [
    "crash_loop",
    /\b(?:re-?spawn\w{0,3}|crash ?-?loop|restart\w{0,3} (?:container|loop|again))\b/g,
    /\b(?:exited|exit (?:code|status)|restart\w{0,3}|terminated|watch ?dog)\b/g,
  ],
];

/** Words of failing. */
export const FAILING =
  /\b(?:errors?|err|fail\w{0,4}|fatal|severe|unable|cannot|can'?t|could ?n(?:o|')t|won'?t|did ?n(?:o|')t|does ?n(?:o|')t|not|no|never|missing|invalid|unexpected|refus\w{1,3}|denied|rejected|abort\w{0,3}|crash\w{0,3}|lost|exceed\w{0,3}|exhausted|broken|corrupt\w{0,4}|timed? ?out|unreachable|down|expired|panic\w{0,3}|exception|killed|died|dead|stuck|too many|dropp\w{1,3}|terminated|mismatch|unsupported|incompatible|insufficient|bad|wrong|already in use|unhealthy|dirty|canceled|slow|blocked|degraded|stalled|hung|inactive|lag\w{0,4}|incorrect|illegal|inconsistent|reached|busy|overflow|overhead|disconnect\w{0,4}|offline|unavailable|longer|too long)\b/i;

/** Words that say so beyond doubt. */
export const FAILED = /\b(?:errors?|fail(?:s|ed|ing|ure)?|fatal|unable|cannot|could ?n(?:o|')t|crash\w{0,3})\b/i;

/** What a line is about by its words: how many there are of each field, the names twice. */
export const fieldOf = (text: string): { field: Trouble; points: number; word: string } | undefined => {
  const head = text.slice(0, 800);
  const own = head.includes("⏎") ? head.replace(/ ⏎ (?:at |File |in |#\d)[^⏎]{0,400}/g, " ") : head;
  const apart = /[a-z][A-Z]/.test(own) ? own.replace(/([a-z])([A-Z])/g, "$1 $2") : own;
  const line = (apart.includes("_") ? apart.replaceAll("_", " ") : apart).toLowerCase();
  let best: { field: Trouble; points: number; word: string } | undefined;
  const hits = findPieces(line);
  for (let i = 0; i < FIELDS.length; i++) {
    if (hits[2 * i] === 0 && hits[2 * i + 1] === 0) continue;
    const [field, names, fits] = FIELDS[i]!;
    const named = hits[2 * i] === 1 ? line.match(names) : null;
    const fitting = hits[2 * i + 1] === 1 ? line.match(fits) : null;
    const points = 2.1 * Math.min(3, distinct(named)) + Math.min(2, distinct(fitting));
    if (points > (best?.points ?? 0)) best = { field, points, word: (named ?? fitting)![0]! };
  }
  return best;
};

const distinct = (words: readonly string[] | null): number =>
  words === null ? 0 : words.length === 1 ? 1 : new Set(words).size;

const findPieces = createPieceFinder(FIELD_PIECES.flat());
