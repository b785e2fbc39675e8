import type { Mark } from "./redact-mark.ts";

const ADDRESS =
  /(?<![\w.+%-])[\w.+%-]{1,64}@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,24})(?![\w-])/g;
/** `getty@tty1.service` is a systemd unit, `client-go@v0.33.0-rc.beta` a version. */
const NO_DOMAIN =
  /^v?\d{1,9}\.|\.(?:service|socket|timer|target|mount|slice|scope|device|path|swap|go|js|ts|mjs|cjs|so|jar|py|rs|rb|json|yaml|yml|conf|log|md)$/i;

/** E-mail addresses. */
export const redactAddresses = (text: string, mark: Mark): string =>
  text.includes("@")
    ? text.replace(ADDRESS, (address: string, domain: string, at: number) =>
        NO_DOMAIN.test(domain) || address.startsWith("git@") || text.startsWith("://", at - 3)
          ? address
          : mark("email"),
      )
    : text;
