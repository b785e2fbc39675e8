import type { Features } from "../evidence/evidence.ts";

/** What a card's placeholders stand for. */
export type Places = Readonly<Partial<Record<Placeholder, string>>>;
type Placeholder = "NAMESPACE" | "POD" | "CONTAINER" | "NODE" | "HOST" | "PORT";

/** Names as the caller gave them; else as the line that shows the cause names them. */
export const placesOf = (features: Features, line: string, cause: string): Places => {
  const plain = line.replaceAll('\\"', '"');
  const [, owner, named] = POD.exec(plain) ?? [];
  const [, host, port] = ADDRESS.exec(cause.replaceAll(SOURCE, "")) ?? [];
  const found: Record<Placeholder, string | undefined> = {
    // A pod and its namespace belong together: those of the line do, where the caller names neither.
    NAMESPACE: features.namespace ?? (features.pod === undefined ? owner : undefined) ?? NAMESPACE.exec(plain)?.[1],
    POD: features.pod ?? (features.namespace === undefined || features.namespace === owner ? named : undefined),
    CONTAINER: features.container ?? CONTAINER.exec(plain)?.[1],
    NODE: features.node ?? NODE.exec(plain)?.[1],
    HOST: host,
    PORT: port,
  };
  return Object.fromEntries(
    Object.entries(found).filter(([, name]) => name !== undefined && NAME.test(name)),
  ) as Places;
};

/** Puts what is known in the place of `NAMESPACE` and the like, if it is a name: steps are made to be copied. */
export const fillIn = (step: string, places: Places): string =>
  step.replace(
    /\b(?:NAMESPACE|POD|CONTAINER|NODE|HOST|PORT)\b/g,
    (placeholder) => places[placeholder as Placeholder] ?? placeholder,
  );

const NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;
const POD = /\bpod["']?[=: ]{1,2}["']?([a-z0-9][a-z0-9-]{0,62})\/([a-z0-9][a-z0-9.-]{0,200})/;
const NAMESPACE = /\bnamespace["']?[=:] ?["']?([a-z0-9][a-z0-9-]{0,62})/;
const CONTAINER = /\bcontainer(?:Name|_name)?["']?[=:] ?["']?([a-z0-9][a-z0-9-]{0,62})/;
const NODE = /\bnode(?:Name|_name)?["']?[=:] ?["']?([a-z0-9][a-z0-9.-]{0,200})/;
const ADDRESS = /(?<![\w.-])([a-z0-9][a-z0-9.-]{0,250}):(\d{2,5})(?![\w.:])/;
/** `main.go:812` is no address. */
const SOURCE = /\b[\w/.-]{1,80}\.(?:go|js|mjs|ts|py|java|kt|rs|rb|php|cs|cc|cpp|c|s|ya?ml):\d+/g;
