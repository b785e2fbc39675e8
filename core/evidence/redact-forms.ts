import type { Mark } from "./redact-mark.ts";
import { symbolOf, type Trigger } from "./redact-triggers.ts";

/**
 * Secrets that show what they are by their form: what the text must hold, with the rarest three characters of it (without
 * regard to case, digits alike) before a bar where they are not its first, and the pattern. A prefix, then at least so many characters: a miss is noticed after a bounded number of characters and a hit
 * consumes what it read, so each pattern is linear.
 */
const FORMS: readonly (readonly [kind: string, hints: readonly string[], pattern: RegExp])[] = [
  ["aws_key", ["AKIA", "ASIA", "ABIA", "ACCA"], /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g],
  ["github_token", ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], /(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{20,}/g],
  ["github_token", ["b_p|github_pat_"], /(?<![A-Za-z0-9])github_pat_\w{20,}/g],
  [
    "gitlab_token",
    ["glp", "gld", "glr", "glc", "glf", "gli", "gla", "glo", "gls"],
    /(?<![A-Za-z0-9])gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat|ffct)-[\w-]{16,}(?:\.[\w-]{1,64}){0,3}/g,
  ],
  ["slack_token", ["xox"], /(?<![A-Za-z0-9])xox[a-z](?:\.xox[a-z])?-[\w-]{10,}/g],
  ["slack_token", ["xapp-"], /(?<![A-Za-z0-9])xapp-\d-[\w-]{10,}/g],
  ["google_key", ["AIza"], /(?<![A-Za-z0-9])AIza[\w-]{30,}/g],
  ["google_token", ["ya2|ya29."], /(?<![A-Za-z0-9])ya29\.[\w-]{20,}/g],
  ["google_token", ["1//"], /(?<![A-Za-z0-9])1\/\/0[\w-]{30,}/g],
  ["google_token", ["csp|GOCSPX-"], /(?<![A-Za-z0-9])GOCSPX-[\w-]{20,}/g],
  ["stripe_key", ["k_l|k_live_", "k_t|k_test_"], /(?<![A-Za-z0-9])[srp]k_(?:live|test)_[A-Za-z0-9]{10,}/g],
  ["razorpay_key", ["rzp_"], /(?<![A-Za-z0-9])rzp_(?:live|test)_[A-Za-z0-9]{10,}/g],
  ["webhook_secret", ["hse|whsec_"], /(?<![A-Za-z0-9])whsec_[A-Za-z0-9+/=]{16,}/g],
  ["npm_token", ["npm_"], /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{30,}/g],
  ["pypi_token", ["pypi-AgE"], /(?<![A-Za-z0-9])pypi-AgE[\w-]{16,}/g],
  ["rubygems_token", ["ms_|rubygems_"], /(?<![A-Za-z0-9])rubygems_[a-f0-9]{32,}/g],
  ["nuget_key", ["oy2"], /(?<![A-Za-z0-9])oy2[a-z0-9]{43}(?![A-Za-z0-9])/g],
  ["huggingface_token", ["hf_"], /(?<![A-Za-z0-9])hf_[A-Za-z0-9]{20,}/g],
  [
    "model_key",
    ["sk-"],
    /(?<![A-Za-z0-9-])sk-(?:(?:proj|svcacct|admin|ant|or-v1|lf)-[\w-]{20,}|(?=[\w-]{0,80}\d)(?=[\w-]{0,80}[A-Z])[\w-]{24,})/g,
  ],
  ["model_key", ["gsk_"], /(?<![A-Za-z0-9])gsk_[A-Za-z0-9]{30,}/g],
  [
    "model_key",
    ["plx-", "xai-", "tvly-", "sk_", "r8_"],
    /(?<![A-Za-z0-9-])(?:pplx-|xai-|tvly-(?:dev-|prod-)?|pcsk_|r8_)(?=[A-Za-z_]{0,80}\d)[A-Za-z0-9_]{24,}/g,
  ],
  ["sendgrid_key", [" SG|SG.", "=SG|SG."], /(?<![A-Za-z0-9])SG\.[\w-]{16,64}\.[\w-]{16,}/g],
  [
    "twilio_key",
    ["sk0|SK", "ska|SK", "skb|SK", "skc|SK", "skd|SK", "ske|SK", "skf|SK"],
    /(?<![A-Za-z0-9])SK[0-9a-f]{32}(?![A-Za-z0-9])/g,
  ],
  ["mailgun_key", ["key-"], /(?<![A-Za-z0-9])key-[0-9a-f]{32}(?![A-Za-z0-9])/g],
  ["mailchimp_key", ["-us"], /(?<![A-Za-z0-9])[0-9a-f]{32}-us\d{1,2}(?![A-Za-z0-9])/g],
  ["digitalocean_token", ["_v1_"], /(?<![A-Za-z0-9])do[opr]_v1_[a-f0-9]{32,}/g],
  ["vault_token", ["hvs.", "hvb.", "hvr."], /(?<![A-Za-z0-9])hv[sbr]\.[\w-]{20,}/g],
  ["databricks_token", ["dapi"], /(?<![A-Za-z0-9])dapi[0-9a-f]{32}(?![A-Za-z0-9])/g],
  ["grafana_token", ["glsa_", "glc_"], /(?<![A-Za-z0-9])gl(?:sa|c)_[\w+/=]{20,}/g],
  ["tailscale_key", ["tskey-"], /(?<![A-Za-z0-9])tskey-[\w-]{16,}/g],
  ["shopify_token", ["shpat_", "shpca_", "shppa_", "shpss_"], /(?<![A-Za-z0-9])shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32,}/g],
  ["age_key", ["AGE-SECRET-KEY-"], /AGE-SECRET-KEY-(?:PQ-)?1[A-Z0-9]{40,}/gi],
  ["docker_token", ["dckr_"], /(?<![A-Za-z0-9])dckr_[a-z]{3,4}_[\w-]{20,}/g],
  ["newrelic_key", ["NRAK-"], /(?<![A-Za-z0-9])NRAK-[A-Z0-9]{20,}/g],
  ["newrelic_key", ["NRAL"], /(?<![A-Za-z0-9])[0-9a-f]{36}NRAL(?![A-Za-z0-9])/g],
  [
    "atlassian_token",
    ["ATATT3", "ATCTT3", "ATBB"],
    /(?<![A-Za-z0-9])(?:AT[AC]TT3|ATBB(?=[A-Za-z]{0,32}\d))[\w=-]{20,}/g,
  ],
  ["linear_key", ["n_a|lin_api_"], /(?<![A-Za-z0-9])lin_api_[A-Za-z0-9]{20,}/g],
  ["notion_token", ["ntn_"], /(?<![A-Za-z0-9])ntn_[A-Za-z0-9]{30,}/g],
  ["notion_token", ["et_|secret_"], /(?<![A-Za-z0-9])secret_[A-Za-z0-9]{43}(?![A-Za-z0-9])/g],
  ["hubspot_token", ["at-|pat-"], /(?<![A-Za-z0-9])pat-(?:na|eu)\d-[0-9a-f-]{36}/g],
  ["figma_token", ["figd_"], /(?<![A-Za-z0-9])figd_[\w-]{30,}/g],
  ["square_token", ["sq0"], /(?<![A-Za-z0-9])sq0(?:atp|csp|idp)-[\w-]{20,}/g],
  ["facebook_token", ["EAA"], /(?<![A-Za-z0-9])EAA[A-Za-z0-9]{60,}/g],
  ["sentry_token", ["ys_|sntrys_", "yu_|sntryu_"], /(?<![A-Za-z0-9])sntry[su]_[\w+/=-]{30,}/g],
  [
    "doppler_token",
    ["dp.pt.", "dp.st.", "dp.ct.", "dp.sa."],
    /(?<![A-Za-z0-9])dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}/g,
  ],
  ["planetscale_token", ["psc|pscale_"], /(?<![A-Za-z0-9])pscale_(?:tkn|pw|oauth)_[\w.=-]{30,}/g],
  ["fly_token", ["fm2_", "fo1_"], /(?<![A-Za-z0-9])(?:fm2_[A-Za-z0-9+/]{40,}={0,3}|fo1_[\w-]{40,})/g],
  ["supabase_token", ["sbp_"], /(?<![A-Za-z0-9])sb[p]_[a-f0-9]{40}/g],
  ["netlify_token", ["nfp_"], /(?<![A-Za-z0-9])nfp_[A-Za-z0-9]{36,}/g],
  ["heroku_key", ["HRKU-"], /(?<![A-Za-z0-9])HRKU-[\w-]{30,}/g],
  ["pulumi_token", ["pul-"], /(?<![A-Za-z0-9])pul-[a-f0-9]{40}/g],
  ["terraform_token", ["atlasv1"], /(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}/g],
  ["buildkite_token", ["bkua_"], /(?<![A-Za-z0-9])bkua_[a-f0-9]{40}/g],
  ["circleci_token", ["CCIPAT_", "CCIPRJ_"], /(?<![A-Za-z0-9])CCI(?:PAT|PRJ)_[A-Za-z0-9]{20,24}_[a-f0-9]{40}/g],
  ["crates_token", ["cio"], /(?<![A-Za-z0-9])cio[A-Za-z0-9]{32}(?![A-Za-z0-9])/g],
  ["sonar_token", ["sqp_", "squ_", "sqa_"], /(?<![A-Za-z0-9])sq[pua]_[a-f0-9]{40}/g],
  ["jfrog_token", ["AKCp", "cmVmdGtuO"], /(?<![A-Za-z0-9])(?:AKCp[A-Za-z0-9]{60,}|cmVmdGtuO[A-Za-z0-9+/]{40,}={0,2})/g],
  ["alibaba_key", ["LTAI"], /(?<![A-Za-z0-9])LTAI[A-Za-z0-9]{12,26}(?![A-Za-z0-9])/g],
  ["yandex_token", ["AQVN", "y0_"], /(?<![A-Za-z0-9])(?:AQVN[\w-]{35,}|y0_[\w-]{40,})/g],
  ["posthog_key", ["phx_", "phc_"], /(?<![A-Za-z0-9])ph[xc]_[A-Za-z0-9]{40,}/g],
  ["typeform_token", ["tfp_"], /(?<![A-Za-z0-9])tfp_[\w-]{40,}/g],
  ["ntfy_token", ["tk_"], /(?<![A-Za-z0-9])tk_(?=[a-z]{0,28}\d)[a-z0-9]{29}(?![A-Za-z0-9])/g],
  ["cloudflare_key", [".0-|1.0-"], /(?<![A-Za-z0-9])v1\.0-[0-9a-f]{24}-[0-9a-f]{100,}/g],
  ["onepassword_token", ["ops_eyJ"], /(?<![A-Za-z0-9])ops_eyJ[\w+/=-]{40,}/g],
  ["bitcoin_key", ["xprv"], /(?<![A-Za-z0-9])xprv[1-9A-HJ-NP-Za-km-z]{100,}/g],
  ["rancher_token", ["K10"], /(?<![A-Za-z0-9])K10[0-9a-f]{64}::[\w:.-]{8,}/g],
  ["mapbox_token", ["sk.eyJ"], /(?<![A-Za-z0-9])sk\.eyJ[\w-]{20,}(?:\.[\w-]{10,})?/g],
  [
    "vault_token",
    [" s.|s.", "=s.|s.", "/s.|s.", "&s.|s."],
    /(?<![\w.-])s\.(?=[A-Za-z]{0,23}\d)[A-Za-z0-9]{24}(?![\w.-])/g,
  ],
  ["discord_token", ["MTA", "MTE", "MTI", "MTM", "MTQ"], /(?<![\w.-])MT[AEIMQ][\w-]{21,25}\.[\w-]{6}\.[\w-]{27,}/g],
  ["azure_secret", ["8Q~|Q~"], /(?<![\w.~-])[\w.~-]{3}\dQ~[\w.~-]{31,34}(?![\w~-])/g],
  // Base64 of `-----BEGIN`, but for certificates and public keys.
  ["private_key", ["LS0tLS1CRUdJTi"], /LS0tLS1CRUdJTi(?!BDRVJU|BQVUJ|BYNTA5)[A-Za-z0-9+/]{20,}={0,2}/g],
  // Base64 of `{"auths":`.
  [
    "docker_config",
    ["eyJhdXRocyI6", "ewogICJhdXRocyI", "ewoJImF1dGhzI"],
    /(?:eyJhdXRocyI6|ewogICJhdXRocyI|ewoJImF1dGhzI)[A-Za-z0-9+/]{8,}={0,2}/g,
  ],
  ["telegram_token", [":AA", "%3AAA"], /(?<=(?<![A-Za-z0-9])(?:bot)?)(?<!\d)\d{8,10}(?::|%3A)AA[\w-]{32,}/g],
];

