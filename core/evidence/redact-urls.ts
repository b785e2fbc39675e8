import { isMarked, type Mark } from "./redact-mark.ts";

/** Passwords in `scheme://user:password@host`, Go's MySQL form without a scheme, and webhook addresses that are keys. */
export const redactUrls = (text: string, mark: Mark): string => {
  let safe = text;
  if (safe.includes("//") || safe.includes("%")) {
    // One run of characters is looked at once, however many addresses it holds.
    safe = safe.replace(RUN, (run) => {
      const parts = run.split(SIGN);
      return parts.map((part, i) => (i % 2 === 1 || i === 0 ? part : redactPart(part, parts[i - 1]!, mark))).join("");
    });
  }
  if (/%3a%2f%2f/i.test(safe)) {
    safe = safe.replace(ENCODED, (all, before: string, password: string) =>
      isMarked(password) ? all : before + mark("password"),
    );
  }
  if (safe.includes("@")) {
    safe = safe.replace(HOST_AND_PORT, (all, before: string, password: string) =>
      isMarked(password) || /^\d{1,5}$/.test(password) ? all : before + mark("password"),
    );
    safe = safe.replace(MYSQL, (all, user: string, password: string, net: string) =>
      isMarked(password) ? all : `${user}:${mark("password")}@${net}`,
    );
  }
  return safe;
};

/** `://`, of which some may be percent-encoded. */
const RUN = /(?::|%3a)(?:\/|%2f){2}[^\s"'`<>]+/gi;
const SIGN = /((?::|%3a)(?:\/|%2f){2})/i;

/** Behind an encoded sign the path begins with one, too. */
const redactPart = (part: string, sign: string, mark: Mark): string => {
  const end = /%2f$/i.test(sign) ? part.search(/[/?#&]|%(?:2f|3f|23|26)/i) : -1;
  return end < 0
    ? redactWebhook(redactUserInfo(part, mark), mark)
    : redactUserInfo(part.slice(0, end), mark) + part.slice(end);
};

/** The same, percent-encoded as a whole. */
const ENCODED = /(%3a%2f%2f[\w.~-]{0,64}%3a)((?:(?!%40)[^\s"'&]){1,128})(?=%40)/gi;
const MYSQL = /(?<![\w.-])([\w.-]{1,64}):([^\s@"']{1,128})@((?:tcp|unix)\()/g;
/** `user:password@host:5432` without a scheme; not an image with its tag and digest. */
const HOST_AND_PORT =
  /(?<![\w./:-])([\w.-]{1,64}:)([^\s@"'/:[\]]{1,128})(?=@(?!sha\d)[A-Za-z0-9.-]{1,253}:\d{2,5}(?!\w))/g;

/** `part` is what follows `://`. */
const redactUserInfo = (part: string, mark: Mark): string => {
  if (!part.includes("@")) return part;
  const end = part.search(/[/?#]/);
  const authority = end < 0 ? part : part.slice(0, end);
  // A marked user holds a colon, too.
  if (/^\[redacted:[a-z_]+\]@/.test(part)) return part;
  const colon = authority.indexOf(":");
  let at = authority.lastIndexOf("@");
  if (at < 0) {
    // A password may hold an unescaped `/`, `?` or `#`; a port may not.
    if (colon < 0 || /^\d{1,5}$/.test(authority.slice(colon + 1)) || authority.includes("[")) return part;
    at = part.indexOf("@", authority.length);
  }
  const rest = part.slice(at);
  if (colon >= 0 && colon < at) {
    const password = part.slice(colon + 1, at);
    return password === "" || isMarked(password) ? part : part.slice(0, colon + 1) + mark("password") + rest;
  }
  // A key in the user's place, as in `https://<key>@sentry.example.com/1`.
  const user = part.slice(0, at);
  return /^[\w-]{20,}$/.test(user) && /\d/.test(user) ? mark("token") + rest : part;
};

const WEBHOOK =
  /^(hooks\.slack\.com\/(?:services|workflows)\/|(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/|\w[\w.-]*\.webhook\.office\.com\/webhookb2\/|hooks\.zapier\.com\/hooks\/catch\/|maker\.ifttt\.com\/trigger\/\w{1,64}\/(?:json\/)?with\/key\/|[\w.-]{1,100}(?::\d{2,5})?\/hooks\/(?=[a-z0-9]{26}(?!\w)))([^?#\s]+)/;

const redactWebhook = (part: string, mark: Mark): string =>
  part.replace(WEBHOOK, (all, host: string, path: string) => (isMarked(path) ? all : host + mark("webhook")));
