/** Where Valkey is and who asks. */
export interface StoreAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** Without one, the user `default` is meant. */
  readonly user?: string;
  readonly password?: string;
  /** Number of the database. */
  readonly database: number;
}

/**
 * Reads `redis://user:password@host:port/database`, or `rediss://` for TLS. Valkey's own names of the schemes mean the same.
 *
 * @returns The address, or what is wrong with the text, without any of it: a password may be anywhere in it.
 */
export const parseStoreUrl = (
  text: string,
):
  | { readonly address: StoreAddress; readonly problem?: never }
  | { readonly address?: never; readonly problem: string } => {
  const url = URL.parse(text);
  const tls = url && SCHEMES[url.protocol];
  if (!url || tls === undefined || tls === null || url.hostname === "") {
    return {
      problem: `is not a redis:// or rediss:// URL. ${EXAMPLE} What is no letter or digit in a password is written as %XX.`,
    };
  }
  if (url.search !== "" || url.hash !== "") {
    return {
      problem: `has a query or a fragment, which mean nothing here. ${EXAMPLE} A ? or # in a password is %3F or %23.`,
    };
  }
  const database = /^\/?(\d{0,5})$/.exec(url.pathname)?.[1];
  if (database === undefined) return { problem: `has a path that is not the number of a database. ${EXAMPLE}` };
  if (url.username !== "" && url.password === "") {
    return { problem: "has a user without a password. Write redis://:password@host for the default user's password." };
  }
  const user = decode(url.username);
  const password = decode(url.password);
  if (user === undefined || password === undefined) {
    return { problem: "has a % in user or password that begins no UTF-8 character. Write it as %25." };
  }
  return {
    address: {
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port: url.port === "" ? DEFAULT_PORT : Number(url.port),
      tls,
      ...(user !== "" && { user }),
      ...(password !== "" && { password }),
      database: Number(database),
    },
  };
};

/** Whether it is TLS, by scheme. */
const SCHEMES: Readonly<Record<string, boolean>> = {
  "redis:": false,
  "valkey:": false,
  "rediss:": true,
  "valkeys:": true,
};

const DEFAULT_PORT = 6379;

const EXAMPLE = "Give one like redis://valkey:6379/0.";

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};
