import { ERROR_CLASSES, type ErrorClass } from "./error-class.ts";
import type { Level } from "./evidence.ts";
import { rankOf } from "./level.ts";

type Trouble = Exclude<ErrorClass, "benign">;

/** What one line shows. `strong`: it can hardly mean anything else. */
export interface Sign {
  readonly error_class: Trouble;
  readonly strong: boolean;
}

/**
 * The classes that a line shows, most important first. A line of level info counts only for strong signs; one that says
 * that nothing failed, or that it was overcome, shows nothing.
 */
export const signsOf = (text: string, level: Level): readonly Sign[] => {
  const line = text.length > 4000 ? `${text.slice(0, 3000)} ${text.slice(-1000)}` : text;
  const calm = rankOf(level) < rankOf("warning");
  if (calm && OVERCOME.test(line)) return [];
  const bare = line.replace(ZERO, "");
  for (const [error_class, pattern] of CLAIMS) if (pattern.test(bare)) return [{ error_class, strong: true }];

  const signs: Sign[] = [];
  for (const [error_class, strong, weak, not] of SIGNS) {
    if (not?.test(bare)) continue;
    if (strong.test(bare)) signs.push({ error_class, strong: true });
    else if (weak?.test(bare) && (!calm || level === "unknown")) signs.push({ error_class, strong: false });
  }
  return signs.sort((a, b) => orderOf(a.error_class) - orderOf(b.error_class));
};

export const orderOf = (error_class: ErrorClass): number => ERROR_CLASSES.indexOf(error_class);

/** Something works, or works again. */
export const showsHealth = (text: string): boolean => {
  const line = text.length > 1000 ? text.slice(0, 1000) : text;
  return (
    HEALTHY.test(line) &&
    !/\bnot (?:ready|healthy|connected|started|ok)\b|\bun(?:healthy|ready|available)\b|\bfail(?:ed|ure|ing)\b(?![=:]\s?0)/i.test(
      line.replace(ZERO, ""),
    )
  );
};

