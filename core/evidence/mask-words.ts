/** What the value of a named member says, `name=value` or `"name":"value"`. */
export const VALUE = {
  /** Who, where or which: it varies while the same thing happens. */
  identity: 0,
  /** What happened, in words: read like any other text. */
  message: 1,
  /** What happened, as a code: kept digit by digit. */
  code: 2,
  /** Text of others (a query, a body, a stack trace): it varies, however wordy. */
  quoted: 3,
} as const;
export type ValueKind = (typeof VALUE)[keyof typeof VALUE];

/** Kind of the value behind a name that stands in a text. */
export const valueKindAt = (text: string, from: number, to: number): ValueKind => {
  // Its length, ends and middle tell nearly all names of a log apart.
  const middle = text.charCodeAt((from + to) >> 1);
  const hash = (to - from) * 7 + text.charCodeAt(from) * 31 + text.charCodeAt(to - 1) * 131 + middle * 17;
  const slot = hash & (SLOTS - 1);
  const known = slots[slot];
  // Looked up where it stands: a slice of each name of each line would cost more than all the rest.
  if (known !== undefined && known.name.length === to - from && text.startsWith(known.name, from)) return known.kind;
  const name = text.slice(from, to);
  const kind = classify(name.toLowerCase());
  slots[slot] = { name, kind };
  return kind;
};

/** Of the last names seen; one that shares its slot with another takes it. */
const SLOTS = 1024;
const slots: ({ readonly name: string; readonly kind: ValueKind } | undefined)[] = Array.from({ length: SLOTS });

const classify = (name: string): ValueKind => {
  if (CODE.test(name)) return VALUE.code;
  if (QUOTED.test(name)) return VALUE.quoted;
  return MESSAGE.test(name) ? VALUE.message : VALUE.identity;
};

const CODE =
  /(?:^|[._@-])(?:l|level|lvl|loglevel|levelname|severity|priority|errno|sqlstate|signal|exit|rc)$|(?:status|code|errno|sqlstate)$|^(?:ok|success|oomkilled)$/;
const QUOTED =
  /(?:stack|stack_?trace|trace_?back|verbose|user_?agent|query|sql|statement|referr?er|body|payload|headers?|args|argv|cmdline)$/;
const MESSAGE =
  /(?:^|[._@-])(?:m|mt|msg|message|log|text|event|op|operation|action|verb|method|phase|state|result|outcome|condition|resource|kind|type|class|classname|logger|module|cause)$|(?:err|error|errors|reason|exception|cause|message|msg|desc|description|detail|details|kind|type|state|failure|warning)$/;

/** Words before a number that is a code: `exit status 1`, `HTTP/1.1" 503`. */
export const isBeforeCode = (word: string, digits: number): boolean =>
  BEFORE_CODE.has(word) || word.startsWith("http/") || (digits > 2 && BEFORE_LONG_CODE.has(word));

const BEFORE_CODE: ReadonlySet<string> = new Set(
  "code status statuscode status_code exit exitcode exited errno signal sqlstate http returned rc".split(" "),
);

/** By the first letter of a word: c, e, h, r, s. */
export const canBeBeforeCode = (first: number): boolean => {
  const letter = first | 32;
  return letter === 99 || letter === 101 || letter === 104 || letter === 114 || letter === 115;
};

/** `ERROR 1` is a level and a process. */
const BEFORE_LONG_CODE: ReadonlySet<string> = new Set(["error", "err", "reason"]);

/** Before a quoted name that says what kind of thing it is: `cannot list resource "secrets"`. */
export const isBeforeKind = (word: string): boolean => BEFORE_KIND.has(word);

const BEFORE_KIND: ReadonlySet<string> = new Set(
  "resource kind type relation column table field flag option variable directive module class function method operator parameter property extension plugin command key".split(
    " ",
  ),
);

/** Words with digits that are words all the same. */
export const isWordWithDigits = (word: string): boolean => {
  const last = word.charCodeAt(word.length - 1);
  if (last === 110 || last === 114 || last === 116 || last === 101) {
    if (THROWN.test(word)) return true;
  }
  if (word.length <= 10 && WITH_DIGITS.has(word.toLowerCase())) return true;
  const first = word.charCodeAt(0);
  if (first >= 65 && first <= 90 && word.length <= 24 && TEXT_CODE.test(word)) return true;
  return word.includes("v") && KIND_WITH_VERSION.test(word);
};

const WITH_DIGITS: ReadonlySet<string> = new Set(
  "x509 http2 http3 h2 h2c ipv4 ipv6 sha1 sha256 md5 utf8 utf-8 k8s s3 oauth2 base64 log4j ext4 ec2 p12 pkcs12 l4 l7 i18n tls1.2 tls1.3 http/1.0 http/1.1 http/2 http/2.0 mp3 mp4 v1 v2 v1beta1 apps/v1 batch/v1".split(
    " ",
  ),
);
const THROWN = /(?:Exception|Error|Fault|Failure)$/;
/** `ORA-01555`, `PGRST116`, `SQLSTATE[42P01]`. */
const TEXT_CODE = /^(?:[A-Z]{2,8}-?\d{3,6}|[A-Z]{2,4}_[A-Z]{2,12}_\d{1,5})$/;

/** `*v1.Secret`, `apps/v1beta2.Deployment`. */
const KIND_WITH_VERSION = /^\*?(?:[\w.-]{1,60}\/)?v\d(?:alpha\d|beta\d)?\.[A-Z]\w{1,60}$/;

/**
 * How many different words may stand behind this one before they are taken for names: few behind `user`, more behind
 * `for`, since `waiting for lock` and `waiting for leader` are two kinds of trouble. 0: any number.
 */
export const namesBehind = (word: string): number => {
  const lower = word.toLowerCase();
  return BEFORE_PERSON.has(lower) ? 2 : BEFORE_NAME.has(lower) ? 8 : 0;
};

const BEFORE_PERSON: ReadonlySet<string> = new Set(
  "user username account tenant customer member owner login principal subscriber".split(" "),
);
const BEFORE_NAME: ReadonlySet<string> = new Set("for of by from to as on at in via against named called".split(" "));

/** Letters that Kubernetes puts at the end of a pod's name: no vowels, so that no word comes of them. */
export const hasRandomEnd = (word: string): boolean => RANDOM_END.test(word);

const RANDOM_END = /[a-z0-9]-[bcdfghjklmnpqrstvwxz2456789]{5}$/;
