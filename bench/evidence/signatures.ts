/** A kind of error, known by construction: `marker` stands in every line of it and in no line of another. */
export interface Signature {
  readonly marker: string;
  /** With `{kind}` where a value varies. */
  readonly template: string;
}

/** Faults as programs word them; the values in them differ from line to line. */
const WORDED: readonly string[] = [
  "dial tcp {addr}: connect: connection refused",
  "read tcp {addr}->{addr}: i/o timeout",
  "lookup {host} on 10.96.0.10:53: no such host",
  "x509: certificate has expired or is not yet valid: serial {hex}",
  "password authentication failed for user {user} from {ip}",
  "remaining connection slots are reserved for roles with the SUPERUSER attribute (pid {n})",
  "deadlock detected while process {n} waits for ShareLock on transaction {n}",
  "write {path}: no space left on device",
  "rename {path} {path}: read-only file system",
  "open {path}: too many open files",
  "upstream {addr} returned 502 after {ms}",
  "upstream {addr} returned 503 after {ms}",
  "worker {small} exited with code 137",
  "worker {small} exited with code 2",
  "rpc error: code = Unavailable desc = transport is closing, request {uuid}",
  "rpc error: code = DeadlineExceeded desc = context deadline exceeded, request {uuid}",
  "rate limit of tenant {hex} reached: 429 Too Many Requests, retry in {s}",
  "payment {order} was declined by the acquirer",
  "signature of webhook {uuid} does not match",
  "migration {n} is dirty, refusing to start",
  "leader election lost by {pod}",
  "heap of {bytes} is used up, aborting request {uuid}",
  "message {uuid} exceeded its delivery attempts and went to the dead letters",
  "checksum of chunk {sha} differs from its manifest",
  "mount of volume {uuid} timed out after {s}",
  "image {digest} cannot be pulled: manifest unknown",
  "quota of namespace exceeded: requests.memory, used {bytes}, limited",
  "session of user {user} was revoked while in use",
  "replica {host} is behind by {bytes} of log",
  "cursor {n} was killed by the server",
  "schema registry answered with an unknown id {n}",
  "token of {user} ran out {s} ago",
  "lease {hex} cannot be renewed: not found",
  "partition {small} has no leader, {n} records held back",
  "template for {user} could not be rendered: missing value for greeting",
  "thumbnail of {path} failed: unsupported colour profile",
  "index out of range: {small} of 3 in order {order}",
  "unexpected end of JSON input at offset {n}",
  "clock skew of {s} against {host} is too large",
  "backup to bucket was interrupted after {bytes}",
];

const SUBJECTS =
  "inventory reservation,invoice rendering,loyalty points,fraud scoring,address lookup,shipment label,tax table,price feed,search index,session store,image resize,audit trail,feature switch,coupon book,refund ledger,push gateway,mail relay,report export,catalogue import,stock alert".split(
    ",",
  );
const FAULTS =
  "optimistic lock lost,schema mismatch,stale snapshot,worker starved,channel closed,duplicate key,unknown currency,malformed header,handler panicked,cache poisoned,peer went away,journal torn,budget spent,cycle found,parser gave up,lease stolen,queue overflow,missing parent,illegal transition,endless redirect".split(
    ",",
  );

const constantPart = (template: string): string =>
  template
    .split(/\{\w+\}/)
    .map((part) => part.trim())
    .sort((a, b) => b.length - a.length)[0]!;

/** The first `count` of 440 kinds; the order is fixed. */
export const signatures = (count: number): readonly Signature[] => {
  const worded = WORDED.map((template) => ({ template, marker: markerOf(template) }));
  const combined = FAULTS.flatMap((fault, f) =>
    SUBJECTS.map((_, s) => {
      const subject = SUBJECTS[(s + f) % SUBJECTS.length]!;
      const marker = `${subject} failed: ${fault}`;
      return { template: `${marker} (request {uuid}, took {ms})`, marker };
    }),
  );
  return [...worded, ...combined].slice(0, count);
};

/** `502` and `503`, `137` and `1` are in the longest constant part only together with what stands around them. */
const markerOf = (template: string): string => {
  const code = /returned \d{3} after|exited with code \d+$|code = \w+ desc/.exec(template);
  return code?.[0] ?? constantPart(template);
};