/** Tokens of vendors, and what is a secret beside them. */
export const redactForms = (text: string, mark: Mark): string => {
  let safe = text;
  for (let i = 0; i < FORMS.length; i++) {
    const needles = NEEDLES[i]!;
    for (let j = 0; j < needles.length; j++) {
      if (!safe.includes(needles[j]!)) continue;
      const [kind, , pattern] = FORMS[i]!;
      safe = safe.replace(pattern, () => mark(kind));
      break;
    }
  }
  // A secret key of AWS stands beside its id; alone it is any text of 40 characters.
  if (safe.includes("[redacted:aws_key]")) safe = safe.replace(AWS_SECRET, () => mark("aws_secret"));
  return safe;
};

const AWS_SECRET =
  /(?<![A-Za-z0-9+/=])(?=[A-Za-z+/]{0,39}\d)(?=[a-z0-9+/]{0,39}[A-Z])(?=[A-Z0-9+/]{0,39}[a-z])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/g;

const NEEDLES = FORMS.map(([, hints]) => hints.map((hint) => hint.split("|").at(-1)!));

/** What the forms are known by, for the triggers. */
export const FORM_TRIGGERS: readonly Trigger[] = [
  ...FORMS.flatMap(([, hints]) => hints.map((hint): Trigger => [hint, besideGroup(hint)])),
];

/** Finds the whole of what the text must hold, from where the group of three begins. */
function besideGroup(hint: string): RegExp {
  const group = [...hint].slice(0, 3).map(symbolOf);
  const needle = hint.split("|").at(-1)!;
  const symbols = [...needle].map(symbolOf);
  // The group lies in the text, or a sign of it stands before or behind; at the beginning of a line there is none.
  const overlap = (at: number): number => group.filter((_, i) => symbols[at + i] !== undefined).length;
  const start = Array.from({ length: needle.length + 2 }, (_, i) => i - 2)
    .sort((a, b) => overlap(b) - overlap(a))
    .find((at) => group.every((symbol, i) => symbols[at + i] === undefined || symbols[at + i] === symbol))!;
  const before = toSource(needle.slice(0, Math.max(0, start)));
  const after = toSource(needle.slice(Math.max(0, start)));
  return new RegExp(`${before && `(?<=${before})`}${".?".repeat(Math.max(0, -start))}${after}`, "sy");
}

function toSource(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
