import type { ErrorClass } from "./error-class.ts";
import { messageOf } from "./message.ts";

/** What went wrong in the log's own terms. */
export interface Cause {
  /** `container payments was OOM-killed (limit 512Mi)`. */
  readonly text: string;
  /** The object that it happened to, where the line names one. */
  readonly component: string | undefined;
}

/** Reads the line that shows an error class: the object, address or name in it, and the reason that it gives. */
export const causeOf = (error_class: Exclude<ErrorClass, "benign">, line: string): Cause => {
  // Quotes inside a quoted message read like any others.
  const plain = line.replaceAll('\\"', '"');
  return { text: READERS[error_class](plain) ?? deepest(messageOf(line)), component: componentOf(plain) };
};

type Reader = (line: string) => string | undefined;

/** Of a message with a stack trace, what was thrown first: the last `Caused by`, else the message. */
const deepest = (message: string): string => {
  const cause = message.split(/ ?⏎ ?(?=(?:Caused by: |---> |\[cause\]: ))/).at(-1)!;
  const own = (cause === message ? message : cause.replace(/^(?:Caused by: |---> |\[cause\]: )/, "")).split(" ⏎ ");
  const head = own[0]!.trim();
  // A first line that only announces what the second one says.
  const next = own[1]?.trim();
  const told = next !== undefined && !/^(?:at |File |in |#\d|…|\()/.test(next) ? next : undefined;
  return told !== undefined && (/^.{0,80}:$/.test(head) || head.length < 24) ? `${head} ${told}` : head;
};

/** First group that a pattern finds. */
const find = (line: string, ...patterns: readonly RegExp[]): string | undefined => {
  for (const pattern of patterns) {
    const found = pattern
      .exec(line)
      ?.slice(1)
      .find((group) => group !== undefined && group !== "");
    if (found !== undefined) return found.replace(/[.,;:"'\s]{1,40}$/, "");
  }
  return undefined;
};

const withReason = (text: string, reason: string | undefined): string =>
  reason === undefined || reason === "" ? text : `${text} (${reason})`;

const ADDRESS = /\b((?:\d{1,3}\.){3}\d{1,3}:\d{1,5})\b/;
const HOST_PORT =
  /(?<![\w.-])((?:[a-z0-9](?:[\w-]{0,61}[a-z0-9])?\.){0,8}[a-z](?:[\w-]{0,61}[a-z0-9])?:\d{2,5})(?![\d:.])/i;
/** Where a dial went: behind the arrow, or after `connect to`, `dial tcp`, `upstream`. */
const TARGET =
  /(?:->|dial (?:tcp|udp)4?6? |connect(?:ing|ion)? (?:to |ECONNREFUSED |ETIMEDOUT |EHOSTUNREACH )|(?:ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH) |upstream: "[a-z]+:\/\/|to )"?((?:\[[0-9a-f:]+\]|[\w.-]{1,200}):\d{1,5})\b/i;
const URL = /\b(https?:\/\/[^\s"'\\]{1,120})/;
const targetOf = (line: string): string | undefined => {
  const apart = /(?:server (?:at|on)|host|to) "?([\w.:-]{1,120})"?,? port:? (\d{1,5})\b/i.exec(line);
  return apart === null ? find(line.replace(SOURCE, ""), TARGET, ADDRESS, URL, HOST_PORT) : `${apart[1]}:${apart[2]}`;
};

/** `collector.go:275` looks like a host and its port. */
const SOURCE = /\b[\w/.-]{1,80}\.(?:go|js|mjs|ts|py|java|kt|rs|rb|php|cs|cc|cpp|c|s):\d+/g;

const HOST = "([a-zA-Z0-9_](?:[\\w.-]{0,250}[\\w])?)";
/** A name that a key or quotes mark, else one in prose. */
const CONTAINER =
  /\bcontainer(?:_?Name)?["']?(?:[=:]\s?["']?|\s["'])([a-z0-9][\w.-]{0,62})|\b(?:failed |init )?container ([a-z0-9][\w.-]{0,62})/gi;
const POD =
  /\bpods?(?:_?Name)?["']?(?:[=:/]\s?["']?|\s["'])((?:[a-z0-9-]{1,62}\/)?[a-z0-9][\w.-]{0,120})|\bpod ((?:[a-z0-9-]{1,62}\/)?[a-z0-9][\w.]{0,60}-[\w.-]{1,80}|[a-z0-9-]{1,62}\/[\w.-]{1,80})/gi;
const WORKLOAD =
  /\b(?:[Dd]eployment|[Ss]tateful[Ss]et|[Dd]aemon[Ss]et|[Cc]ron[Jj]ob|[Jj]ob|[Aa]pplication|[Hh]elm[Rr]elease|[Kk]ustomization|object|[Nn]ode)(?:Name)?(?:=["']?|["']:\s?["']|\/| ")((?:[a-z0-9-]{1,62}\/)?[a-z0-9][a-z0-9.-]{1,62}[a-z0-9])(?=[\s,:;)"']|$)|\b(?:service|[Dd]eployment) (?!name)([a-z0-9]{1,30}-[a-z0-9-]{1,60})(?=[\s,:;]|$)|\bservice "([a-z][a-z0-9.-]{1,62})"/g;
const UNIT = /\b([\w@-]{2,60})\.service\b/gi;
const SYSLOG =
  /^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} {1,2}\d{1,2} [\d:.]{8,15} \S{1,80} )([a-z][\w.-]{1,40})(?:\[\d{1,9}\])?: /g;
/** Words that stand where a name might, in prose. */
const NO_NAME =
  /^(?:write|read|open|mkdir|create|created|error|errors|process|sandbox|init|rpc|context|unable|could|which|that|this|is|was|in|on|to|has|had|the|with|for|and|of|at|not|no|from|failed|fails|exited|finished|killed|restarted|restarting|terminated|because|after|will|can|cannot|started|starting|image|creating|crashed|exit|state|log|logs|stopped|status|runtime|memory|name|names|id|ports?|affinity|anti-affinity|topology|map|cpu|err|yaml|unavailable|events?|kind|key|due|account|accounts|discovery|registry|mesh|unit|workers?|kernel|systemd|network|ready|health|using|per|die|start|sets?)$/i;

const nameBy = (line: string, pattern: RegExp): string | undefined => {
  for (const found of line.matchAll(pattern)) {
    const name = found.slice(1).find((group) => group !== undefined);
    if (name !== undefined && !NO_NAME.test(name) && !/^[\d.:]+$/.test(name)) return name.replace(/[.]{1,40}$/, "");
  }
  return undefined;
};

const componentOf = (line: string): string | undefined => {
  // What the kubelet calls a pod in its events ends in its namespace and id.
  const pod = nameBy(line, POD)?.replace(/_[a-z0-9-]{1,63}$/, "");
  return nameBy(line, CONTAINER) ?? pod ?? nameBy(line, WORKLOAD) ?? nameBy(line, UNIT) ?? nameBy(line, SYSLOG);
};

const oom: Reader = (line) => {
  if (
    /heap|bad_alloc|MemoryError|OutOfMemoryException|OutOfMemoryError|runtime: out of memory/i.test(line) &&
    !/OOMKilled|Out of memory: Kill/.test(line)
  ) {
    const kind = /JavaScript heap/.test(line)
      ? "JavaScript heap"
      : /Java heap|OutOfMemoryError/.test(line)
        ? "Java heap"
        : "memory";
    return `the process ran out of memory (${kind})`;
  }
  const container = nameBy(line, CONTAINER);
  const process = find(line, /Killed process \d+ \(([^)]{1,60})\)/, /\btask=([\w.-]{1,60})/);
  const who =
    container !== undefined
      ? `container ${container}`
      : process !== undefined
        ? `process ${process}`
        : nameBy(line, POD);
  const limit = find(line, /\b(?:memory )?limit(?:s\.memory)?["']?[ =:]{1,3}["']?(\d[\d.]*\s?[KMGT]?i?B?)\b/i);
  const used = find(line, /\banon-rss:(\d+kB)/);
  const detail = limit !== undefined ? `limit ${limit}` : used !== undefined ? `used ${used}` : undefined;
  return withReason(`${who ?? "a container"} was OOM-killed`, detail);
};

const disk: Reader = (line) => {
  const path = find(line, /["' ](\/[\w./-]{2,120})(?=["':\s]|$)/);
  const node = find(line, /\bnode[ =:/"]{1,3}([a-z0-9][\w.-]{1,62})/i);
  if (/no space left|ENOSPC/i.test(line)) return withReason("no space left on device", path ?? node);
  if (/DiskPressure|ephemeral-storage/i.test(line) && node !== undefined && !NO_NAME.test(node))
    return `node ${node} is under disk pressure`;
  return find(
    line,
    /(The node was low on resource: [^⏎]{1,160})/,
    /(flood[- ]stage[^⏎"]{1,140})/,
    /((?:pool|volume|disk|filesystem) \S{1,60} is (?:\d{1,3}% )?full)/,
  );
};

const volume: Reader = (line) => {
  const name = find(
    line,
    /for volume "([^"]{1,100})"/,
    /volumes?=\[([^\]]{1,100})\]/,
    /persistentvolumeclaim "?([\w.-]{1,100})"? not found/i,
  );
  const reason = find(
    line,
    /(Multi-Attach error)/,
    /((?:secret|configmap|persistentvolumeclaim) "?[\w.-]{1,100}"? not found)/i,
    /(mount failed: exit status \d+)/,
    /(timed out waiting for the condition)/,
    /(stale (?:NFS )?file handle|transport endpoint is not connected|read-only file system|input\/output error)/i,
  );
  return name === undefined ? reason : withReason(`cannot mount volume "${name}"`, reason);
};

const image: Reader = (line) => {
  const name = find(
    line,
    /image "([^"\s]{1,200})"/i,
    /image=["\\]{0,2}([^"\s\\]{1,200})/,
    /pull(?:ing)? image[: ]+"?([\w./:@-]{3,200})/i,
    /manifest for (\S{1,200}) not found/,
    /failed to resolve reference "([^"]{1,200})"/,
    /pull access denied for ([\w./-]{1,200})/,
    /couldn't parse image (?:name|reference) "([^"]{1,200})"/,
    /reading manifest \S{1,120} in ([\w./:@-]{3,200}?):? /,
  );
  const reason = find(
    line,
    /(manifest unknown|pull access denied|no basic auth credentials|unauthorized|toomanyrequests|no such host|invalid reference format|not present with pull policy of Never|connection timed out|429 Too Many Requests|connection reset|timed out|context deadline exceeded|x509: [^"\n]{1,60}|i\/o timeout|connection refused|not found|authentication required|403 Forbidden|no match for platform)/i,
  );
  return name === undefined ? undefined : withReason(`cannot pull image ${name}`, reason);
};

const config: Reader = (line) => {
  const missing = /\b(configmap|secret)s? "([^"]{1,120})" not found/i.exec(line);
  if (missing !== null) return `${missing[1]!.toLowerCase()} "${missing[2]}" not found`;
  const key = /couldn't find key (\S{1,80}) in (ConfigMap|Secret) (\S{1,120})/i.exec(line);
  if (key !== null) return `key ${key[1]} is missing in ${key[2]} ${key[3]}`;
  const variable = find(
    line,
    /environment variable[: ]{1,2}["'`]?([A-Za-z]\w{2,60})/i,
    /env(?:ironment)? ?var(?:iable)?s?[: ]{1,2}["'`]?([A-Z][A-Z0-9_]{2,60})/,
    /\b([A-Z][A-Z0-9]*_[A-Z0-9_]{2,60})\b.{0,20}(?:not set|required|missing|undefined|must be set)/,
    /KeyError: '([A-Z][A-Z0-9_]{2,60})'/,
  );
  if (variable !== undefined && !/^(?:is|not|must)$/.test(variable))
    return `environment variable ${variable} is not set`;
  const plainly = find(
    line,
    /(unknown (?:flag|directive|field|option|command):? ?["']?[\w.-]{1,80}["']?[^⏎]{0,80})/i,
    /(unrecogni[sz]ed \w{1,20}:? ?["']?[\w.-]{1,80}["']?)/i,
    /(exec: "[^"]{1,160}": [^⏎"]{1,80})/,
    /(The config property \S{1,80} is required[^⏎]{0,80})/,
    /(The [A-Z][A-Z_]{2,60} setting must not be empty)/,
    /(required key '?[^' ]{1,60}'? not provided)/,
    /(yaml: line \d+: [^⏎"]{1,100})/,
  );
  if (plainly !== undefined) return plainly;
  const placeholder = find(line, /Could not resolve placeholder '([^']{1,80})'/);
  return placeholder === undefined ? undefined : `setting ${placeholder} is not set`;
};

const scheduling: Reader = (line) => {
  const nodes = find(line, /(0\/\d+ nodes are available[^⏎]{0,160})/);
  const pod = nameBy(line, POD);
  return nodes === undefined ? undefined : pod === undefined ? nodes : `pod ${pod} cannot be scheduled: ${nodes}`;
};

const quota: Reader = (line) =>
  find(
    line,
    /(exceeded quota: [^⏎"\\]{1,200})/,
    /(maximum \w+ usage per \w+ is [^⏎]{1,120})/,
    /(failed quota: [^⏎]{1,160})/,
    /((?:Quota|quota) '?\w{1,40}'? exceeded[^⏎"]{0,80})/,
    /(User '[^']{1,60}' has exceeded the '\w{1,40}' resource[^⏎"]{0,40})/,
  );

const etcd: Reader = (line) =>
  find(line, /(etcdserver: [^"⏎]{1,160})/, /(mvcc: database space exceeded)/, /(apply request took too long)/);

const tls: Reader = (line) => {
  const reason = find(
    line,
    /x509: ([^"⏎]{1,160})/,
    /(certificate (?:has expired|is not (?:yet )?valid|verify failed|expired|signed by unknown authority)[^")⏎]{0,80})/i,
    /\b(CERT_HAS_EXPIRED|UNABLE_TO_VERIFY_LEAF_SIGNATURE|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN)\b/,
    /(PKIX path building failed)/,
    /(self[- ]signed certificate)/i,
    /tls: ([^"⏎]{1,100})/,
  );
  if (reason === undefined) return undefined;
  const host = find(
    line,
    /\b(?:Get|Post|Put|Head) \\?"https:\/\/([^/"\\]{1,120})/,
    /dial(?:ing)? (?:tcp )?([\w.-]{1,120}:\d+)/,
    /(?:for|to) ([\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?::\d+)?)/,
  );
  return host === undefined || reason.includes(host) ? `TLS: ${reason}` : `TLS to ${host}: ${reason}`;
};

const auth: Reader = (line) => {
  const password = find(line, /password authentication failed for user \\?["']([^"'\\]{1,80})/);
  if (password !== undefined) return `password authentication failed for user "${password}"`;
  const mysql = find(line, /Access denied for user '([^']{1,80})'/);
  if (mysql !== undefined) return `access denied for database user ${mysql}`;
  const rbac = /(?:User|user) \\?"([^"\\]{1,160})\\?" cannot (\w+) resource \\?"([^"\\]{1,80})/.exec(line);
  if (rbac !== null) return `${rbac[1]} cannot ${rbac[2]} ${rbac[3]}`;
  return find(
    line,
    /(role "[^"]{1,80}" does not exist)/,
    /(no pg_hba\.conf entry for [^⏎]{1,120})/,
    /((?:cannot|can't|could not|failed to|unable to) \w{3,12}(?: \w{1,12}){0,2} ['"]?\/[\w./-]{1,120}['"]?[^⏎]{0,40}permission denied)/i,
  );
};

const dns: Reader = (line) => {
  const host = find(
    line,
    new RegExp(`lookup ${HOST}(?: on|:)`),
    new RegExp(`(?:ENOTFOUND|EAI_AGAIN) ${HOST}`),
    new RegExp(`UnknownHostException: ${HOST}`),
    new RegExp(`(?:resolve|translate|resolving) (?:host ?(?:name)?:? )?["']?(?!address|host)${HOST}`, "i"),
    /host not found in upstream "([^"]{1,120})"/,
    /([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})\.? could not be resolved/i,
    /getaddrinfo (?:for )?([\w.-]{1,120}) failed/,
    /resolve (?:address|host ?name|host) (?:of |for )?["']?([\w-]{1,63}(?:\.[\w-]{1,63}){0,8})/i,
    /(?:SERVFAIL|NXDOMAIN)\W{1,3}([\w-]{1,63}(?:\.[\w-]{1,63}){0,8})\.? (?:A|AAAA|IN|SRV)\b/,
    /"(?:A|AAAA|SRV|CNAME) IN ([\w.-]{1,120}?)\.? /,
    /(?:tcp connect \(|on |host[=:] ?["']?)([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})(?=[:)"' ])/,
    new RegExp(`plugin/errors: 2 ${HOST}\\.? `),
    /host='([^']{1,120})'/,
  );
  if (host === undefined || NO_NAME.test(host)) return undefined;
  const server = find(line, /lookup \S{1,200} on ([\d.]{7,15}:53)/, /->([\d.]{7,15}:53)/);
  const reason = /timeout|EAI_AGAIN|Temporary failure/i.test(line)
    ? "DNS did not answer"
    : /no such host|NXDOMAIN|ENOTFOUND/i.test(line)
      ? "no such host"
      : undefined;
  return withReason(`cannot resolve "${host}"`, [reason, server].filter((part) => part !== undefined).join(", asked "));
};

const database: Reader = (line) =>
  find(
    line,
    /(remaining connection slots are reserved[^"⏎]{0,80})/,
    /((?:sorry, )?too many (?:clients already|connections))/i,
    /(deadlock (?:detected|found)[^"⏎]{0,60})/i,
    /(the database system is [a-z ]{5,60})/,
    /((?:relation|column|table) "?[\w.]{1,80}"? does(?: not|n't) exist)/i,
    /(HikariPool\S{0,20} - Connection is not available[^"⏎]{0,80})/,
    /(Lock wait timeout exceeded)/,
    /(database is locked)/i,
    /(server closed the connection unexpectedly)/,
    /(QueuePool limit of size [^"⏎]{1,80})/,
    /(canceling statement due to [a-z ]{5,60})/,
  );

const refused: Reader = (line) => {
  const target = targetOf(line);
  return target === undefined ? undefined : `connection refused to ${target}`;
};

const timeout: Reader = (line) => {
  const target = targetOf(line);
  if (/no route to host|EHOSTUNREACH/i.test(line))
    return target === undefined ? "no route to host" : `no route to ${target}`;
  return target === undefined ? undefined : `${target} did not answer in time`;
};

const limited: Reader = (line) => {
  const host = find(line, URL, /(?:from|by|to) ([a-z][\w-]{1,63}(?:\.[\w-]{1,63}){1,6})/i);
  return host === undefined ? undefined : `requests to ${host} are rate limited`;
};

const dependency: Reader = (line) => {
  const webhook = find(line, /failed calling webhook "([^"]{1,120})"/);
  if (webhook !== undefined) return `webhook "${webhook}" cannot be called`;
  const service = find(line, /no endpoints available for service "([^"]{1,120})"/);
  if (service !== undefined) return `service "${service}" has no endpoints`;
  const breaker = find(line, /circuit ?breaker '?"?([\w.-]{1,60})'?"? is (?:OPEN|open)/i);
  if (breaker !== undefined) return `circuit breaker ${breaker} is open`;
  return answerOf(line);
};

/** What a line of an access log tells of a failed request. */
const answerOf = (line: string): string | undefined => {
  const access = /"([A-Z]{3,7}) (\S{1,100})(?: HTTP\/[\d.]+)?" (50\d)/.exec(line);
  return access === null ? undefined : `${access[1]} ${access[2]} answered ${access[3]}`;
};

const leak: Reader = (line) => {
  const path = find(line, /(?:open|accept|dial \w+) ([^\s:]{2,120}): too many open files/i);
  if (/too many open files|EMFILE/i.test(line)) return withReason("too many open files", path);
  return find(
    line,
    /(table full, dropping packet)/,
    /(unable to create (?:new )?native thread)/,
    /(dial \w+ \S{1,120}: connect: cannot assign requested address)/,
    /(Connection leak detection triggered for \S{1,80})/,
    /(LEAK: [^⏎]{1,120})/,
  );
};

const exception: Reader = (line) => {
  const go = find(line, /(panic: [^⏎"]{1,160})/, /(thread '[^']{1,60}' panicked at [^⏎]{1,140})/);
  if (go !== undefined) return go;
  // The last exception of a chain is the first cause.
  const causes = [...line.matchAll(/(?:Caused by: |---> )([\w$.]{3,120}(?:: [^⏎]{1,140})?)/g)];
  const cause = causes.at(-1)?.[1];
  const thrown = find(
    line,
    /⏎ ((?:[\w$]{1,60}\.){0,10}[A-Z][\w$]{1,60}(?:Error|Exception|Exit|Interrupt)(?:: [^⏎]{1,160})?)(?: ⏎ \S.{0,400})?$/,
    /\b((?:[a-z][\w$]{0,60}\.){1,10}[A-Z][\w$]{1,60}(?:Error|Exception)(?:: [^⏎"]{1,160})?)/,
    /(?<![\w.])([A-Z]\w{1,60}(?:Error|Exception): [^⏎"]{1,160})/,
    /\b([A-Z]\w{1,60}(?:Error|Exception))\b/,
    /(segfault at [^⏎]{1,120}|SIGSEGV[^⏎]{0,100})/,
  );
  return cause?.trim() ?? thrown?.trim() ?? answerOf(line);
};

const deprecated: Reader = (line) => {
  const kind = /no matches for kind "([^"]{1,80})" in version "([^"]{1,80})"/.exec(line.replaceAll('\\"', '"'));
  return kind === null ? undefined : `${kind[1]} of ${kind[2]} is not served by this cluster`;
};

const probe: Reader = (line) => {
  const kind = find(line, /\b(liveness|readiness|startup)\b/i)?.toLowerCase();
  if (kind === undefined) return undefined;
  const who = nameBy(line, CONTAINER) ?? nameBy(line, POD);
  const reason = find(
    line,
    /probe (?:failed|errored)[^:]{0,10}: ([^⏎]{3,140})/i,
    /(HTTP probe failed with statuscode: \d+)/,
    /output="\\?"?([^"\\]{3,120})/,
  );
  return withReason(`${kind} probe${who === undefined ? "" : ` of ${who}`} failed`, reason);
};

const crash: Reader = (line) => {
  const who = nameBy(line, /failed container[ =:"\\]{1,4}([a-z0-9][\w.-]{0,62})/gi) ?? nameBy(line, CONTAINER);
  if (who !== undefined) return `container ${who} keeps crashing and is restarted with back-off`;
  const pod = nameBy(line, POD) ?? find(line, /^pod\/(\S{1,120})/);
  return pod === undefined ? undefined : `pod ${pod} keeps crashing and is restarted with back-off`;
};

const READERS: Readonly<Record<Exclude<ErrorClass, "benign">, Reader>> = {
  oom_killed: oom,
  disk_pressure: disk,
  volume_mount: volume,
  image_pull: image,
  config_error: config,
  scheduling,
  quota_limit: quota,
  etcd,
  tls_certificate: tls,
  auth_forbidden: auth,
  dns_failure: dns,
  database,
  connection_refused: refused,
  network_timeout: timeout,
  rate_limited: limited,
  dependency_unavailable: dependency,
  resource_leak: leak,
  application_exception: exception,
  upgrade_deprecated: deprecated,
  probe_failure: probe,
  crash_loop: crash,
};
