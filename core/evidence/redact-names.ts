import type { Trigger } from "./redact-triggers.ts";

/** Names of values that are secret, with the end of a longer name; first the alternatives with a border on the left. */
const WORDS = [
  "(?<![A-Za-z0-9])pass",
  "(?<![A-Za-z0-9])(?:my)?pw",
  "(?<![A-Za-z])(?:db|user|admin|root|smtp|ftp|mail|redis|mysql|pg|ldap|bind|key|store|trust|rpc|new|old|proxy|login|sasl)[_-]?pass",
  "passw(?:or)?ds?(?:[_-]?(?:hash|confirm(?:ation)?|again|repeat|value|plain(?:text)?|clear(?:text)?))?",
  "pass(?:phrase|wort|code)|kennwort|senha|mot_?de_?passe",
  "pwd|(?<![A-Za-z])psk",
  "requirepass|masterauth|storepass|keypass",
  "secrets?(?:[._ -]?(?:access[_-]?)?key(?:[_-]?base)?|[_-]id|[_-]?(?:string|value|data|token))?",
  "token(?:[_-]?(?:secret|value|hash))?|(?<![A-Za-z])tokens",
  "(?:api|access|app|application|account|auth|master|private|signing|signature|encryption|decryption|hmac|ssh|webhook|shared[_-]?access|deploy|pre-?shared|unseal|recovery|subscription|ingest(?:ion)?|integration|wrapping|fernet|cookie|consumer|license|admin|root|storage|sas|rsa|priv)[._ -]?keys?",
  "(?:proxy-)?authorization|(?<![A-Za-z])_?auth|credentials?|(?<![A-Za-z])creds",
  "(?:set-)?cookies?2?|(?<![A-Za-z])jwt|(?<=[?&])(?:sig|key|code|sign|st|pw|sas|hmac)|(?<=[_-])sig|signature|(?<![A-Za-z])(?:t?otp|hmac)",
  String.raw`(?<![A-Za-z])(?:(?:j|php)?sess(?:ion)?[._ -]?id|connect\.sid|asp\.net_sessionid|sid|sess|session[_-]?(?:key|cookie))`,
  "(?:mfa|otp|fa_|verification|authorization|auth|recovery|backup|security|pairing)[_ -]?codes?|code[_-]?verifier",
  "mnemonic|(?:seed|recovery)[_ -]?phrase|(?:client[_-]?)?assertion|saml(?:request|response)",
  "(?:card|account)[_-]?(?:number|num|no)|credit[_ -]?card|(?<![A-Za-z])(?:cvv2?|cvc2?|iban|ssn)",
];

/** Not in the middle of a longer word, and not `token_bucket`, `secretName`, `password-file`. */
export const createNamePattern = (): RegExp =>
  new RegExp(`(?:${WORDS.join("|")})\\d{0,2}(?![A-Za-z0-9_]|-[A-Za-z])`, "gi");

/**
 * The end of a name with something behind it that could lead to a value; not of one inside a replacement, nor of one whose
 * value is replaced already.
 */
const END = String.raw`\d{0,2}(?![\w./!?@#*+~^(]|-(?!>)|\](?<=\[redacted:[a-z_]{0,16}\])|["']?[:=] ?["']?\[redacted:)`;

const KEYS = WORDS.find((words) => words.startsWith("(?:api|"))!.replace(/keys\?$/, "");

