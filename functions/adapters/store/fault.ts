/** Why a store did not do as asked, and what the operator can do. Nothing that a server sent is in a text. */
const FAULTS = {
  unreachable:
    "It cannot be reached, or hung up. See whether it runs, whether STORE_URL names it, and with rediss:// whether its certificate is trusted.",
  timeout:
    "It did not answer in time. See whether it is overloaded, whether something between drops the packets, and whether it is redis:// or rediss:// there.",
  not_a_store: "What answered is not Valkey or Redis. Correct STORE_URL.",
  unauthorized:
    "It refused user, password or command. Correct STORE_URL, and allow GET, SET, DEL and EVAL on kprompt:*.",
  loading: "It is loading its data or busy. It will be asked again.",
  cluster: "It is one node of a cluster, which is not supported. Give a single server, or a proxy before the cluster.",
  read_only: "It is a replica. Give the address of the primary.",
  full: "It takes no more data. Give it more memory, or a maxmemory-policy that evicts; see also whether its disk is full.",
  rejected: "It answered with an error. See its version and the number of the database in STORE_URL.",
  value_invalid: "A value under kprompt: is not one of ours, or too large. Leave these keys to kprompt.",
} as const;
export type StoreFaultReason = keyof typeof FAULTS;

export class StoreFault extends Error {
  override readonly name = "StoreFault";
  readonly reason: StoreFaultReason;

  constructor(reason: StoreFaultReason) {
    super(FAULTS[reason]);
    this.reason = reason;
  }
}

/** @param text Of an error reply: a code in capitals, and words. */
export const toStoreFault = (text: string): StoreFault => {
  const code = /^[A-Z]+/.exec(text)?.[0] ?? "";
  return new StoreFault(CODES[code] ?? "rejected");
};

const CODES: Readonly<Record<string, StoreFaultReason>> = {
  NOAUTH: "unauthorized",
  WRONGPASS: "unauthorized",
  NOPERM: "unauthorized",
  LOADING: "loading",
  BUSY: "loading",
  MASTERDOWN: "loading",
  CLUSTERDOWN: "loading",
  TRYAGAIN: "loading",
  MOVED: "cluster",
  ASK: "cluster",
  READONLY: "read_only",
  OOM: "full",
  MISCONF: "full",
  WRONGTYPE: "value_invalid",
};
