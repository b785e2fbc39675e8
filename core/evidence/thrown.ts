import type { Trouble } from "./signs.ts";

/** What the names of thrown things say by their parts. */
const THROWN: readonly (readonly [field: Trouble, part: RegExp])[] = [
  ["oom_killed", /OutOfMemory|NoMemory|MemoryError|HeapSpace|BadAlloc/],
  ["disk_pressure", /NoSpace|DiskFull|StorageFull|DiskQuota/],
  [
    "upgrade_deprecated",
    /NoSuchMethod|NoSuchField|NoClassDef|ClassNotFound|AbstractMethod|Migration|Incompatible|VersionMismatch|UnsupportedVersion|Deprecat|Flyway|Liquibase/,
  ],
  ["tls_certificate", /Certificate|Handshake|SSL|Ssl|TLS|Tls|CertPath|CryptoException/],
  ["dns_failure", /UnknownHost|NameResolution|Dns[A-Z]|DNS|Gaierror/],
  ["rate_limited", /RateLimit|TooManyRequests|Throttl|RequestLimit|SlowDown/],
  ["quota_limit", /Quota|LimitExceeded/],
  [
    "auth_forbidden",
    /Auth|AccessDenied|Forbidden|Unauthori[sz]ed|Permission|Credential|Login|InvalidToken|TokenExpired|Jwt|JWT|Ldap|LDAP|AccessControl|SecurityException/,
  ],
  ["network_timeout", /Time-?d?[oO]ut|DeadlineExceeded|NoRouteToHost/],
  ["connection_refused", /ConnectionRefused|ConnectRefused/],
  [
    "config_error",
    /Config|Propert(?:y|ies)|Setting|MissingArgument|Environment|Yaml|Toml|BindException|BeanDefinition|UnsatisfiedDependency|ClientOptions/,
  ],
  [
    "database",
    /S(?:QL|ql)|Database|Db[A-Z]|Mongo|Redis|Cassandra|Hibernate|Jdbc|JDBC|Npgsql|Postgres|Doctrine|PDO|OperationalError|IntegrityError|ProgrammingError|DataAccess|Deadlock|LockAcquisition|Pool|Prisma|Sequelize|QueryFailed|Entity|Transaction|Kafka|Amqp|AMQP|ReplicaSet|Shard|Index(?!Out|Error)/,
  ],
  [
    "dependency_unavailable",
    /Connect|Http|HTTP|Socket|Network|Service|Remote|Broker|ServerError|Unavailable|BadGateway|Api[A-Z]|Upstream|Feign|RestClient|WebClient|Rpc|RPC|Disconnect|EOF|Eof|Protocol(?!\.)/,
  ],
];
const NAME = /\b[A-Z]\w{2,80}(?:Exception|Error|Failure)\b/g;

/** The field of the last thing that a text says was thrown: what stands behind it is its cause. */
export const thrownIn = (text: string): { field: Trouble; word: string } | undefined => {
  for (const word of (text.match(NAME) ?? []).reverse()) {
    const found = THROWN.find(([, part]) => part.test(word));
    if (found !== undefined) return { field: found[0], word };
  }
  return undefined;
};