/** What tells of each of these names, for the triggers; and of what else is looked for together with them. */
export const NAME_TRIGGERS: readonly Trigger[] = (
  [
    ["pas", `pass(?:w(?:or)?ds?(?:[_-]?[a-z]{4,12})?|phrase|wort|code|e)?${END}`],
    ["pw=", `(?<=(?<![A-Za-z0-9])(?:my)?)pw${END}`],
    ["pw_", `(?<=(?<![A-Za-z0-9])(?:my)?)pw${END}`],
    ["pw ", `(?<=(?<![A-Za-z0-9])(?:my)?)pw${END}`],
    ["pw0", `(?<=(?<![A-Za-z0-9])(?:my)?)pw${END}`],
    ["pwd", `pwd${END}`],
    ["psk", `(?<![A-Za-z])psk${END}`],
    ["nnw", `(?<=ke)nnwort${END}`],
    ["enh", `(?<=s)enha${END}`],
    ["mot", "mot_?de_?passe"],
    ["ecr", `(?<=s)ecrets?(?:[._ -]?(?:access[_-]?)?key(?:[_-]?base)?|[_-]id|[_-]?(?:string|value|data|token))?${END}`],
    ["tok", `token(?:s|[_-]?(?:secret|value|hash))?${END}`],
    ["key", `(?:(?<=${KEYS}|[?&])keys?${END}|(?<=private(?: |%20|\\+))key)`],
    ["uth", `(?<=a)uth(?:orization)?${END}`],
    ["ede", `(?<=cr)edentials?${END}`],
    ["eds", `(?<=cr)eds${END}`],
    ["kie", `(?<=coo)kies?2?${END}`],
    ["jwt", `(?<![A-Za-z])jwt${END}`],
    ["?si", `[?&]sign?${END}`],
    ["?co", `[?&]code${END}`],
    ["?st", `[?&]st${END}`],
    ["?sa", `[?&]sas${END}`],
    ["_si", `[_-]sig${END}`],
    ["gna", `(?<=si)gnature${END}`],
    ["otp", `otp${END}`],
    ["hma", `hmac${END}`],
    ["ess", `(?<=s)ess(?:ion[_-]?(?:key|cookie)|(?:ion)?[._ -]?id)?${END}`],
    ["sid", `(?<![A-Za-z])sid${END}`],
    [
      "cod",
      `(?:(?<=(?:mfa|otp|fa_|verification|authorization|auth|recovery|backup|security|pairing)[_ -]?)codes?|code[_-]?verifier)${END}`,
    ],
    ["mne", `mnemonic${END}`],
    ["hra", `(?<=(?:seed|recovery)[_ -]?p)hrase${END}`],
    ["rti", `(?<=asse)rtion${END}`],
    ["aml", `(?<=s)aml(?:request|response)${END}`],
    ["car", `(?:card[_-]?(?:number|num|no)|(?<=credit[_ -]?)card)${END}`],
    ["cou", `(?<=ac)count[_-]?(?:number|num|no)${END}`],
    ["cvv", `(?<![A-Za-z])cvv2?${END}`],
    ["cvc", `(?<![A-Za-z])cvc2?${END}`],
    ["iba", `(?<![A-Za-z])iban${END}`],
    ["ssn", `(?<![A-Za-z])ssn${END}`],
    // A mail server's question, a statement, a file of PuTTY: what is secret there has no name.
    ["gfz", "(?<=334 U)GFz"],
    ["nto", "(?<=insert[ \\t]{1,4}(?:ignore[ \\t]{1,4})?i)nto[ \\t]"],
    ["e-l", "(?<=privat)e-lines"],
  ] as const
).map(([group, check]) => [group, new RegExp(check, "iy")]);

/** What a name says of its value's kind. */
export const kindOf = (name: string): string => {
  const key = name
    .toLowerCase()
    .replace(/[-.\s\d]/g, "_")
    .replace(/_{1,8}$/, "");
  if (PASSWORDS.test(key)) return "password";
  if (key.includes("cookie") && !key.endsWith("key")) return "cookie";
  if (key === "authorization" || key === "proxy_authorization") return "authorization";
  if (/code|verifier|otp$/.test(key)) return key === "code" ? "code" : "otp";
  if (/sess|sid$/.test(key)) return "session";
  if (key.startsWith("secret")) return "secret";
  if (key.startsWith("token")) return "token";
  if (/keys?$/.test(key)) return "api_key";
  if (key.startsWith("cred") && !key.includes("card")) return "credential";
  if (key === "auth" || key === "_auth") return "auth";
  if (/^(?:sig|sign|signature|hmac)$/.test(key)) return "signature";
  if (/card|account|cvv|cvc|iban|ssn/.test(key)) return "card";
  if (/phrase|mnemonic/.test(key)) return "passphrase";
  if (/assertion|saml/.test(key)) return "assertion";
  return key;
};

const PASSWORDS = /^(?:passw|passcode|passphrase|requirepass|masterauth|kennwort|senha|mot)|pass$|pwd$|psk$|pw$/;
