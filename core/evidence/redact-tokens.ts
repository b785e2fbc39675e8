import type { Mark } from "./redact.ts";

/**
 * Secrets that show what they are by their form. A prefix, then at least so many characters: a miss is noticed after
 * a bounded number of characters and a hit consumes what it read, so each pattern is linear.
 */
const FORMS: readonly (readonly [kind: string, hint: string, pattern: RegExp])[] = [
  ["aws_key", "A", /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g],
  ["github_token", "gh", /(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{20,}/g],
  ["github_token", "github_pat_", /(?<![A-Za-z0-9])github_pat_\w{20,}/g],
  [
    "gitlab_token",
    "gl",
    /(?<![A-Za-z0-9])gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat|ffct)-[\w-]{16,}(?:\.[\w-]{1,64}){0,3}/g,
  ],
  ["slack_token", "xox", /(?<![A-Za-z0-9])xox[a-z](?:\.xox[a-z])?-[\w-]{10,}/g],
  ["slack_token", "xapp-", /(?<![A-Za-z0-9])xapp-\d-[\w-]{10,}/g],
  ["google_key", "AIza", /(?<![A-Za-z0-9])AIza[\w-]{30,}/g],
  ["google_token", "ya29.", /(?<![A-Za-z0-9])ya29\.[\w-]{20,}/g],
  ["google_token", "GOCSPX-", /(?<![A-Za-z0-9])GOCSPX-[\w-]{20,}/g],
  ["stripe_key", "k_", /(?<![A-Za-z0-9])[srp]k_(?:live|test)_[A-Za-z0-9]{10,}/g],
  ["webhook_secret", "whsec_", /(?<![A-Za-z0-9])whsec_[A-Za-z0-9+/=]{16,}/g],
  ["npm_token", "npm_", /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{30,}/g],
  ["pypi_token", "pypi-", /(?<![A-Za-z0-9])pypi-AgE[\w-]{16,}/g],
  ["huggingface_token", "hf_", /(?<![A-Za-z0-9])hf_[A-Za-z0-9]{20,}/g],
  ["model_key", "sk-", /(?<![A-Za-z0-9-])sk-(?=[\w-]{0,80}\d)(?:proj-|svcacct-|admin-|ant-|or-v1-)?[\w-]{24,}/g],
  ["model_key", "gsk_", /(?<![A-Za-z0-9])gsk_[A-Za-z0-9]{30,}/g],
  ["sendgrid_key", "SG.", /(?<![A-Za-z0-9])SG\.[\w-]{16,64}\.[\w-]{16,}/g],
  ["twilio_key", "SK", /(?<![A-Za-z0-9])SK[0-9a-f]{32}(?![A-Za-z0-9])/g],
  ["mailgun_key", "key-", /(?<![A-Za-z0-9])key-[0-9a-f]{32}(?![A-Za-z0-9])/g],
  ["digitalocean_token", "_v1_", /(?<![A-Za-z0-9])do[opr]_v1_[a-f0-9]{32,}/g],
  ["vault_token", "hv", /(?<![A-Za-z0-9])hv[sbr]\.[\w-]{20,}/g],
  ["databricks_token", "dapi", /(?<![A-Za-z0-9])dapi[0-9a-f]{32}(?![A-Za-z0-9])/g],
  ["grafana_token", "gl", /(?<![A-Za-z0-9])gl(?:sa|c)_[\w+/=]{20,}/g],
  ["tailscale_key", "tskey-", /(?<![A-Za-z0-9])tskey-[\w-]{16,}/g],
  ["shopify_token", "shp", /(?<![A-Za-z0-9])shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32,}/g],
  ["age_key", "AGE-SECRET-KEY-", /AGE-SECRET-KEY-1[A-Z0-9]{40,}/g],
  ["docker_token", "dckr_", /(?<![A-Za-z0-9])dckr_[a-z]{3,4}_[\w-]{20,}/g],
  ["newrelic_key", "NRAK-", /(?<![A-Za-z0-9])NRAK-[A-Z0-9]{20,}/g],
  ["atlassian_token", "ATATT3", /(?<![A-Za-z0-9])ATATT3[\w=-]{20,}/g],
  ["linear_key", "lin_api_", /(?<![A-Za-z0-9])lin_api_[A-Za-z0-9]{20,}/g],
  ["k3s_token", "K10", /(?<![A-Za-z0-9])K10[0-9a-f]{64}::[\w:.-]{8,}/g],
  ["vault_token", "s.", /(?<![\w.-])s\.(?=[A-Za-z]{0,23}\d)[A-Za-z0-9]{24}(?![\w.-])/g],
  ["azure_secret", "Q~", /(?<![\w.~-])[\w.~-]{3}\dQ~[\w.~-]{31,34}(?![\w~-])/g],
  ["password_hash", "$", /\$(?:2[abxy]|5|6|y|7|apr1|argon2(?:id|i|d))\$[\w./$,=+-]{20,}/g],
  // Base64 of `-----BEGIN`, but for certificates and public keys.
  ["private_key", "LS0tLS1CRUdJTi", /LS0tLS1CRUdJTi(?!BDRVJU|BQVUJ|BYNTA5)[A-Za-z0-9+/]{20,}={0,2}/g],
  // Base64 of `{"auths":`.
  ["docker_config", "eyJhdXRocyI6", /eyJhdXRocyI6[A-Za-z0-9+/]{8,}={0,2}/g],
  ["telegram_token", ":AA", /(?<![A-Za-z0-9])\d{8,10}:AA[\w-]{32,}/g],
];

/** Vendor tokens, JSON web tokens, and `Bearer`, `Basic` and the like with what follows them. */
export const redactTokens = (text: string, mark: Mark): string => {
  let safe = text;
  if (safe.includes("eyJ")) safe = safe.replace(/[\w.-]{20,}/g, (run) => redactJwt(run, mark));
  for (const [kind, hint, pattern] of FORMS) {
    if (safe.includes(hint)) safe = safe.replace(pattern, () => mark(kind));
  }
  return safe.replace(SCHEME, (all, scheme: string, space: string, value: string) =>
    isCredential(scheme, value) ? scheme + space + mark(scheme.toLowerCase()) : all,
  );
};

/** `header.payload.signature`, or five parts where it is encrypted; a cut one still counts from two parts. */
const redactJwt = (run: string, mark: Mark): string => {
  if (!run.includes("eyJ")) return run;
  const parts = run.split(".");
  const out: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    const start = part.indexOf("eyJ");
    const next = parts[i + 1];
    if (start < 0 || part.length - start < 10 || next === undefined || next.length < 8) {
      out.push(part);
      continue;
    }
    out.push(part.slice(0, start) + mark("jwt"));
    i += Math.min(next.startsWith("eyJ") ? 2 : 4, parts.length - 1 - i);
  }
  return out.join(".");
};

const SCHEME = /(?<![A-Za-z0-9])(bearer|basic)([ \t]+|%20|\+)([A-Za-z0-9._~+/-]{6,}={0,2})/gi;

/** Not `Basic authentication`, `Bearer realm="…"` or `basic input/output`: those have words. */
const isCredential = (scheme: string, value: string): boolean => {
  const mixed = /\d/.test(value) || /[a-z][A-Z]/.test(value);
  return scheme.toLowerCase() === "basic" ? mixed && /^[A-Za-z0-9+/]+={0,2}$/.test(value) : mixed || value.length >= 24;
};
