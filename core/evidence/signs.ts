import type { ErrorClass } from "./error-class.ts";

export type Trouble = Exclude<ErrorClass, "benign">;

/**
 * How much a phrase says. 4: it says what the line is about, whatever else the line quotes (a failed probe that quotes
 * a refused connection). 3: it hardly means anything else. 2: likely. 1: a hint, for lines that call themselves bad.
 */
export type Weight = 1 | 2 | 3 | 4;

/** Class, weight, words of which one must be in the line before the phrase is looked for, the phrase. */
export type Phrase = readonly [error_class: Trouble, weight: Weight, words: string, phrase: RegExp];

/**
 * What programs write when something is wrong. A word is compared by its first four letters, and is split where a
 * capital letter begins another one: `SocketTimeoutException` has `sock`, `time` and `exce`.
 */
export const PHRASES: readonly Phrase[] = [
  // Memory.
  [
    "oom_killed",
    4,
    "cgro kill oom oomd oomk",
    /\bOOM-?_?Kill(?:ed|er|ing)?\b|\boom[-_ ]kill(?:er|ed|ing|s)?\b|Out of memory: Kill|Memory cgroup out of memory|\bSystemOOM\b|sys(?:tem)? oom (?:event|encountered)|killed.{0,80}(?:because|due to|for) .{0,30}memory|\boomd\b.{0,40}kill/i,
  ],
  [
    "oom_killed",
    3,
    "allo bad brea byte circ ehea enom exha heap limi low maxm memo oom out perh pres scri std",
    /OutOfMemory(?:Error|Exception)|out of memory|JavaScript heap|Reached heap limit|cannot allocate memory|\bENOMEM\b|std::bad_alloc|\bbad_alloc\b|Allowed memory size of \d+ bytes exhausted|\b_?(?:Array)?MemoryError\b|Unable to allocate [\d.]+ [GM]iB|memory allocation of \d+ bytes failed|OOM command not allowed|low on resource: memory|exceed(?:s|ed|ing) (?:the |its )?(?:container )?memory limit|memory limit (?:exceeded|reached)|eheap_alloc|Cannot allocate \d+ bytes of memory|used memory > 'maxmemory'|failed to allocate memory|memory (?:is )?exhausted|circuit_breaking_exception|worker was sent SIGKILL! Perhaps out of memory|MemoryPressure\b.{0,40}(?:True|evict)/i,
  ],
  [
    "oom_killed",
    2,
    "died exit gc heap insu kill prem pres recy sent sign term",
    /\bgc\b.{0,24} overhead|Worker (?:was sent|exited prematurely:|\(pid:? ?\d+\) was sent) (?:signal 9|SIGKILL)|NodeHasInsufficientMemory|MemoryPressure|heap (?:space|memory) (?:exhausted|is full|usage (?:at|above) 9\d)|recycl\w{1,5} worker.{0,40}memory|\bKilled process \d+|signal: killed|(?:killed|died|terminated|exited)\b.{0,40}\b(?:signal 9\b|SIGKILL)|Killed .{0,24}\b137\b|exit status 137|^Killed$/i,
  ],
  ["oom_killed", 1, "exit", /exit(?:ed)?(?: with)?[ _]?(?:code|status)?["' :=(]{1,4}137\b/i],
  // Disks.
  [
    "disk_pressure",
    4,
    "alar back disk driv enos enou ephe floo free full garb gc inod insu left low met osd pres spac ther usab writ",
    /no space left on device(?!.{0,30}inotify)|\bENOSPC\b|not enough (?:free )?(?:disk )?space|(?:insufficient|low|out of|no|not enough|lack of) (?:free )?(?:disk|storage) space|low on disk|(?:Has|Under)DiskPressure|DiskPressure(?!["' =:]{1,3}(?:False|false))|disk (?:quota exceeded|(?:is )?full)|FreeDiskSpaceFailed|ImageGCFailed|Image garbage collection failed|low on resource: (?:ephemeral-storage|inodes|nodefs|imagefs)|ephemeral[- ](?:local )?storage.{0,60}(?:exceed|reclaim)|exceeds? .{0,30}limit.{0,20}ephemeral|EvictionThresholdMet.{0,60}(?:storage|disk|inode)|flood[- ]stage|minimum free drive threshold|StorageFull|Free disk space is insufficient|disk (?:resource limit |free )?alarm|disk free limit|out of inodes|no free inodes|inodes? (?:exhausted|usage.{0,12}100)|There is not enough space|(?:pool|volume|file ?system|device|drive|partition|disk) (?:is |has become )?(?:completely |100% )?full\b|disk space.{0,30}(?:exhausted|critical|insufficient)|No usable temporary|\b(?:OSD|POOL)_FULL\b|\d full osd|pool\(s\) full|backfillfull|write error: .{0,20}space/i,
  ],
  [
    "disk_pressure",
    2,
    "almo avai disk elig fill free full near perc recl runn usag use used wate will",
    /(?:high|low) disk watermark|disk (?:usage|space|utili[sz]ation).{0,20}(?:above|over|low|exceed|critical|9\d(?:\.\d)?%)|(?:volume|disk|filesystem|partition|pvc).{0,24}(?:almost|nearly|filling up|running out)|is (?:almost|nearly) full|will (?:be full|run out of space)|\b(?:9[2-9]|100)% (?:full|used)\b|(?:usage|used|use%|used_percent|use)["']?[=: ]{1,3}["']?(?:9[2-9]|100)(?:\.\d+)?%?(?![\d.])|(?:free|available|avail)["']?[=: ]{1,3}["']?0(?:\.\d)? ?(?:B|bytes|%)|attempt(?:ing|ed) to (?:reclaim|free) .{0,40}(?:storage|bytes|inodes)|Only found \d+ bytes eligible|\bnearfull\b/i,
  ],
  // Volumes.
  [
    "volume_mount",
    4,
    "all atta bind ceph cifs driv glus imme map moun mult nfs pers plug prov publ rbd stag stor volu wait",
    /FailedMount|FailedAttachVolume|FailedMapVolume|(?:Mount|Attach|Map|Detach|Unmount|Expand)Volume\.\w{1,24} failed|Unable to attach or mount volumes|Multi-Attach error|ProvisioningFailed|failed to provision volume|mount failed: exit status|\bmount\.(?:nfs4?|cifs|ceph|glusterfs)\d?: |mount error ?\(|unable to mount volumes|failed to (?:stage|attach|detach|provision|mount|map) (?:the )?volume|failed to attach: |Could not attach volume|volume attachment (?:is being deleted|failed)|attachdetachment timeout|rbd: (?:map|sysfs write) failed|volume.{0,40} is (?:faulted|not ready for workloads)|storageclass\.storage\.k8s\.io "[^"]{1,80}" not found|nodes are available:.{0,60}(?:unbound immediate|persistentvolumeclaim)|persistentvolumeclaim "[^"]{1,100}" (?:not found|is being deleted)|driver name \S{1,80} not found in the list of registered CSI|(?:NodeStage|NodePublish|ControllerPublish)Volume.{0,80}(?:failed|error)|All replicas are failed|FailedBinding|no volume plugin matched|waiting for a volume to be created/i,
  ],
  [
    "volume_mount",
    3,
    "bloc btrf busy endp erof esta ext fs fsck moun nfs only poin spec stal supe xfs",
    /stale (?:NFS )?file handle|\bESTALE\b|read-only file ?system|\bEROFS\b|Remounting filesystem read-only|transport endpoint is not connected|nfs: server \S{1,80} not responding|fsck.{0,60}(?:errors|manually)|RUN fsck|(?:EXT4|XFS|BTRFS)\S{0,3}(?: \(\w{1,12}\))?:? ?.{0,20}(?:error|shutdown|corrupt)|wrong fs type|bad superblock|special device \S{1,120} does not exist|failed to mount|could not mount|cannot mount|mount(?:ing)? \S{1,120}.{0,60} failed|is not a (?:mount ?point|block device)|device (?:is )?(?:or resource )?busy.{0,40}mount/i,
  ],
  [
    "volume_mount",
    2,
    "boun degr deta errn firs inpu lost pend",
    /Input\/output error|\[Errno 5\]|Errno 116|waiting for first consumer|(?:pvc|persistentvolumeclaim|volume) \S{1,80} (?:is )?(?:pending|lost|not bound|degraded|detached unexpectedly)/i,
  ],
  // Images.
  [
    "image_pull",
    4,
    "can deni form imag insp inva linu mani may neve off pars plat poli pull refe regi seek tryi unkn unpa you",
    /ErrImagePull|ImagePullBackOff|ErrImageNeverPull|InvalidImageName|ImageInspectError|RegistryUnavailable|(?:Failed|unable|error|cannot) ?(?:to )?(?:be )?pull(?:ing)? (?:the )?(?:and unpack )?(?:container )?image|Back-off pulling image|pull access denied|"?PullImage.{0,40}failed|PullImage "[^"]{1,200}" failed|failed to pull and unpack|failed to resolve reference|is not present with pull policy of Never|manifest (?:for \S{1,200} )?(?:not found|unknown)|reading manifest \S{1,120} in|no match(?:ing manifest)? for (?:platform|linux)|You have reached your (?:unauthenticated )?pull rate limit|couldn't parse image (?:name|reference)|invalid reference format|repository does not exist or may require|trying next host|pull(?:ing)? (?:from|image).{0,120}(?:denied|failed|timeout|error)|image \S{1,160} (?:not found|could not be (?:found|pulled)|does not exist)|failed to copy: httpReadSeeker|name unknown: |image can't be pulled|Image pull (?:failed|error)/i,
  ],
  // Configuration.
  [
    "config_error",
    4,
    "crea exec exis find form foun miss non run such valu meet spec",
    /CreateContainer(?:Config)?Error|values don't meet the specifications|(?:configmap|secret)s? "[^"]{1,120}" not found|(?:configmap|secret)s? \S{1,100} (?:does not exist|is missing)|couldn't find key \S{1,80} in (?:ConfigMap|Secret)|references non-existent (?:secret|config) key|non-existent config key|exec: "[^"]{1,200}": (?:executable file not found|stat)|exec (?:user process caused|\S{1,80}).{0,4}: ?"?exec format error|exec format error|executable file not found|"[^"]{1,120}": stat \S{1,120}: no such file or directory|RunContainerError/i,
  ],
  [
    "config_error",
    3,
    "conf defi empt foun key miss must para prov requ set unbo unde unse",
    /\b[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{2,60}["'`]?(?: (?:environment variable|env(?:ironment)? var|setting))?:? (?:(?:is|was|are|has|field) )?(?:not (?:set|defined|configured|found|provided)|must (?:not )?be|missing|required|unset|undefined|empty|unbound variable|parameter (?:null or )?not set)|KeyError: '[A-Z][A-Z0-9]*_[A-Z0-9_]{1,60}'/,
  ],
  [
    "config_error",
    3,
    "env envi envv find foun impr inva key mand miss opti para plac pres prop prov requ sett srcf unde unse vari",
    /(?:missing|required|undefined|invalid|unset|mandatory) (?:required )?(?:env(?:ironment)?(?: variables?| vars?)?|config(?:uration)?(?: key| value| option| setting| property)?|setting|property|parameter)\b|(?:environment variables?|env vars?|envvars?|variable|setting|property|option|parameter)[: ]{1,2}[("'`]{0,2}[A-Za-z][\w.-]{1,80}["'`)]{0,2},? (?:(?:is|was|are|has|which is|must) )?(?:not (?:been )?(?:set|defined|configured|present|found|specified|provided)|unset|undefined|missing|empty|required|no value|be (?:set|defined|specified|provided))|ImproperlyConfigured|Could not resolve placeholder|Missing required (?:config|setting|argument|property|value|key|env|field)|SRCFG\d+|(?:could not|cannot|unable to) find (?:a )?(?:config|setting|property)|No configuration (?:found|setting)|key not found: "[A-Z]|could not fetch environment variable|NotPresent|required key \S{1,60} (?:missing|not provided)|required key '[^']{1,60}' not provided/i,
  ],
  [
    "config_error",
    3,
    "accu adap addi bad conf conv deco defi did dire don dupl emer exis fiel gene got ille inva kust load mani mapp matc pars sett spec temp toml unde unex unkn unma unre unsu vali valu wron yaml yml",
    /\[emerg\] (?:\d+#\d+: )?(?!host not found|bind\(\)|.{0,60}(?:SSL|certificate|cannot load|open\(\)))|unknown (?:directive|flag|shorthand flag|option|field|configuration|command|argument|key|setting|config)|(?:unrecogni[sz]ed|unsupported|illegal|undefined|unexpected|duplicate) (?:config\w{0,8}|options?|flag|arguments?|setting|key|directive|parameter|receiver|property|name in)|flag provided but not defined|invalid (?:configuration|config\b|setting|argument|option|flag|value .{0,80} for|yaml|syntax|manifest|type\. Expected)|\b(?:configuration|config|conf)\b(?: file)?.{0,50}(?:invalid|not found|missing|malformed|corrupt|error|failed|cannot|could not|does not exist|rejected)|ConfigurationError|(?:failed|unable|could not|couldn't|cannot|can't|error) ?(?:to )?(?:load|parse|read|open|find|decode|unmarshal|validat|process|apply)(?:e|ing)? .{0,60}\b(?:config\w{0,10}|conf|settings?|yaml|yml|toml|manifest|values)\b|yaml: (?:line \d+|unmarshal|control)|error (?:converting YAML|parsing YAML)|did not find expected|mapping values are not allowed|cannot unmarshal .{0,60}(?:config|Config)|kustomize build failed|accumulating resources|Additional property \S{1,60} is not allowed|field not found, node|is invalid: (?:spec|metadata|data|\[)|ValidationError\(|error validating (?:data|")|strict decoding error|template: .{0,120}(?:error calling|nil pointer evaluating|function .{0,30}not defined)|parse error (?:at|on|in|near) .{0,60}\.(?:ya?ml|tpl|conf|rules)|Invalid (?:environment variables|config)|config\w{0,10} (?:is|was) not valid|loading config\w{0,8} failed|bad (?:configuration|config|command[- ]line)|wrong type for|expected type '\w{1,20}'.{0,20}got|Error loading config|manifest generation error|app path does not exist|(?:path|file|directory|chart|template|key|profile|plugin) .{0,60}(?:does not exist|doesn't exist|is not a directory)|InvalidSpecError|no object matching key|adapting config/i,
  ],
  [
    "config_error",
    2,
    "addr alre avai can comm eadd exit foun load modu open read stat such",
    /no such file or directory: '?[^' ]{0,120}\.(?:ya?ml|toml|json|conf|ini|properties|env|cfg)|(?:open|stat|read|load) \S{1,120}\.(?:ya?ml|toml|json|conf|ini|properties|env|cfg)"?:? .{0,4}(?:no such file|failed)|can't open (?:file )?'?[^' ]{1,120}|command not found|: not found$|exit(?:ed)?(?: with)?[ _](?:code|status)["' :=]{1,3}12[67]\b|address (?:already in use|not available)|port\b.{0,24}\balready (?:in use|allocated|bound)|\bEADDRINUSE\b|Error: Cannot find module '\.?\//i,
  ],
  [
    "config_error",
    1,
    "enoe foun inva misc such",
    /no such file or directory|FileNotFoundError|ENOENT|\binvalid (?:value|url|port|format|duration|key|parameter|credentials? format)|\bmisconfigur/i,
  ],
  // Scheduling.
  [
    "scheduling",
    4,
    "admi allo any avai be cand didn elig feas inco insu matc max no plac sati sche suit trig unab unsc unto vict",
    /FailedScheduling|\b0\/\d+ nodes (?:are )?available|Insufficient (?:cpu|memory|nvidia\.com\/gpu|pods|ephemeral-storage|[\w.-]{1,60}\/[\w-]{1,40})|untolerated taint|didn't (?:match|tolerate) .{0,40}(?:node|taint|affinity|selector|toleration)|NotTriggerScaleUp|didn't trigger scale-up|could not schedule pod|no (?:nodes? (?:match|fit|available|found)|fit|expansion options)|unschedulable(?!["' =:]{1,3}(?:false|0))|can(?:not|'t) be scheduled|no instance type satisfied|max node group size reached|No preemption victims|unable to schedule|incompatible with (?:nodepool|provisioner)|fail(?:ed|ure|s)? to place\b|\bno (?:suitable|eligible|matching|feasible|candidate|schedulable) (?:nodes?|hosts?|instances?|machines?|workers?|agents?)\b|UnexpectedAdmissionError|scheduling constraints not satisfied|Allocate failed due to|cannot (?:put|place) pod \S{1,120} on any node/i,
  ],
  // Quotas.
  [
    "quota_limit",
    4,
    "forb must per quot",
    /exceeded quota|is forbidden: .{0,80}\bquota\b|is forbidden: (?:\[?(?:maximum|minimum) \w{1,30}|failed quota)|(?:maximum|minimum) \w{1,30} (?:usage|limit to request ratio) per \w{1,20} is|must specify (?:limits|requests)\.|ResourceQuota.{0,60}(?:exceed|forbid|reached)/i,
  ],
  [
    "quota_limit",
    3,
    "acco cfs exce fork high insu lice limi many max maxi more peri pids plan pthr quot thro tier",
    /(?<!disk )\bquotas?\b.{0,60} (?:exceeded|reached|used up|exhausted|is short)|(?:insufficient|exceed(?:s|ed|ing)?|exhausted|over)\b.{0,60}(?<!disk )\bquotas?\b(?! exceeded)|Quota '?\w{1,40}'? exceeded|(?:exceeds?|exceeded|over|reached) (?:the |your |its )?(?:\w{1,20} ){0,2}quota|QUOTA_EXCEEDED|QuotaExceeded|(?:Vcpu|Instance|Address|Volume|Resource)LimitExceeded|LimitExceededException|fork(?:\/exec)?[: ].{0,60}Resource temporarily unavailable|fork rejected by pids controller|Cannot fork|can't fork|pthread_create failed: Resource|too many connections for (?:role|database)|User \S{1,60} already has more than 'max_user_connections'|max_user_connections|pids? (?:cgroup )?limit|CPUThrottlingHigh|\b(?:cpu|container|cgroup)\b.{0,40}\bthrottl(?:ed|ing)|\bthrottl(?:ed|ing)\b.{0,60}\bcpu\b|throttled_periods|cfs (?:quota|throttl)|maximum number of (?:pods|instances|load ?balancers|volumes|projects|users|namespaces)|(?:license|plan|tier|account) limit|limit of \d+ \w{1,20} (?:reached|exceeded) for (?:project|account|namespace|region)/i,
  ],
  // etcd.
  [
    "etcd",
    4,
    "appl call clus dead elec etcd fact fdat gett hear memb misc mvcc out peer prob raft refu rese test took unre read over slow wal",
    /etcdserver: |mvcc: database space exceeded|rafthttp: |\braft(?:\.node)?: \S{1,40} (?:lost leader|is starting a new election|became candidate)|failed to send out heartbeat on time|waiting for ReadIndex response took too long|slow fdatasync|apply request took too long|\betcd\w{0,8}\b.{0,80}\b(?:took too long|overloaded|slow)\b|read-only range request .{0,400}took too long|lost (?:the )?TCP streaming connection with (?:remote )?peer|prober (?:detected|found)|"caller":"(?:etcdserver|rafthttp|wal|mvcc|etcdmain|embed|snap|raft|txn|v3rpc|backend|lease)\/.{0,80}"msg":"[^"]{0,120}(?:fail|too long|lost|unhealthy|timed? ?out|slow|corrupt|alarm|exceeded|panic|unreachable|inactive|drift|overloaded|dropped)|\betcd\b.{0,60}\b(?:unhealthy|lost (?:the )?(?:leader|quorum)|no leader|request timed out|database space exceeded|failed to (?:send|reach|connect)|is down|unreachable|not a member)|member of the etcd cluster|test etcd connection|\[-\]etcd(?:-readiness)? failed|error getting data from etcd|etcd(?:-readiness)? check failed|etcdctl.{0,60}(?:unhealthy|failed)|EtcdError|elected leader changed|etcd (?:cluster )?(?:is )?unavailable or misconfigured|:23(?:79|80)\b.{0,120}(?:refused|timed? ?out|deadline|unreachable|reset)|creating storage factory|removed from the cluster|wal: (?:sync duration of|crc mismatch)|etcd\w{0,20}(?:Insufficient|NoLeader|HighCommit|HighFsync|DatabaseQuota)\w{0,30}/i,
  ],
  ["etcd", 2, "call", /"caller":"(?:etcdserver|rafthttp|wal|mvcc|etcdmain|embed|snap|raft|membership|v3rpc)\//],
  // Certificates.
  [
    "tls_certificate",
    3,
    "cert does err erro expi hand issu leaf load matc mism numb peer pkix self ssl subj tls tlsv unkn untr unve usab vali veri wron yet",
    /\bx509: |certificate[^.;,"]{0,60}(?:has |is |was |have |had )?(?:been )?(?:expired?\b|invalid|not (?:yet )?valid|not trusted|untrusted|revoked|self[- ]signed|mismatch|verify failed|verification (?:failed|error)|signed by unknown|rejected|unknown|required|not match)|(?:invalid|bad|expired|untrusted|unknown|unable to (?:find|verify|get)|could not verify|failed to verify|no required SSL|unverified|revoked).{0,40} (?:\w{1,12} ){0,2}certificat|CERT(?:IFICATE)?_(?:HAS_EXPIRED|VERIFY_FAILED|NOT_YET_VALID|UNKNOWN|EXPIRED|UNTRUSTED)|NotTimeValid|UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT)|SELF_SIGNED_CERT|SSLHandshakeException|SSLPeerUnverified|SSLError|SSLCertVerification|CertificateExpired|CertPathValidator|PKIX path|(?:tls|ssl):? (?:.{0,20})?(?:bad certificate|failed to verify|unknown certificate|handshake fail\w{0,4}|expired|protocol version|private key|no cipher|alert|bad record|first record does not look|internal error|error:? )|error:0A[0-9A-F]{6}|TLS_error|remote error: tls|ERR_(?:TLS|SSL)_|ERR_CERT|self[- ]signed certificate|SSL(?:_| )(?:do_handshake|routines|operation failed|connect(?:ion)? (?:error|could not|failed))|SSL alert number|wrong version number|handshake_failure|handshake (?:error|failure|failed).{0,60}(?:tls|ssl|cert)|(?:tls|ssl) handshake (?:error|fail\w{0,5}|aborted)|no (?:valid|usable) certificate|does not match (?:the )?(?:certificate|host ?name|target host)|hostname.{0,40}(?:doesn't|does not|didn't) match|subject alternative name|cannot load certificate|tlsv1 alert|invalid peer certificate|peer certificate|(?:client|serving|server) cert(?:ificate)?.{0,60}(?:expired|invalid)|key values mismatch/i,
  ],
  [
    "tls_certificate",
    2,
    "abou acme cert chal expi issu load obta prop rene rota self",
    /certificate (?:will expire|expires|expiring|expiry|is about to expire)|(?:failed|unable|error|could not|cannot) ?(?:to )?(?:\w{1,12} ){0,2}(?:issue|renew|issuing|renewing|obtain|obtaining|load|rotate) .{0,30}cert|acme: error|(?:propagation|self) check failed|(?:Certificate|certificate) \S{0,60} (?:is )?not ready|challenge.{0,40}(?:failed|invalid|error)|days? (?:until|before|to) expir/i,
  ],
  // Permissions.
  [
    "auth_forbidden",
    3,
    "acce auth bad bind cann code cred deni does erro expi forb gran hba http inco insu ldap resu inva key lack ldap logi logo malf noau nope owne pass perm plai reje revo role sasl scra sign smtp sqls toke unau unkn unsu user veri viol writ wron",
    /password authentication failed|no pg_hba\.conf entry|is forbidden: (?:User|ServiceAccount)|(?:User|user) "[^"]{1,160}" cannot \w{2,20}|cannot (?:get|list|watch|create|update|patch|delete|impersonate) resource|access (?:is |was )?denied(?! by server while mounting)|\bAccessDenied|denied for (?:user|relation|table|schema|database|sequence|role)|\binvalid_(?:grant|client|token|scope)\b|"invalid_grant|ExpiredToken|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|AuthorizationHeaderMalformed|AuthFailure|UnauthorizedOperation|AuthorizationFailed|no basic auth credentials|\b(?:401|403)[ :)-]{1,3}\(?(?:Unauthorized|Forbidden)|\b(?:Unauthorized|Forbidden)[ :(]{1,3}(?:401|403)|HTTP (?:status )?(?:code )?(?:401|403)\b|role "[^"]{1,80}" does not exist|WRONGPASS|NOAUTH|NOPERM|invalid username-password|(?:login|logon|authentication(?! handshake)|authorization|SASL|SCRAM|PLAIN login|LDAP bind|bind)(?: \w{1,20})? (?:failed|refused|failure|rejected|error(?! handler))(?! \d)|(?:failed|unable|could not|cannot|not|error) ?(?:to )?authenticat|AuthenticationFailed|AuthenticationException(?!: The remote)|AuthenticationError|AuthError|\bauth(?:entic\w{1,6}|oriz\w{1,6})? (?:was )?(?:failed|denied|rejected)|Login failed for|(?:jwt|token|session|credential|key|api key)s? (?:has |have |is |was |are )?(?:been )?(?:expired|revoked|malformed|rejected)|(?:invalid|bad|wrong|incorrect|expired|unknown) (?:\w{1,12} )?(?:token|credentials?|password|username|user name|api[- ]?key|login|signature|secret key|bearer)|(?:token|credentials?|password|signature|api[- ]?key)s?(?: signature)? (?:is |are |was |were )?(?:invalid|incorrect|wrong|not valid|rejected)|\bCode: (?:401|403)\b|rpc error: code = (?:PermissionDenied|Unauthenticated)|\b(?:PERMISSION_DENIED|UNAUTHENTICATED)\b|Not authorized to access|(?:Topic|Group|Cluster|Sasl)Auth\w{5,12}Exception|not authori[sz]ed|unable to authenticate|Permission denied \(publickey|Host key verification failed|must be owner of|insufficient[_ ](?:privilege|permission|scope|access)|does not have (?:the )?(?:\S{1,60} )?(?:permission|access|privilege)|lacks? (?:the )?(?:\w{1,20} )?permission|requires? authentication|not writable|attempt to write a read-?only (?:database|file)|check (?:file |the )?permissions|violates PodSecurity|535[ -]5\.7|530 5\.7|Authentication unsuccessful|user '[^']{1,60}' - invalid credentials|ERROR 1045|insufficientAccessRights|\bAcceptSecurityContext\b|LDAP.{0,80}\b(?:rc=|Result Code |error code |err=)(?:49|50|32|2)\b|LDAP bind .{0,20}failed|RESULT .{0,20}\berr=(?:49|50)\b|SQLSTATE\w{0,8}\W{1,3}(?:28P01|42501|28000)|code\W{1,4}(?:28P01|42501|28000)\b/i,
  ],
  [
    "auth_forbidden",
    2,
    "allo code deni eacc eper erro forb perm resp retu stat unau",
    /\bpermission denied\b|\bEACCES\b|\bEPERM\b|PermissionError|\bunauthorized\b|\bforbidden\b|operation not permitted|authorization denied|is not allowed to|status(?:_?code)?["']?[=: ]{1,3}"?(?:401|403)\b|statuscode: (?:401|403)|(?:code|Code|responded with|returned|error) (?:status )?(?:401|403)\b/i,
  ],
  // Names.
  [
    "dns_failure",
    3,
    "answ asso be coul dns doma eai enot foun gaie geta know life look name non nor nxdo plug quer rcod reso serv such tcp temp tran udp unkn unre",
    /no such host|\bENOTFOUND\b|\bEAI_(?:AGAIN|NONAME|FAIL)\b|(?<!Reqwest)getaddrinfo\b(?! is)|php_network_getaddresses|\bNXDOMAIN\b|:nxdomain|\bSERVFAIL\b|Temporary failure in name resolution|Name or service not known|nodename nor servname|(?:could not|couldn't|cannot|can't|unable to|failed to|fail to|error|not) (?:be )?(?:resolve|resolving|translate|look ?up)[: ](?!reference|dependenc|placeholder|module|import|conflict|symbol|bean|manifest|chart|type|ref\b|image|version|revision|source|the (?:conflict|issue))|could not be resolved|Could not resolve hostname|UnknownHost|lookup \S{1,200}(?: on \S{1,60})?: (?!too many)|(?:udp|tcp) \S{1,60}:(?:53|853): (?:i\/o timeout|connect)|->\S{1,50}:53: |host not found|name resolution (?:failed|failure|error|timed)|NameResolutionError|gaierror|No address associated with hostname|\[resolver\] failed|\bdns(?:proxy|masq|crypt\w{0,6}|dist)?\b.{0,40}(?:failed to exchange|exchange failed|no upstream|failed to (?:query|forward|resolve))|\/dns-query\b.{0,200}(?:timeout|refused|canceled|reset)|plugin\/(?:errors|loop|forward).{0,200}(?:timeout|refused|unreachable|SERVFAIL|detected|no (?:upstream|healthy))|failed to query (?:external )?DNS|DNS (?:server )?(?:lookup|query|resolution|request|operation)\w{0,3} (?:failed|timed out|error|failure)|(?:Timeout while contacting|Could not contact) DNS|DNSError|dns error|failed to lookup address|non-existing domain|Unresolved address|hostname could not be|DNS record .{0,40}not found|no (?:nameservers|DNS servers)|Domain name not found|no answer from (?:dns|name ?server)|resolution lifetime expired|Rcode[:= ]{1,2}(?:NXDOMAIN|SERVFAIL)/i,
  ],
  [
    "dns_failure",
    2,
    "conf dns misb name",
    /server misbehaving|nameserver \S{1,60} (?:not|did not|is un)|resolv\.conf.{0,40}(?:missing|no )|dns.{0,30}(?:unreachable|not responding|down)\b/i,
  ],
  // Databases, brokers and caches themselves.
  [
    "database",
    3,
    "acqu aof aria avai bloa bloc canc chec clos clus code cons corr dead disc down drop due dupl duri enou exis file form gone got inco inde inno inva isam jet lead live load lock long majo malf many mast max misc mnes my nore obta offl offs ora page part pool prim queu quor raft red repl save savi segm seri shar shor shri slav slot spli sql sqli sqls stre such sync syst tabl tige tran unde unkn vacu vali viol wal was wrap wsre wt you",
    /too many (?:clients already|connections)(?! for role)|(?:remaining )?connection slots are reserved|deadlock (?:detected|found)|Deadlock found|could not serialize access|database (?:is|table is) locked|database system (?:is (?:starting up|shutting down|in recovery mode|not yet accepting)|was (?:interrupted|not properly))|Lock wait timeout|(?:relation|column|table|view|sequence|function|schema|database|type) "?'?[\w.]{1,80}"?'?(?: of relation "\w{1,60}")? (?:does not exist|doesn't exist)|Unknown (?:column|database|table) '|no such (?:table|column)|Undefined(?:Table|Column|Function)|Table '[^']{1,120}' (?:doesn't exist|is marked as crashed|already exists)|canceling statement due to|cancell?ed? due to (?:statement|lock) timeout|terminating connection due to (?:administrator|idle|conflict|unexpected)|server process \(PID \d+\) was terminated|Connection is not available, request timed out|connection pool (?:exhausted|is exhausted|timed out|is full|is closed|timeout)|QueuePool limit|(?:fetching|acquiring|waiting for) a (?:new )?(?:connection|client) from the (?:connection )?pool|connection not available and request was dropped|checked out the connection for longer|pool (?:is )?(?:exhausted|timed out|empty)|Acquisition timeout|Unable to acquire (?:JDBC|connection)|Cannot get a connection, pool error|max_connections|\bORA-(?!12541|12154|12170|01017)\d{5}\b|SQLITE_(?:BUSY|CORRUPT|FULL|IOERR|LOCKED)|disk image is malformed|file is not a database|invalid page in block|invalid (?:primary )?checkpoint record|could not locate a valid checkpoint|(?:replication slot|WAL segment) .{0,80}(?:does not exist|invalidated|already been removed|lost)|requested WAL segment|could not receive data from WAL|replication (?:lag|delay|is broken|stopped|error|failed|slot)|(?:Slave|Replica) (?:SQL|I\/O|IO)|Got fatal error \d+ from (?:master|source)|(?:InnoDB|MyISAM|Aria)\b.{0,80}(?:corrupt|inconsistent|crash|FATAL|fail|assertion|in the future|Cannot)|\[MY-\d{6}\] \[(?:InnoDB|Repl|Server)\] .{0,80}(?:fail|error|abort|corrupt|cannot)|MISCONF|LOADING Redis|Redis is loading|READONLY You can't write|CLUSTERDOWN|MASTERDOWN|NOREPLICAS|Background saving error|Can't save in background|Bad file format reading the append only|short read or OOM loading DB|AOF .{0,40}(?:corrupt|fail|error)|not (?:primary|master)(?: and|Or| or|\b.{0,12}secondaryOk)|NotWritablePrimary|NotPrimary|PrimarySteppedDown|no primary|heard from a majority|WiredTiger.{0,60}(?:error|panic|corrupt)|WT_PANIC|master[_ ]not[_ ]discovered|(?:index|shard)\w{0,8} .{0,60}(?:unassigned|corrupt|failed)|cluster (?:health )?status.{0,20}(?:to \[?RED|red)|all shards failed|CorruptRecord|CorruptIndex|has no (?:live )?leader|no live leader|under-?replicated|Shrinking ISR|NotEnoughReplicas|offline partitions?|not in[- ]sync|OffsetOutOfRange|(?:partition|split)[- ](?:brain|detected)|Mnesia.{0,60}(?:partition|inconsistent|overload|error|fail)|inconsistent_database|network partition|node \S{1,60} down|checksum (?:mismatch|error)|data (?:corruption|checksum)|page verification failed|corrupt(?:ed|ion)?\b.{0,40}(?:index|table|page|database|block|segment|record|file|log|wal|db)|(?:index|table|page|database|block|segment|wal|log file|db) .{0,40}(?:is |are )?corrupt|duplicate key value violates|Duplicate entry '|violates (?:foreign key|not-null|check|unique) constraint|MySQL server has gone away|Lost connection to MySQL server during|server closed the connection unexpectedly|bloat|transaction ID wraparound|must be vacuumed|WSREP.{0,80}(?:ERROR|not yet|No node|fail|abort|inconsist)|No cluster leader|raft: .{0,60}(?:starting election|failed to|timeout reached|lost)|out of shared memory|tablespace .{0,40}(?:missing|full|does not exist)|LockNotAvailable|lock timeout|could not obtain lock|Waiting for table metadata lock|SlowLog.{0,20}blocked|failed to (?:flush|replay) (?:translog|wal|aof)|stream .{0,40}(?:quorum|no leader)|JetStream.{0,60}(?:quorum|no leader|not available|unavailable|resource)|consumer .{0,40}has no leader|(?:raft|cluster) .{0,30}(?:lost quorum|no quorum)|quorum (?:lost|not reached)|(?:code|sqlstate|SQLState)\W{1,4}(?:53300|40P01|42P01|42703|57P03|55P03|57014|25P02|XX00[12]|58P01)\b/i,
  ],
  [
    "database",
    2,
    "abor acti apac data db exec gram hika inde inte kafk long pani pq psyc quer reco repl roll shar sql sqls stor utc wt",
    /\bUTC \[\d+\] (?:[\w@]{1,60} )?(?:FATAL|PANIC): |\] PANIC: |"s":"[EF]","?c"?:"(?:WT|REPL|STORAGE|RECOVERY|INDEX|REPLICATION|SHARDING)|\((?:kafka\.(?:server|log|controller|cluster)|org\.apache\.kafka\.(?:storage|server|raft))|SQLSTATE\[|\bpq: |SqlException|SQL(?:Transient|Recoverable|Syntax|Integrity|NonTransient)\w{0,40}|BadSqlGrammar|ActiveRecord::\w{0,40}(?:Invalid|Error|Timeout|NotUnique)|psycopg2?\.(?:errors|Operational|Interface)|IntegrityError|slow query|long[- ]running (?:query|transaction)|DBConnection\.ConnectionError|database (?:error|failure|is (?:down|unavailable|corrupt|not ready))|query (?:failed|error|timed out)|transaction (?:aborted|rolled back|is aborted)|current transaction is aborted|HikariPool\S{0,20} - .{0,40}(?:failed|exception)|could not execute (?:statement|query)/i,
  ],
  [
    "database",
    1,
    "data jdbc oper psql sql",
    /\bSQLException\b|OperationalError|PSQLException|database connection (?:failed|lost|error)|JDBCConnectionException/i,
  ],
  // Connections.
  [
    "connection_refused",
    3,
    "acti call can conn econ errn noth ora os port refu runn tns",
    /connection (?:was |is |has been |got )?refused|\bECONNREFUSED\b|ConnectionRefused|actively refused|connect\(\) failed \(111|\(os error 111\)|\[Errno 111\]|(?:to|server) \S{1,200} (?:was )?refused|Connection to \S{1,200} refused|Can't connect to (?:\w{1,12} )?(?:MySQL )?server on .{0,80}\((?:111|61|10061)\)|refused (?:the |our |to )?connect|:econnrefused|ORA-12541|TNS:no listener|nothing (?:is )?listening|Is the (?:server|docker daemon) running|Connect call failed|port \d{1,5}.{0,12}(?:is )?(?:closed|not open)/i,
  ],
  [
    "network_timeout",
    3,
    "answ canc clie comp dead long take taki took econ ehos enet errn esoc etim exce expi gate hold loss lost ms oper os out ran rece repl requ resp rout stop the time tls und unre",
    /i\/o timeout|deadline[ _]?exceeded|\bETIMEDOUT\b|(?:error:? |\()(?:110|10060)\b\)?|\bESOCKETTIMEDOUT\b|\bECONNABORTED\b|UND_ERR_\w{2,12}_TIMEOUT|\bEHOSTUNREACH\b|\bENETUNREACH\b|no route to host|(?:network|host) (?:is |was )?unreachable|(?:connect(?:ion|ing)?|read|write|dial|socket|upstream|handshake|request|response|call|operation|http|rpc|query|poll|fetch|command|attempt|job|task|handler|ping|gateway)[ -]?(?:to \S{1,120} |at \S{1,80} |for \S{1,80} )?(?:has |was |have )?time(?:d)?[- ]?out|(?:took|takes|taking) (?:longer|over \d|too long)|timed? ?out (?:while|after|waiting|connecting|reading|in|on|exceeded|for)|TLS handshake timeout|Client\.Timeout|(?:Connect|Read|Write|Socket|Http|Request|Response|Pool|Idle|Async\w{0,10}|Retry)\w{0,12}Time(?:d)?out(?:Exception|Error)?\b|TimeoutError|TimeoutException|Timeout(?:Cancel\w{0,12})? expired|504 Gateway Time-?out|\(110: |\(os error 110\)|\[Errno (?:110|113|101)\]|did(?: not|n't) (?:answer|respond|receive a reply|complete)\b|no (?:response|answer|reply) (?:from|within|after|received)|not respond(?:ing)?\b|Hold timer expired|Packet loss|request canceled while waiting|lost (?:contact|connectivity)|Kubelet stopped posting|ran into a timeout|Operation timed|RequestTimeout|:timeout\b|timeout of \d+ ?ms exceeded|exceeded the timeout/i,
  ],
  [
    "network_timeout",
    2,
    "did gate keep neig netw out read stat",
    /\btimed[ -]?out\b|\btime-?out (?:exceeded|expired|reached)|status(?:_?code)?["']?[=: ]{1,3}"?504\b|\b504\b.{0,4}Gateway|(?:http )?status (?:code )?504|(?:handshake|tunnel).{0,40}did not complete|keepalive.{0,20}(?:failed|expired|timeout)|neighbor \S{1,60} (?:down|lost)|NodeNotReady|node (?:is )?not ready|NetworkUnavailable/i,
  ],
  ["network_timeout", 1, "time took", /\btime-?outs?\b|took too long/i],
  [
    "rate_limited",
    3,
    "afte exha floo limi many metr off per quot rate redu slow thro",
    /Too ?Many ?Requests|too_many_requests|rate ?-?_?limit(?:s|ed|ing|er)?[ _-]?(?:exceeded|reached|hit|error|was|has|for|by|:|$)|rate[- _]?limited|(?:exceed(?:ed|s|ing)|hit|reached|over) (?:the |your |our |its )?(?:\w{1,16} ){0,3}rate[- ]?limit|Rate exceeded|\bThrottling(?:Exception|Error)?\b(?! request)|ThrottledException|RequestLimitExceeded|ProvisionedThroughput|RateLimit\w{0,20}(?:Error|Exception|Exceeded)|rateLimited|SlowDown\b|RESOURCE_EXHAUSTED|Flood control|FLOOD_WAIT|limiting requests|API rate limit|(?:request|API|call|daily|hourly|minute) (?:rate |request )?(?:limit|quota) (?:exceeded|reached|hit)|exceeded (?:your|the) (?:current |daily |hourly )?(?:request|API|call) (?:limit|quota)|reduce your request rate|(?:received|server|sent|made|got) too many requests|Quota exceeded for quota metric|requests? (?:was |were |is |are )?(?:being )?throttled|userRateLimitExceeded|too many (?:API )?(?:calls|login attempts|certificates \()|requests? per (?:second|minute|hour|day) (?:limit|exceeded)|backing off.{0,40}429|Retry-After|retry_after/i,
  ],
  [
    "rate_limited",
    2,
    "code erro http resp resu retu side stat thro",
    /\b(?:status(?:_?code)?|http|code|error|result|returned|responded|response)["'\])]{0,2}[=: ]{1,3}["'(]?(?:with )?(?:status )?429\b|(?<!cpu )\bthrottl(?:ed|ing)\b(?! request)|client-side throttling/i,
  ],
  [
    "dependency_unavailable",
    3,
    "abor aliv all answ avai back bad cni pleg plug runt big brea brok circ clos code coor curr depe desc disc down drop econ endp eof epip erro exce exte fail goaw hang heal http inco inte lead live lost may miss no part peer perm pipe prem remo repl rese resp resu retu rpc serv stat stre temp thir unav unre upst webh",
    /50[23] (?:Bad Gateway|Service (?:Temporarily )?Unavailable)|\b(?:Bad Gateway|Service (?:Temporarily )?Unavailable)\b|no[ _]healthy[ _](?:upstream|backend|endpoint|host)|upstream connect error|upstream_reset|no live upstreams|upstream (?:prematurely closed|sent too big|server temporarily)|circuit ?-?breaker .{0,40}(?:is |now |to |state.{0,8})?open|CircuitBreaker\w{0,8}Open|CallNotPermitted|BrokenCircuit|no (?:active |ready |available )?endpoints (?:available|found)|no (?:available|servers?|backend|upstream)s? (?:server|available|to handle)|rpc error: code = (?:Unavailable|Aborted|Internal) desc = (?!.{0,40}(?:volume|mount|attach))|code[=: ]{1,2}Unavailable|UNAVAILABLE: |ServiceUnavailable|brokers? (?:may )?(?:is |are |was )?(?:not (?:be )?available|unavailable|down)|NoBrokersAvailable|ALL_BROKERS_DOWN|LEADER_NOT_AVAILABLE|COORDINATOR_NOT_AVAILABLE|(?:broker|node) .{0,80}\bdisconnected|broker transport failure|socket hang up|\bECONNRESET\b|connection reset\b|Connection (?:was )?(?:forcibly |unexpectedly |abruptly )?(?:closed|aborted|dropped|lost) (?:by|unexpectedly|before|without)|broken pipe|\bEPIPE\b|RemoteDisconnected|ServerDisconnected|IncompleteRead|failed calling webhook|failed to call webhook|no responders|currently unable to handle the request|failing or missing response|PLEG is not healthy|(?:container )?runtime (?:network )?(?:is )?(?:down|not ready|status check may not)|cni plugin not initialized|resulted in a .{0,4}5\d\d|(?:responded|answered|replied|failed|returned|respond|response|status|code|error|statuscode|http)(?: with)?(?: a| an)?(?: status| http| error| code){0,3}[ :=("]{1,3}50[0-3]\b(?!\d)|(?:upstream|backend|dependency|downstream|remote (?:service|server|end)|(?:third[- ]party|external|partner) (?:api|service)) .{0,40}(?:failed|down|unreachable|unavailable|error|5\d\d|not (?:available|reachable)|unhealthy)|is (?:temporarily |currently )?unavailable|(?:service|server|backend|api|cluster|host) (?:\S{1,60} )?(?:is |are |was )?(?:temporarily |currently )?(?:unavailable|not available|unreachable|down)\b|unexpected EOF|": EOF\b|reset by peer|ServerException|ServerError|InternalServerErrorException|HttpServerErrorException|BadGatewayError|All connection attempts failed|Node may not be available|bad status from endpoint|NoNodeAvailable|No alive nodes|no server available|Connection error: desc|stream (?:closed|terminated) by (?:RST|remote)|GOAWAY/i,
  ],
  [
    "dependency_unavailable",
    2,
    "all comm conn cont disc heal lost reac scra serv stat unav",
    /\bunavailable\b(?! in v)|scrape failed|(?:unable|failed|cannot|could not|can't|couldn't) ?(?:to )?(?:connect|reach|contact|communicate)\b|connection (?:was )?(?:lost|closed|dropped|terminated|failed|error)|lost connection|disconnected from|Health ?check failed|status(?:_?code)?["']?[=: ]{1,3}"?50[0-3]\b|server error|all (?:upstreams|backends|targets|replicas|hosts) .{0,20}(?:down|failed|unhealthy)/i,
  ],
  // Things that are used up.
  [
    "resource_leak",
    4,
    "addr appr assi befo buff can clim clos eadd emfi enfi exha free goro grew grow inot ip ipam keep leak many max meta mono nati near neve not of out rele retu run stea subn tabl unab uncl",
    /too many open files|\bEMFILE\b|\bENFILE\b|(?:memory|connections?|threads?|goroutines?|(?:file )?descriptors?|resources?|handles?|sockets?|fd)[ -]leak(?:ed|ing|s|age)?\b|(?:leak(?:ed|ing|s)?|leakage)\b.{0,24}(?:memory|connections?|threads?|goroutines?|descriptors?|handles?|sockets?|detected)|\bLEAK: |unable to create (?:new )?native thread|unable to create (?:a )?(?:new )?thread|can't start new thread|MaxListenersExceeded|inotify (?:instances|watches|watch|limit)|fs\.inotify|(?:no free|out of|run out of|exhausted) (?:\w{1,12} )?(?:ports|file descriptors|sockets|file handles|descriptors)|cannot assign requested address|\bEADDRNOTAVAIL\b|no (?:more |free |available )?(?:ip )?address(?:es)? (?:available|left|in)|(?:ipam|ip ?pool|address (?:pool|range)|subnet)\b.{0,80}(?:exhausted|is full|no (?:free|available))|conntrack.{0,40}table full|table full, dropping|goroutines?(?: count| number)?.{0,24}(?:grow|increas|exceed|leak|rising|climb)|(?:heap|memory|rss|resident|working set).{0,50}(?:keeps? growing|grows|not freed|growing|grew|increas\w{1,3} steadily|steadily|monoton|never released|without release|climb|not released)|(?:open fds?|file descriptors?|open files|sockets?|threads?|CLOSE_WAIT|connections?).{0,40}(?:growing|keeps? (?:growing|rising|increasing)|steadily|climbing|near(?:ing)? (?:the )?limit|approaching|of \d+ \(9\d|exhausted|not (?:closed|released|returned))|(?:accept|socket|pipe|epoll_create1?|open): too many|Unclosed (?:client session|connection|connector)|ResourceWarning: unclosed|OutOfMemoryError: (?:Metaspace|Direct buffer)|Direct buffer memory|was not (?:closed|released) before/i,
  ],
  [
    "resource_leak",
    2,
    "appr clos fds goro leak meta num open thre",
    /Metaspace|(?:open_?fds|num_?goroutines|goroutines|threads|open_connections|close_wait)["']?[=: ]{1,3}["']?\d{4,}|approaching (?:the )?(?:limit|ulimit|rlimit)|leak/i,
  ],
  // The program itself.
  [
    "application_exception",
    3,
    "argu arit arra asle asse attr bad boun case cast char clau conc corr deco deep defi dere divi doub dump faul form free froz func gen ille impl inde inva iter json key mapp matc maxi memb meth modi munm name none null oper pani poin prop prot rang recu refe rend retu reve runt segf segm shou siga sigb sigi sigs smas stac synt temp toke trap type unbo unca unde unic unma unre unsu valu zero",
    /\bpanic: (?!.{0,80}(?:dial |connect|config|environment|env ))|on a `?None`? value|\bpanic (?:recovered|in|serving|caught)|NullPointerException|NullReference|nil pointer dereference|null pointer|SIGSEGV|\bSIGABRT\b|\bSIGBUS\b|\bSIGILL\b|segfault at|segmentation (?:fault|violation)|core dumped|general protection|trap invalid opcode|index out of (?:range|bounds)|IndexOutOf(?:Bounds|Range)|ArrayIndexOutOf|ClassCastException|InvalidCastException|ConcurrentModification|ArithmeticException|NumberFormatException|StackOverflow|AssertionError|assertion .{0,60}failed|Maximum call stack|ArgumentNull\w{0,12}|ArgumentOutOfRange|KeyNotFoundException|(?:^|[\s":⏎(])(?:TypeError|ReferenceError|RangeError|AttributeError|KeyError|ValueError|ZeroDivisionError|NameError|IndexError|RecursionError|UnboundLocalError|SyntaxError|NotImplementedError|UnicodeDecodeError|StopIteration|ArgumentError|NoMethodError|FrozenError|FunctionClauseError|ArgumentCountError|DivisionByZeroError|JSONDecodeError)\b(?!: fetch failed)|\((?:MatchError|FunctionClauseError|KeyError|ArgumentError|RuntimeError|CaseClauseError|UndefinedFunctionError|ArithmeticError|BadMapError|Protocol\.UndefinedError)\)|PHP Fatal error: {1,2}Uncaught (?!PDO)|Call to (?:undefined|a member) |Undefined (?:array key|index|variable|property|offset)|undefined method|Cannot read propert|is not (?:a function|iterable)\b|(?:Error: \w{1,60}|name '\w{1,60}') is not defined|concurrent map|all goroutines are asleep|divi(?:de|sion) by zero|double free|heap corruption|stack smashing|cannot unmarshal|JsonParseException|JsonMappingException|invalid character .{0,20}looking for|Unexpected token|unreachable code|should never happen|invariant|GenServer \S{1,80} terminating|Segmentation fault|free\(\): invalid|munmap_chunk|error rendering|Server Components render|TemplateSyntaxError|TemplateDoesNotExist|NoReverseMatch|MultipleObjectsReturned|Unhandled case|stack level too deep/i,
  ],
  [
    "application_exception",
    2,
    "bug cras deco dese drop enco exit hand ille inte inva malf on pani pars proc prom rend seri unca unha",
    /\bUnhandled(?:PromiseRejection| exception|\b.{0,12}(?:rejection|error|exception))|\bUncaught\b|uncaughtException|UnhandledPromise|exit(?:ed)?(?: with)?[ _](?:code|status)["' :=]{1,3}(?:101|134|139)\b|\bpanicked at\b|\bbug (?:in|detected)|\b[A-Za-z]{0,40}process crashed|crashed unexpectedly|An unhandled exception|internal (?:server )?error|failed to (?:process|handle|parse|deserialize|serialize|render|decode|encode) .{0,50}(?:message|event|record|payload|request|row|job|template|response|input|line)|dropping (?:event|message|record)|malformed|(?:Illegal(?:State|Argument)|UnsupportedOperation|InvalidOperation)Exception|Exception on \//i,
  ],
  [
    "application_exception",
    1,
    "erro exce most stac thre",
    /Traceback \(most recent call last\)|Exception in thread "|(?:^|[\s":⏎])(?:[a-z][\w$]{0,60}\.){1,10}[A-Z][\w$]{0,80}(?:Exception|Error)\b|\b[A-Z]\w{2,60}(?:Exception|Error): |\bException\b|\bstack ?trace\b/,
  ],
  // Upgrades.
  [
    "upgrade_deprecated",
    3,
    "abst attr call char clas comp conv cr def depr dirt down end feat find flyw glib impo inco kind late liqu long majo mapp migr mini mism more new old pend remo requ revi skew such than unap unsu upgr vers was",
    /no matches for kind "[^"]{1,80}" in version|resource mapping not found|is deprecated in v?\d.{0,24}unavailable in|could not find the requested resource|(?:apiVersion|API version|api version) \S{1,80} .{0,24}(?:deprecated|removed|no longer (?:served|supported|available))|(?:was|been|were|is) removed (?:in|from|since|as of) (?:v|version |release )?(?:\d|this|the )|(?:is|are|was) no longer (?:served|supported|valid)\b|(?:is |are )?no longer (?:served|supported|available|exists?) (?:in|since|as of|by|from|on)\b|incompatible (?:with|schema|database|protocol|version|indices|format|api|binary|data)|(?:files|data|schema|database|version|client|server|plugin|chart|format) .{0,40}(?:is |are )?(?:not compatible|incompatible)|unsupported (?:protocol|schema|API|server|class|database|data|file|on-disk|version|major|format)\b.{0,30}(?:version)?|UnsupportedClassVersion|requires? .{1,40}\d (?:or|and) (?:above|later|newer|higher|greater|up)\b|requires (?:a newer|at least|kubeVersion|(?:\w{1,20} ){0,2}version|\S{1,30} ?>=)|chart requires kubeVersion|was (?:initialized|created|written|compiled|built|saved) (?:by|with|using) .{0,40}(?:version|newer|older|PostgreSQL)|compiled by a more recent|migrat(?:ion|ions|ing)\b.{0,60}(?:failed|failure|error|mismatch|dirty|aborted)(?!.{0,120}(?:refused|timed? ?out|no such host|denied|resolve|authentication))|Dirty database version|(?:checksum|schema) .{0,24}mismatch.{0,40}(?:migration|version|schema)|schema version .{0,60}(?:newer|older|expected|does not|mismatch|higher|lower|unsupported|too)|Migration checksum|FlywayValidate|FlywayException|LiquibaseException|Can't locate revision|Pending migrations?|call a method that does not exist|unapplied migration|UPGRADE (?:PROBLEM|FAILED: .{0,60}(?:no matches|cannot patch|field is immutable))|featureCompatibilityVersion|cannot upgrade|upgrad(?:e|ing) .{0,60}(?:not supported|unsupported|must first|failed|not possible|skips?|impossible)|downgrad\w{1,4} .{0,30}(?:not supported|unsupported|impossible|not possible|is not)|multiple major versions|is higher than the docker image|cannot import name|has no attribute '[^']{1,60}' .{0,40}version|NoSuchMethodError|NoClassDefFoundError|ClassNotFoundException|AbstractMethodError|version skew|version mismatch|\bminimum (?:supported|compatible|required) .{0,16}version|too old.{0,20}(?:version|minimum)|client version \S{1,20} is too (?:old|new)|(?:is|are) required to upgrade|upgrading from \S{1,20} to|upgrade to the latest|GLIBC_\d|ensure CRDs are installed|conversion webhook .{0,40}failed|storedVersions|end[- ]of[- ]life version|removed API|deprecatedAPI/i,
  ],
  [
    "upgrade_deprecated",
    2,
    "migr unsu",
    /(?:failed|cannot|could not|unable|error).{0,24}\bmigrat(?:e|ion|ions|ing)\b|unsupported version/i,
  ],
  // Health.
  [
    "probe_failure",
    4,
    "aggr chec heal prob resu",
    /\b(?:liveness|readiness|startup)\b.{0,24}\b(?:probe|check)s?\b.{0,24}(?:fail|errored|warning|unhealthy|did not|timed|non)|probe failed with (?:statuscode|exit)|\bfailed (?:the )?(?:its )?(?:liveness|readiness|startup|health)[ -](?:probe|check)|\bProbe failed\b|probeResult="?failure|health ?check for (?:container|pod|service)\b.{0,80}(?:error|failed|exceeded|timed)|aggressive probe error/i,
  ],
  [
    "probe_failure",
    3,
    "heal laye unhe",
    /(?:health ?check|health_status|health probe)[^⏎]{0,60}(?:unhealthy|fail(?:ed|s|ing)?\b|timed out|returned (?:5|4)\d\d)|is DOWN, reason: Layer|container \S{1,80} (?:is |became )?unhealthy|\bunhealthy\b/i,
  ],
  [
    "crash_loop",
    4,
    "cras off",
    /CrashLoop(?:BackOff|ing)?|Back-off restarting failed|back-off \S{1,12} restarting failed|crash[- ]?loop/i,
  ],
  [
    "crash_loop",
    3,
    "atte coun ente fast givi keep many ofte quic repe resp rest",
    /restart counter is at|too many (?:unstable |start )?(?:restarts|retries)|Start request repeated too quickly|entered FATAL state|exited repeatedly|Exceeded allowed attempts|(?:restart(?:s|ed)?|respawn\w{0,4})(?: count)?["' =:]{1,3}(?:[3-9]|\d{2,})\b(?! ?(?:ms|s\b))|restarted (?:[3-9]|\d{2,}) times|restarting too (?:fast|often|quickly)|(?:exited|died|terminated)\b.{0,60}(?:restart|respawn)|keeps (?:restarting|crashing|exiting)|giving up (?:restarting|after \d+ restarts)/i,
  ],
  [
    "crash_loop",
    1,
    "died exit proc reas resu stat",
    /exit(?:ed)?(?: with)?[ _]?(?:code|status)?["' :=([]{1,4}(?:[1-9]|[1-9]\d|1[0-35]\d|2\d\d)\b(?!\d)|status=[1-9]\d{0,2}\/\w{2,12}|Main process exited|Failed with result|reason: Error\b|\bdied\b/i,
  ],
];