/** A connection or a call works again, after trouble of the kind that passes. */
export const showsRecovery = (text: string): boolean => {
  const line = text.length > 1000 ? text.slice(0, 1000) : text;
  return RECOVERED.test(line) && !/\b(?:not|never|fail(?:ed|ure)|unable|could ?n[o']t|cannot)\b/i.test(line);
};

/** A word of trouble that no class knows: too little for a class, too much for all quiet. */
export const soundsWrong = (text: string, level: Level): boolean => {
  const line = (text.length > 1000 ? text.slice(0, 1000) : text).replace(ZERO, "");
  if (OVERCOME.test(line) && level !== "unknown") return false;
  return (level === "unknown" ? WRONG_UNTOLD : WRONG).test(line);
};

/** Trouble that a retry can overcome. */
export const PASSING: ReadonlySet<ErrorClass> = new Set<ErrorClass>([
  "dns_failure",
  "database",
  "connection_refused",
  "network_timeout",
  "rate_limited",
  "dependency_unavailable",
  "probe_failure",
  "etcd",
]);

/** Counts of nothing: their words are no sign. */
const ZERO =
  /\b(?:0|no|zero|without(?: any)?) (?:errors?|failures?|failed|exceptions?|warnings?|timeouts?|restarts?|retries|panics?|issues?|problems?)\b|\b[\w.]{0,30}(?:errors?|failures?|failed|fail|exceptions?|timeouts?|retries|restarts?|panics?|err|oom_kills?)(?:_?(?:count|total))?["']?[=:] ?["']?(?:0|none|null|nil|false|<nil>|""|'')(?![\w.])["']?/gi;

const WRONG = /\b(?:failed|failure|error:|exception|panic(?:ked)?|crash(?:ed)?|corrupt(?:ed|ion)?|fatal)\b/i;
const WRONG_UNTOLD =
  /\b(?:errors?|fail(?:ed|ure|s)?|exception|died|killed|crash(?:ed|ing)?|abort(?:ed|ing)?|fatal|panic|refused|denied|unable|cannot|can't|could not|couldn't|lost|corrupt(?:ed|ion)?|time(?:d )?out|unreachable|invalid|missing|unexpected(?:ly)?|stuck|hung|degraded|down)\b/i;

const OVERCOME =
  /\b(?:succeeded|successful(?:ly)?|recovered|re-?connected|resolved|no longer|is (?:now )?(?:healthy|ready)|healthy again|back online|graceful(?:ly)?|completed)\b(?! (?:not|with errors?))/i;

const RECOVERED =
  /\b(?:re-?connected|re-?established|recovered|succeeded|success(?:ful(?:ly)?)?|healthy again|is (?:now )?(?:healthy|ready|up|reachable)|back (?:online|up)|resumed|resolved|connected to|connection established|ready to (?:accept|serve|receive))\b/i;

const HEALTHY =
  /\b(?:started|starting|listening|serving|ready|healthy|succeeded|success(?:ful(?:ly)?)?|completed?|finished|done|synced|in sync|up[- ]to[- ]date|no changes?|connected|established|accepted|saved|created|updated|applied|configured|renewed|reconciled|loaded|elected|acquired|registered|passed|heartbeat|alive|ok|graceful(?:ly)?|shutting down|shutdown complete|exit(?:ed)?(?: with)? (?:code|status) 0|scheduled|pulled|(?:0|no) errors?)\b|[" ](?:200|201|202|204|206|301|302|304)(?:[ ,}]|$)|statusCode["=:]+2\d\d|checkpoint complete|SIGTERM/i;

/** Lines whose meaning is known whatever else they quote: a failed probe that quotes a refused connection. */
const CLAIMS: readonly (readonly [Trouble, RegExp])[] = [
  [
    "probe_failure",
    /\b(?:liveness|readiness|startup)\b.{0,12}\bprobe (?:failed|errored|warning)|probe failed with (?:statuscode|exit)|\bfailed (?:liveness|readiness|startup) probe/i,
  ],
  ["crash_loop", /CrashLoopBackOff|Back-off restarting failed container|back-off \S{1,12} restarting failed/i],
  ["quota_limit", /exceeded quota|forbidden: (?:maximum|minimum) \w{1,30} usage per|\bis forbidden: failed quota/i],
  [
    "image_pull",
    /ErrImagePull|ImagePullBackOff|ErrImageNeverPull|InvalidImageName|Failed to pull image|Back-off pulling image|failed to pull and unpack image|pull access denied/i,
  ],
];

/** Class, strong sign, weak sign, what makes it another thing. */
const SIGNS: readonly (readonly [Trouble, RegExp, RegExp?, RegExp?])[] = [
  [
    "oom_killed",
    /\bOOMKilled\b|\boom-?kill(?:er|ed)?\b|Out of memory: Kill|Memory cgroup out of memory|OutOfMemoryError(?!: (?:unable to create|GC overhead|Metaspace))|JavaScript heap out of memory|fatal error: runtime: out of memory|OOM command not allowed|SystemOOM|\bstd::bad_alloc\b|cannot allocate memory/i,
    /\bMemoryError\b|\bexit(?:ed)?(?: with)?(?: code| status)?[ =:]{1,3}137\b|"?exitCode"?[ =:]{1,3}137\b|GC overhead limit|OutOfMemoryException/i,
  ],
  [
    "disk_pressure",
    /no space left on device|\bENOSPC\b|\bDiskPressure\b|disk (?:quota exceeded|is full)|FreeDiskSpaceFailed|ImageGCFailed|low on resource: ephemeral-storage|exceeds? the (?:total )?limit of (?:local )?ephemeral|flood stage disk watermark|filesystem (?:is )?full|could not (?:write|extend) .{0,80}No space/i,
    /\b(?:high|low) disk watermark|disk (?:usage|space) (?:is )?(?:above|over|low|exceed)|volume (?:is )?(?:almost|nearly) full|\b(?:9[5-9]|100)% (?:full|used)\b/i,
  ],
  [
    "volume_mount",
    /FailedMount|FailedAttachVolume|MountVolume\.\w{1,20} failed|Unable to attach or mount volumes|Multi-Attach error|AttachVolume\.\w{1,20} failed|mount failed: exit status|mount\.nfs\d?: |ProvisioningFailed|persistentvolumeclaim "?[\w.-]+"? not found|transport endpoint is not connected|stale (?:NFS )?file handle|\bESTALE\b/i,
    /read-only file ?system|\bEROFS\b|failed to mount|unbound immediate PersistentVolumeClaims|Input\/output error/i,
    /FailedScheduling|nodes are available/,
  ],
  [
    "image_pull",
    /manifest (?:for \S{1,200} not found|unknown)|failed to resolve reference "[^"]{1,200}"|toomanyrequests: You have reached your/i,
  ],
  [
    "config_error",
    /CreateContainerConfigError|\b(?:configmap|secret)s? "[^"]{1,120}" not found|couldn't find key \S{1,80} in (?:ConfigMap|Secret)|(?:missing|required|undefined) (?:required )?(?:env(?:ironment)?(?: variable| var)|config(?:uration)? (?:key|value|option|setting|property))|environment variable "?'?[A-Z][\w]{2,60}'?"? (?:is )?(?:not set|missing|required|must be set|undefined)|\[emerg\] (?:\d+#\d+: )?(?!host not found|bind\(\))|unknown (?:directive|flag|option|field|configuration)|invalid (?:configuration|config\b)|(?:failed|unable|could not|cannot|error) ?(?:to )?(?:load|parse|read|reading|parsing|loading|decode|decoding|unmarshal|validate) .{0,40}\bconfig(?:uration)?\b|Could not resolve placeholder|KeyError: '[A-Z][A-Z0-9_]{2,60}'|yaml: (?:line \d+|unmarshal)|exec: "[^"]{1,200}": (?:executable file not found|stat)|exec format error|config(?:uration)? (?:file )?\S{0,120}(?: is)? (?:invalid|not found|missing)/i,
    /\bno such file or directory: '?[^' ]{0,120}\.(?:ya?ml|toml|json|conf|ini|properties|env)|open \S{1,120}\.(?:ya?ml|toml|json|conf|ini|properties|env): no such file|invalid value .{0,60} for (?:flag|option|argument)|RunContainerError/i,
  ],
  [
    "scheduling",
    /FailedScheduling|\b0\/\d+ nodes are available|Insufficient (?:cpu|memory|nvidia\.com\/gpu|pods|ephemeral-storage)|didn't (?:match|tolerate) .{0,40}(?:node|taint)|untolerated taint|(?:Predicate|Node)(?:Affinity|NodeSelector) failed|NotTriggerScaleUp/i,
  ],
  [
    "quota_limit",
    /\bquota exceeded|ResourceQuota .{0,60}exceed|(?:exceeds|exceeded) (?:the )?(?:resource )?quota|must specify (?:limits|requests)\.(?:cpu|memory)|QuotaExceeded|LimitExceeded|Resource temporarily unavailable: pids|fork(?:\/exec)?: .{0,60}[Rr]esource temporarily unavailable/i,
    /CPUThrottlingHigh|cpu throttl(?:ed|ing)/i,
    /disk quota|rate ?limit|too many requests/i,
  ],
  [
    "etcd",
    /etcdserver: |\betcd\b.{0,80}\b(?:unhealthy|lost (?:the )?(?:leader|quorum)|no leader|request timed out|database space exceeded|failed to (?:send|reach|connect))|mvcc: database space exceeded|lost (?:the )?TCP streaming connection with (?:remote )?peer|rafthttp: |failed to send out heartbeat on time|waiting for ReadIndex response took too long|elected leader changed/i,
    /apply request took too long|slow fdatasync|leader changed/i,
  ],
  [
    "tls_certificate",
    /\bx509: |certificate (?:has expired|is not (?:yet )?valid|verify failed|signed by unknown|expired|is expired)|CERT(?:IFICATE)?_(?:HAS_EXPIRED|VERIFY_FAILED|NOT_YET_VALID)|UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT)|SELF_SIGNED_CERT|SSLHandshakeException|PKIX path|unable to (?:verify the first|get local issuer) certificate|tls: (?:bad certificate|failed to verify|unknown certificate|handshake failure|certificate|expired|protocol version|private key)|remote error: tls|ERR_TLS_CERT|self[- ]signed certificate|SSL routines:|AuthenticationException: The remote certificate|SSL_do_handshake\(\) failed/i,
    /TLS handshake error|ssl handshake fail|certificate (?:will expire|expires) in/i,
  ],
  [
    "auth_forbidden",
    /password authentication failed|\bis forbidden: (?:User|ServiceAccount)|cannot (?:get|list|watch|create|update|patch|delete) resource|Access denied for user|\bAccessDenied(?:Exception)?\b|permission denied for (?:table|schema|relation|database|sequence)|\binvalid_(?:grant|client|token)\b|ExpiredToken|InvalidClientTokenId|SignatureDoesNotMatch|no basic auth credentials|(?:401|403) (?:Unauthorized|Forbidden)|\b(?:Unauthorized|Forbidden) \(?(?:401|403)|status(?:_?code)?["']?[=: ]{1,3}(?:401|403)\b|role "[^"]{1,80}" does not exist|WRONGPASS|NOAUTH Authentication required|SASL authentication failed|authentication failed(?! \d)|Login failed for user|jwt (?:expired|malformed|signature)|token (?:has|is) expired|token expired|invalid (?:bearer |access |api )?token\b|rpc error: code = (?:PermissionDenied|Unauthenticated)/i,
    /\bpermission denied\b|\bEACCES\b|\bunauthorized\b|\bforbidden\b|\baccess denied\b|operation not permitted|authorization: denied|authorization failed/i,
    /forbidden: exceeded quota|(?:GET|POST|PUT|PATCH|DELETE|HEAD) \S{1,500} HTTP\/[\d.]{1,3}" (?:401|403)/i,
  ],
  [
    "dns_failure",
    /no such host|\bENOTFOUND\b|\bEAI_AGAIN\b|getaddrinfo|\bNXDOMAIN\b|\bSERVFAIL\b|Temporary failure in name resolution|Name or service not known|nodename nor servname|could not (?:resolve|translate) host|Could not resolve host|UnknownHostException|lookup \S{1,200} on \S{1,60}: |(?:udp|tcp) \S{1,60}:53: (?:i\/o timeout|connect)|host not found in upstream|name resolution (?:failed|failure|error)|No address associated with hostname|failed to resolve (?!reference)/i,
    /plugin\/errors: 2 |dns (?:lookup|query|resolution) (?:failed|timed out|error)|server misbehaving/i,
    /\bNOERROR\b/,
  ],
  [
    "database",
    /too many (?:clients already|connections)|remaining connection slots are reserved|deadlock (?:detected|found)|could not serialize access|database is locked|database system is (?:starting up|shutting down|in recovery mode|not yet accepting)|Lock wait timeout exceeded|(?:relation|column|table) "?[\w.]{1,80}"? (?:does not exist|doesn't exist)|Unknown (?:column|database|table) '|canceling statement due to|terminating connection due to administrator command|server closed the connection unexpectedly|MySQL server has gone away|Lost connection to MySQL|HikariPool\S{0,20} - Connection is not available|\bORA-\d{5}\b|SQLSTATE\[|SQLTransientConnection|MongoServerSelectionError|MongoNetworkError|MISCONF Redis|LOADING Redis is loading|READONLY You can't write|\bpq: |SQLITE_(?:BUSY|CORRUPT|FULL|IOERR)|database disk image is malformed|invalid page in block|replication slot .{0,80}(?:does not exist|invalidated)|WAL .{0,60}(?:missing|corrupt|already been removed)|connection pool (?:exhausted|timed out|is full)|QueuePool limit of size|Timed? ?out (?:fetching|acquiring) a (?:new )?connection from the (?:connection )?pool|ResourcePool|psycopg2?\.(?:Operational|Interface|errors)|CommunicationsException: Communications link failure/i,
    /\bSQLException\b|duplicate key value violates|violates (?:foreign key|not-null|check) constraint|OperationalError|database (?:error|connection (?:failed|lost|error))|slow query/i,
    /password authentication failed|mvcc: database|Access denied for user/i,
  ],
  [
    "connection_refused",
    /connection refused|\bECONNREFUSED\b|Connection refused|actively refused it|connect\(\) failed \(111/i,
  ],
  [
    "network_timeout",
    /i\/o timeout|context deadline exceeded|\bETIMEDOUT\b|\bESOCKETTIMEDOUT\b|\bEHOSTUNREACH\b|\bENETUNREACH\b|no route to host|network is unreachable|(?:connect(?:ion)?|read|write|dial|socket|upstream|handshake|request) ?(?:has )?timed? ?out|timed out (?:while|after|waiting|connecting|reading)|TLS handshake timeout|Client\.Timeout|(?:Connect|Read|Socket|Http)(?:ion)?TimeoutException|TimeoutError|TimeoutException|DeadlineExceeded|DEADLINE_EXCEEDED|504 Gateway Time-?out|did not (?:answer|respond) within/i,
    /\btimed out\b|\btime-?out (?:exceeded|expired|reached)|HTTP\/[\d.]{1,3}" 504\b|request took too long|status(?:_?code)?["']?[=: ]{1,3}504\b/i,
    /etcdserver: |plugin\/errors|:53: i\/o timeout|HikariPool|lookup \S{1,200} on |Lock wait timeout|statement timeout|from the (?:connection )?pool/i,
  ],
  [
    "rate_limited",
    /\b429\b.{0,20}Too Many Requests|Too Many Requests|rate ?limit(?:ed|ing)? ?(?:exceeded|reached|hit)|rate[- _]?limited|\bThrottlingException\b|\bRateLimit(?:Exceeded|Error)\b|ThrottledException|SlowDown: |RESOURCE_EXHAUSTED|exceeded (?:your|the) (?:current )?(?:rate|request|API) (?:limit|quota)|API rate limit/i,
    /HTTP\/[\d.]{1,3}" 429\b|\bthrottl(?:ed|ing)\b|status(?:_?code)?["']?[=: ]{1,3}429\b/i,
    /cpu throttl/i,
  ],
  [
    "dependency_unavailable",
    /50[23] (?:Bad Gateway|Service (?:Temporarily )?Unavailable)|\b(?:Bad Gateway|Service (?:Temporarily )?Unavailable)\b|no healthy upstream|upstream connect error|no live upstreams|upstream prematurely closed|circuit ?breaker (?:is |'?\S{1,40}'? is )?open|CallNotPermittedException|no endpoints available for service|rpc error: code = Unavailable|UNAVAILABLE: |ServiceUnavailable|Broker(?:s)? (?:not available|unavailable|are down)|NoBrokersAvailable|LEADER_NOT_AVAILABLE|broker transport failure|socket hang up|\bECONNRESET\b|connection reset by peer|broken pipe|\bEPIPE\b|failed calling webhook/i,
    /HTTP\/[\d.]{1,3}" 50[0-3]\b|status(?:_?code)?["']?[=: ]{1,3}50[0-3]\b|\bunavailable\b|unexpected EOF|scrape failed|(?:dependency|upstream|backend|downstream) .{0,40}(?:failed|down|unreachable)/i,
    /temporarily unavailable: pids|unavailable in v1/i,
  ],
  [
    "resource_leak",
    /too many open files|\bEMFILE\b|\bENFILE\b|(?:memory|connection|thread|goroutine|descriptor|resource|handle)s? leak(?:ed|ing|s)?\b|\bLEAK: |unable to create (?:new )?native thread|MaxListenersExceededWarning|inotify (?:instances|watches)|no free (?:ports|file descriptors)|cannot assign requested address|EADDRNOTAVAIL|nf_conntrack: table full/i,
    /(?:GC overhead limit|OutOfMemoryError: Metaspace)/i,
  ],
  [
    "application_exception",
    /^panic: |\bpanic: |Traceback \(most recent call last\)|Exception in thread "|\bNullPointerException\b|NullReferenceException|\bUnhandled (?:exception|promise rejection|error)|\bUnhandledPromiseRejection|\bUncaught ?(?:exception|\w{0,30}Error)|SIGSEGV|segfault at|segmentation (?:fault|violation)|nil pointer dereference|index out of range|IndexOutOfBounds|ClassCastException|IllegalStateException|IllegalArgumentException|StackOverflowError|AssertionError|(?:^|[\s":])(?:TypeError|ReferenceError|RangeError|AttributeError|KeyError|ValueError|ZeroDivisionError|NameError|IndexError|ImportError|ModuleNotFoundError|RecursionError|UnboundLocalError): |Cannot find module|undefined method [`']|NoMethodError|core dumped|thread '[^']{1,60}' panicked at|concurrent map (?:writes|read)|all goroutines are asleep/i,
    /(?:^|[\s":])(?:[a-z][\w$]*\.){1,10}[A-Z][\w$]{0,80}(?:Exception|Error)\b|\b[A-Z][\w]{2,60}(?:Exception|Error): |\b(?:an )?unhandled\b|exit(?:ed)?(?: with)? (?:code|status)[ =:]{1,2}(?:[1-9]\d{0,2})\b|\bexitCode["=: ]{1,3}[1-9]\d{0,2}\b|500 Internal Server Error|Internal Server Error/i,
    /exit(?:ed)?(?: with)?(?: code| status)?[ =:]{1,3}137\b/i,
  ],
  [
    "upgrade_deprecated",
    /no matches for kind "[^"]{1,80}" in version|is deprecated in v?\d|unavailable in v\d|the server could not find the requested resource|(?:apiVersion|API version) \S{1,60} (?:is )?(?:deprecated|no longer (?:served|supported|available))|(?:was|been) removed in (?:v|version )?\d|no longer supported (?:in|since|as of)|incompatible (?:schema|database|protocol) version|unsupported (?:protocol|schema|API|server) version|requires (?:a newer|at least) version|database (?:files are incompatible|was initialized by)|failed (?:schema |database )?migration|migration \S{1,60} failed/i,
    /\bDeprecat(?:ed|ion)(?:Warning)?\b|end[- ]of[- ]life/i,
  ],
];
